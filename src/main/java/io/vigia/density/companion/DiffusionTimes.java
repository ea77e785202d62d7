package io.vigia.density.companion;

import java.util.SplittableRandom;

/**
 * The noising whose time is guessed (Ho, Jain and Abbeel 2020, equation 4), with {@value #STEPS}
 * steps and betas linear from 1e-4 to 1e-2 (Livernoche et al. 2024, section 5):
 *
 * <pre>
 * x_t = sqrt(alpha_t) x + sqrt(1 - alpha_t) noise        alpha_t = prod_(s &lt;= t) (1 - beta_s)
 * </pre>
 */
final class DiffusionTimes {
  static final int STEPS = 400;
  private static final double FIRST_BETA = 1e-4;
  private static final double LAST_BETA = 1e-2;

  private final float[] signal = new float[STEPS];
  private final float[] noise = new float[STEPS];

  DiffusionTimes() {
    double alpha = 1;
    for (int t = 0; t < STEPS; t++) {
      alpha *= 1 - (FIRST_BETA + (LAST_BETA - FIRST_BETA) * t / (STEPS - 1));
      signal[t] = (float) Math.sqrt(alpha);
      noise[t] = (float) Math.sqrt(1 - alpha);
    }
  }

  /** {@code sqrt(alpha_t)}. */
  float signal(int time) {
    return signal[time];
  }

  /** {@code sqrt(1 - alpha_t)}. */
  float noise(int time) {
    return noise[time];
  }

  /** A time for each of {@code count} rows, uniform. */
  static int[] draw(int count, long seed) {
    return new SplittableRandom(seed).ints(count, 0, STEPS).toArray();
  }

  /** The bin, of {@code bins}, that a time lies in. */
  static int bin(int time, int bins) {
    return time * bins / STEPS;
  }
}
