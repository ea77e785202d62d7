package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.EventFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/**
 * What samples are to be conditional on: rows of context values, taken in turn and from the start
 * again.
 */
final class Conditions {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<String> names;
  private final List<float[]> rows;

  private Conditions(List<String> names, List<float[]> rows) {
    this.names = names;
    this.rows = rows;
  }

  /**
   * The same conditions for all samples.
   *
   * @param names of the context, in order
   * @throws IllegalArgumentException where one is not given, or one that is given is not known
   */
  static Conditions of(List<String> names, Map<String, Double> values) {
    TreeSet<String> unknown = new TreeSet<>(values.keySet());
    names.forEach(unknown::remove);
    if (!unknown.isEmpty()) {
      throw new IllegalArgumentException(
          "--context names "
              + String.join(", ", unknown)
              + "; the model is conditional on "
              + (names.isEmpty() ? "nothing" : String.join(", ", names)));
    }
    float[] row = new float[names.size()];
    for (int i = 0; i < row.length; i++) {
      Double value = values.get(names.get(i));
      if (value == null) {
        throw new IllegalArgumentException(
            "the model is conditional on "
                + String.join(", ", names)
                + ": give --context "
                + names.get(i)
                + "=VALUE, or a --context-file");
      }
      row[i] = finite("--context " + names.get(i), value);
    }
    return new Conditions(names, List.of(row));
  }

  /**
   * The conditions of a file's rows.
   *
   * @param file CSV with a header or JSON lines, with a field for each name
   * @throws IllegalArgumentException where a value is absent or no number
   */
  static Conditions read(List<String> names, Path file) throws IOException {
    if (names.isEmpty()) {
      throw new IllegalArgumentException(
          "--context-file is " + file + ", but the model is conditional on nothing");
    }
    List<float[]> rows = new ArrayList<>();
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        JsonNode json = MAPPER.readTree(event);
        float[] row = new float[names.size()];
        for (int i = 0; i < row.length; i++) {
          String where = file + ", row " + events.number() + ": " + names.get(i);
          row[i] = finite(where, json.path(names.get(i)).asDouble(Double.NaN));
        }
        rows.add(row);
      }
    }
    if (rows.isEmpty()) {
      throw new IllegalArgumentException(file + " has no rows");
    }
    return new Conditions(names, rows);
  }

  private static float finite(String where, double value) {
    if (!Float.isFinite((float) value)) {
      throw new IllegalArgumentException(
          where + " is " + value + "; a finite number is needed (is the field there?)");
    }
    return (float) value;
  }

  List<String> names() {
    return names;
  }

  /** The context of samples {@code from .. from + count}, one row after the other. */
  float[] rows(long from, int count) {
    int width = names.size();
    float[] all = new float[count * width];
    for (int i = 0; i < count; i++) {
      System.arraycopy(row(from + i), 0, all, i * width, width);
    }
    return all;
  }

  private float[] row(long sample) {
    return rows.get((int) (sample % rows.size()));
  }
}
