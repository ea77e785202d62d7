package io.vigia.alert;

import org.jspecify.annotations.Nullable;

/**
 * How an event counts in its stream.
 *
 * @param weight how many events it stands for, at least 1
 * @param segment the night, run or block that it is of; null where a stream has none
 * @param isGood whether its time is live
 */
public record Sighting(double weight, @Nullable String segment, boolean isGood) {
  /** Of a stream without segments and weights. */
  public static final Sighting PLAIN = new Sighting(1, null, true);
}
