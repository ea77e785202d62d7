package io.vigia.training.window;

import io.vigia.retrain.Window;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * The rows of a window, taken from its records in order. An event is taken where it is of role
 * physics, in time that is good by its own word and by the window's, not late, of the window's
 * schema, and there for the first time.
 */
public final class WindowRows {
  private final Window window;
  private final SampleFilter filter;
  private final SampleRows rows;

  /**
   * @throws IllegalArgumentException where the filter's schema is not the window's
   */
  public WindowRows(Window window, SampleFilter filter) {
    if (!window.schemaSha256().equals(filter.schemaSha256())) {
      throw new IllegalArgumentException(
          "the window's rows have the feature schema "
              + window.schemaSha256()
              + ", the topology's is "
              + filter.schemaSha256()
              + "; the topology has changed since the job was made: let the next window close");
    }
    this.window = window;
    this.filter = filter;
    this.rows = new SampleRows(filter.schema().inputs());
  }

  /** Takes a record of the window, or counts why it is none. */
  public void add(byte[] record) {
    Optional<SampleRecord> read = SampleRecord.parse(record);
    if (read.isEmpty()) {
      rows.leaveOut(LeftOut.UNREADABLE);
      return;
    }
    SampleRecord sample = read.get();
    Optional<LeftOut> refusal = filter.refusal(sample).or(() -> outside(sample.timeMillis()));
    if (refusal.isPresent()) {
      rows.leaveOut(refusal.get());
      return;
    }
    filter
        .row(sample)
        .ifPresentOrElse(
            row -> rows.add(sample, filter.group(sample), row),
            () -> rows.leaveOut(LeftOut.NO_ROW));
  }

  /**
   * Counts offsets of the window whose records are gone.
   *
   * @param count 0 or more
   */
  public void gone(long count) {
    if (count > 0) {
      rows.leaveOut(LeftOut.GONE, count);
    }
  }

  /** The window counts no sample as late that is not older than all it has. */
  private Optional<LeftOut> outside(long timeMillis) {
    if (timeMillis < window.firstMillis()) {
      return Optional.of(LeftOut.LATE);
    }
    return window.isGood(timeMillis) ? Optional.empty() : Optional.of(LeftOut.BAD_TIME);
  }

  /** Of which they are. */
  public Window window() {
    return window;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** How many records gave no row, by reason. */
  public Map<LeftOut, Long> leftOut() {
    return rows.leftOut();
  }

  /** The same for people; empty where every record gave one. */
  public String leftOutInWords() {
    return rows.leftOutInWords();
  }

  SampleFilter filter() {
    return filter;
  }

  List<String> ids() {
    return rows.ids();
  }

  List<String> groups() {
    return rows.groups();
  }

  List<String> labels() {
    return filter.labelled() ? rows.labels() : List.of();
  }

  /** By the bundles that scored them in the stream. */
  double[] pValues() {
    return rows.pValues();
  }

  /** One row after the other. */
  float[] values() {
    return rows.values();
  }

  /** Of ids and rows in their order, hex: the same rows have the same. */
  String sha256() {
    MessageDigest digest = DigestUtils.getSha256Digest();
    for (String id : rows.ids()) {
      digest.update(id.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    float[] values = values();
    ByteBuffer bytes = ByteBuffer.allocate(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    digest.update(bytes);
    return org.apache.commons.codec.binary.Hex.encodeHexString(digest.digest());
  }
}
