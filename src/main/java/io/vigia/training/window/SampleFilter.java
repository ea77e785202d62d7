package io.vigia.training.window;

import io.vigia.feature.FeatureSchema;
import java.util.Optional;

/**
 * Which samples are rows for a training: those of role physics, in live time, whose features mean
 * what the schema says.
 */
public final class SampleFilter {
  private final FeatureSchema schema;
  private final String schemaSha256;
  private final SampleColumns columns;
  private final boolean grouped;
  private final boolean labelled;
  private final PacketReader packets;

  /**
   * @param schema of the rows
   * @param grouped whether the topology names what rows must not be split from: an event without it
   *     gives no row. Else its key is its group
   * @param labelled whether the topology names classes: an event without one gives no row
   * @param packets makes the rows of samples that are whole packets
   */
  public SampleFilter(
      FeatureSchema schema, boolean grouped, boolean labelled, PacketReader packets) {
    this.schema = schema;
    this.schemaSha256 = schema.sha256();
    this.columns = new SampleColumns(schema);
    this.grouped = grouped;
    this.labelled = labelled;
    this.packets = packets;
  }

  /** Of a topology without groups and classes, whose samples are rows. */
  public static SampleFilter of(FeatureSchema schema) {
    return new SampleFilter(schema, false, false, PacketReader.NONE);
  }

  /** Of the rows. */
  public FeatureSchema schema() {
    return schema;
  }

  /** Its digest, hex. */
  String schemaSha256() {
    return schemaSha256;
  }

  /** Whether an event without a class gives no row. */
  boolean labelled() {
    return labelled;
  }

  /** What keeps it from being a row, by all that can be told without the row. */
  Optional<LeftOut> refusal(SampleRecord sample) {
    if (!sample.role().equals("physics")) {
      return Optional.of(LeftOut.ROLE);
    }
    if (!sample.isGood()) {
      return Optional.of(LeftOut.BAD_TIME);
    }
    if (!sample.schemaSha256().equals(schemaSha256)) {
      return Optional.of(LeftOut.OTHER_SCHEMA);
    }
    if (grouped && sample.group() == null) {
      return Optional.of(LeftOut.NO_GROUP);
    }
    return labelled && sample.label() == null ? Optional.of(LeftOut.NO_LABEL) : Optional.empty();
  }

  /** The group of a sample that is no refusal. */
  String group(SampleRecord sample) {
    return grouped && sample.group() != null ? sample.group() : sample.key();
  }

  /** The row of what the sample carries; empty where it has none. */
  Optional<float[]> carriedRow(SampleRecord sample) {
    return columns.row(sample);
  }

  /** The row of a sample, from what it carries or from its packet. */
  Optional<float[]> row(SampleRecord sample) {
    Optional<float[]> row = sample.payload().flatMap(packets::row);
    return row.isPresent() ? row : carriedRow(sample);
  }
}
