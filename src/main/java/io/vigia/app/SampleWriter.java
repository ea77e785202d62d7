package io.vigia.app;

import java.io.IOException;
import java.io.Writer;
import java.util.List;

/** Writes rows of named numbers as JSON lines or as CSV; a missing one is null, or empty. */
final class SampleWriter {
  private final Writer out;
  private final List<String> names;
  private final boolean csv;

  /**
   * @param csv whether CSV, whose header is written at once; else JSON lines
   */
  SampleWriter(Writer out, List<String> names, boolean csv) throws IOException {
    this.out = out;
    this.names = names;
    this.csv = csv;
    if (csv) {
      out.write(String.join(",", names));
      out.write('\n');
    }
  }

  /** Writes one row: numbers of the first array, then of the second. */
  void write(float[] first, int firstFrom, int firstCount, float[] second, int secondFrom)
      throws IOException {
    for (int i = 0; i < names.size(); i++) {
      float value = i < firstCount ? first[firstFrom + i] : second[secondFrom + i - firstCount];
      if (csv) {
        out.write(i == 0 ? "" : ",");
      } else {
        out.write((i == 0 ? "{\"" : ",\"") + names.get(i) + "\":");
      }
      out.write(Float.isNaN(value) ? (csv ? "" : "null") : Float.toString(value));
    }
    out.write(csv ? "\n" : "}\n");
  }
}
