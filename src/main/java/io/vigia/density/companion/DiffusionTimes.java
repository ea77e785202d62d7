package io.vigia.density.companion;

import java.util.SplittableRandom;

/**
 * The noising whose time is guessed: noise of growing variance on rows as they are, by the ratio of
 * noise to signal that a diffusion (Ho, Jain and Abbeel 2020, equation 4) of {@value #STEPS} steps
 * and betas linear from 1e-4 to 1e-2 (Livernoche et al. 2024, section 5) has:
 *
 * <pre>
 * x_t = x + sqrt((1 - alpha_t) / alpha_t) noise        alpha_t = prod_(s &lt;= t) (1 - beta_s)
 * </pre>
 *
 * <p>The diffusion itself shrinks rows, {@code sqrt(alpha_t) x}: where a feature has a heavy tail,
 * a large value then tells of a short time, and anomalies rank below the normal rows.
 */
final class DiffusionTimes {
  static final int STEPS = 400;
  private static final double FIRST_BETA = 1e-4;
  private static final double LAST_BETA = 1e-2;

  private final float[] noise = new float[STEPS];

  DiffusionTimes() {
    double alpha = 1;
    for (int t = 0; t < STEPS; t++) {
      alpha *= 1 - (FIRST_BETA + (LAST_BETA - FIRST_BETA) * t / (STEPS - 1));
      noise[t] = (float) Math.sqrt((1 - alpha) / alpha);
    }
  }

  /** The deviation of the noise. */
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
