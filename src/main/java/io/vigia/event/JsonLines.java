package io.vigia.event;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** One JSON object a line. */
final class JsonLines implements EventRows {
  /** Far above any record that a broker takes: a longer line is another kind of file. */
  private static final int LONGEST = 64 << 20;

  private final Path path;
  private final InputStream in;
  private final ByteArrayOutputStream line = new ByteArrayOutputStream(1 << 12);
  private long number;

  JsonLines(Path path, InputStream in) {
    this.path = path;
    this.in = in;
  }

  @Override
  public byte @Nullable [] next() throws IOException {
    while (readLine()) {
      number++;
      byte[] bytes = line.toByteArray();
      int first = firstVisible(bytes);
      if (first < bytes.length) {
        refuseArray(bytes[first]);
        return bytes;
      }
    }
    return null;
  }

  private boolean readLine() throws IOException {
    line.reset();
    int b = in.read();
    if (b < 0) {
      return false;
    }
    for (; b >= 0 && b != '\n'; b = in.read()) {
      if (line.size() == LONGEST) {
        throw new InvalidEventFileException(
            path,
            number + 1,
            "a line of more than " + LONGEST + " bytes; one JSON object a line is expected");
      }
      line.write(b);
    }
    return true;
  }

  private static int firstVisible(byte[] bytes) {
    int at = 0;
    while (at < bytes.length && (bytes[at] == ' ' || bytes[at] == '\t' || bytes[at] == '\r')) {
      at++;
    }
    return at;
  }

  private void refuseArray(byte first) throws IOException {
    if (number == 1 && first == '[') {
      throw new InvalidEventFileException(
          path, 1, "a JSON array; one object a line is expected (jq -c '.[]' makes that of it)");
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
