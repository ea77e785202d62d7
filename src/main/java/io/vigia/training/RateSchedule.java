package io.vigia.training;

/**
 * The learning rate: linear from 0 to its peak over the warm-up, then half a cosine to 0 at the
 * last step (Loshchilov and Hutter 2017, equation 5, without restarts).
 *
 * @param peak the highest rate, above 0
 * @param warmup steps, at least 0 and below {@code steps}
 * @param steps in all
 */
public record RateSchedule(double peak, int warmup, int steps) {
  /** The rate of step 0 to {@code steps - 1}. */
  public double at(int step) {
    if (step < warmup) {
      return peak * (step + 1) / warmup;
    }
    return peak * fading(step);
  }

  /** Half a cosine from 1, at the end of the warm-up and before, to 0 at the last step. */
  public double fading(int step) {
    return 0.5 * (1 + Math.cos(Math.PI * Math.max(0, step - warmup) / (steps - warmup)));
  }
}
