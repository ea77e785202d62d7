package io.vigia.training;

/**
 * How a training that starts from an earlier model's weights is paced, beside one that starts
 * fresh.
 *
 * @param steps share of the steps, in (0, 1]
 * @param rate share of the peak rate, in (0, 1]
 */
public record WarmPace(double steps, double rate) {
  /**
   * As {@code vigia bench warm-start} found it good: see docs/decisions/0030-window-training.md.
   */
  public static final WarmPace DEFAULT = new WarmPace(0.5, 1);

  /**
   * @throws IllegalArgumentException where a share is not among those allowed
   */
  public WarmPace {
    if (!(steps > 0 && steps <= 1) || !(rate > 0 && rate <= 1)) {
      throw new IllegalArgumentException(
          "a warm start at "
              + steps
              + " of the steps and "
              + rate
              + " of the rate; allowed: (0, 1]");
    }
  }

  /** For people. */
  String words() {
    return steps + " of the steps, " + rate + " of the rate";
  }

  TrainingSettings of(TrainingSettings fresh) {
    return fresh
        .withSteps(Math.max(1, (int) (fresh.steps() * steps)))
        .withRate(fresh.rate() * rate);
  }
}
