package io.vigia.event;

import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/**
 * A file of events as the payloads that a topic would hold, so that the same decoder reads both.
 *
 * <ul>
 *   <li>{@code .csv}, {@code .csv.gz}: a header, then a row an event, see {@link CsvEvents};
 *   <li>{@code .json}, {@code .jsonl}, {@code .ndjson}, each also {@code .gz}: one JSON object a
 *       line, passed on byte for byte; empty lines are skipped.
 * </ul>
 */
public final class EventFile implements Closeable {
  private static final String KINDS =
      ".csv, .json, .jsonl and .ndjson are known, each also with .gz";

  private final Path path;
  private final long size;
  private final CountingStream counter;
  private final EventRows rows;
  private long number;

  private EventFile(Path path, long size, CountingStream counter, EventRows rows) {
    this.path = path;
    this.size = size;
    this.counter = counter;
    this.rows = rows;
  }

  /** Whether this is the name of a kind of file that holds events, be there one or not. */
  public static boolean isNamedLikeOne(String name) {
    return name.toLowerCase(Locale.ROOT).matches(".*\\.(csv|json|jsonl|ndjson)(\\.gz)?");
  }

  /**
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws InvalidEventFileException where its name or its header will not do
   */
  public static EventFile open(Path path) throws IOException {
    String name = String.valueOf(path.getFileName()).toLowerCase(Locale.ROOT);
    boolean gzip = name.endsWith(".gz");
    boolean csv = name.endsWith(".csv") || name.endsWith(".csv.gz");
    if (!isNamedLikeOne(name)) {
      throw new InvalidEventFileException(path, "not a kind of file that holds events; " + KINDS);
    }
    CountingStream counter = new CountingStream(Files.newInputStream(path));
    try {
      InputStream in = gzip ? new GZIPInputStream(counter, 1 << 16) : counter;
      EventRows rows = csv ? CsvEvents.of(path, in) : new JsonLines(path, buffered(in));
      return new EventFile(path, Files.size(path), counter, rows);
    } catch (IOException | RuntimeException e) {
      counter.close();
      throw named(path, e);
    }
  }

  private static InputStream buffered(InputStream in) {
    return new BufferedInputStream(in, 1 << 16);
  }

  private static IOException named(Path path, Exception e) {
    return e instanceof InvalidEventFileException named
        ? named
        : new InvalidEventFileException(path, e);
  }

  /**
   * The next event's payload, or null at the end.
   *
   * @throws InvalidEventFileException naming file and line, for a file that cannot be read as what
   *     it is; one bad event in a readable file is the decoder's to judge
   */
  public byte @Nullable [] next() throws IOException {
    try {
      byte[] payload = rows.next();
      if (payload != null) {
        number++;
      }
      return payload;
    } catch (IOException | RuntimeException e) {
      throw named(path, e);
    }
  }

  public Path path() {
    return path;
  }

  /** The number of events read. */
  public long number() {
    return number;
  }

  /** Bytes of the file read, for a progress bar; of the compressed file where it is one. */
  public long position() {
    return counter.count();
  }

  /** Bytes of the file. */
  public long size() {
    return size;
  }

  @Override
  public void close() throws IOException {
    rows.close();
  }
}
