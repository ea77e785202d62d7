package io.vigia.alert;

import org.jspecify.annotations.Nullable;

/**
 * What a sample says of its event beside the score and the row, for a later training.
 *
 * @param segment the night, run or block that it is of; null where a stream has none
 * @param isGood whether its time is live: what is not does not train
 * @param group what it must not be split from in a training, where that is not the record's key
 * @param label its class; null where there are none
 * @param payload the packet that takes the row's place; null where the row is written
 */
@SuppressWarnings("ArrayRecordComponent") // written at once, never compared
public record SampleDetails(
    @Nullable String segment,
    boolean isGood,
    @Nullable String group,
    @Nullable String label,
    byte @Nullable [] payload) {
  /** Of a stream without segments, groups and classes, whose rows are kept. */
  public static final SampleDetails PLAIN = new SampleDetails(null, true, null, null, null);

  /** With the row. */
  public SampleDetails withoutPayload() {
    return new SampleDetails(segment, isGood, group, label, null);
  }
}
