package io.vigia.alert.budget;

/** When a period's alerts go out. */
public enum Delivery {
  /** As they come, those above a threshold that follows the stream. */
  LIVE,
  /** At the period's end, the rarest of it. */
  BEST_OF_PERIOD,
  /** Half of the budget as they come, the rest at the end. */
  BOTH
}
