package io.vigia.training;

/**
 * How a training that starts from an earlier model's weights is paced, beside one that starts
 * fresh.
 *
 * @param steps share of the steps, in (0, 1]
 * @param rate share of the peak rate, in (0, 1]
 * @param noise share of the noise on batches, in [0, 1]: what was learned before is not blurred
 *     again
 */
public record WarmPace(double steps, double rate, double noise) {
  /**
   * As {@code vigia bench warm-start} found it good: see docs/decisions/0030-window-training.md.
   */
  public static final WarmPace DEFAULT = new WarmPace(0.5, 1, 0.25);

  /**
   * @throws IllegalArgumentException where a share is not among those allowed
   */
  public WarmPace {
    if (!(steps > 0 && steps <= 1) || !(rate > 0 && rate <= 1) || !(noise >= 0 && noise <= 1)) {
      throw new IllegalArgumentException(
          "a warm start at "
              + steps
              + " of the steps and "
              + rate
              + " of the rate and "
              + noise
              + " of the noise; allowed: (0, 1], of the noise [0, 1]");
    }
  }

  /** For people. */
  public String words() {
    return steps + " of the steps, " + rate + " of the rate, " + noise + " of the noise";
  }

  TrainingSettings of(TrainingSettings fresh) {
    return fresh
        .withSteps(Math.max(1, (int) (fresh.steps() * steps)))
        .withRate(fresh.rate() * rate)
        .withNoise(fresh.noise() * noise);
  }
}
