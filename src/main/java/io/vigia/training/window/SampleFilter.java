package io.vigia.training.window;

import io.vigia.feature.FeatureSchema;
import java.util.Optional;

/**
 * Which samples are rows for a training: those of role physics, in live time, whose features mean
 * what the schema says.
 *
 * @param schema of the rows
 * @param grouped whether the topology names what rows must not be split from: an event without it
 *     gives no row. Else its key is its group
 * @param labelled whether the topology names classes: an event without one gives no row
 * @param packets makes the rows of samples that are whole packets
 */
public record SampleFilter(
    FeatureSchema schema, boolean grouped, boolean labelled, PacketReader packets) {
  /** Of a topology without groups and classes, whose samples are rows. */
  public static SampleFilter of(FeatureSchema schema) {
    return new SampleFilter(schema, false, false, PacketReader.NONE);
  }

  /** What keeps it from being a row, by all that can be told without the row. */
  Optional<LeftOut> refusal(SampleRecord sample) {
    if (!sample.role().equals("physics")) {
      return Optional.of(LeftOut.ROLE);
    }
    if (!sample.isGood()) {
      return Optional.of(LeftOut.BAD_TIME);
    }
    if (!sample.schemaSha256().equals(schema.sha256())) {
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

  /** The row of a sample, from what it carries or from its packet. */
  Optional<float[]> row(SampleRecord sample) {
    Optional<float[]> row = sample.payload().flatMap(packets::row);
    return row.isPresent() ? row : sample.row(schema);
  }
}
