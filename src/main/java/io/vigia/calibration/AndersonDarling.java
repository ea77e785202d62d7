package io.vigia.calibration;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * How well excesses agree with the generalised Pareto distribution fitted to them, the far end
 * weighing most (Anderson and Darling 1954, equation 4):
 *
 * <pre>{@code A^2 = -k - sum_i (2 i - 1) (log F(x_(i)) + log S(x_(k+1-i))) / k}</pre>
 *
 * @param statistic A^2
 * @param pValue the share of samples drawn from the fit, and fitted again, that agree no better
 *     (parametric bootstrap, since parameters were estimated: Stute, Gonzalez Manteiga and Presedo
 *     Quindimil 1993); at least 1/{@value #RESAMPLES_AND_ONE}
 */
record AndersonDarling(double statistic, double pValue) {
  private static final int RESAMPLES_AND_ONE = 200;
  private static final long SEED = 0x7a11;

  /** The same for the same excesses: its random numbers have a fixed seed. */
  static AndersonDarling of(double[] ascending, GeneralisedPareto fitted) {
    double statistic = statistic(ascending, fitted);
    SplittableRandom random = new SplittableRandom(SEED);
    double[] drawn = new double[ascending.length];
    int noBetter = 1;
    for (int sample = 1; sample < RESAMPLES_AND_ONE; sample++) {
      // 1 - u is in (0, 1], and 0 is no excess.
      Arrays.setAll(
          drawn, i -> Math.max(fitted.quantile(1 - random.nextDouble()), Double.MIN_NORMAL));
      Arrays.sort(drawn);
      if (statistic(drawn, GeneralisedPareto.ofExcesses(drawn)) >= statistic) {
        noBetter++;
      }
    }
    return new AndersonDarling(statistic, noBetter / (double) RESAMPLES_AND_ONE);
  }

  private static double statistic(double[] ascending, GeneralisedPareto fitted) {
    int k = ascending.length;
    double[] hazards = Arrays.stream(ascending).map(fitted::cumulativeHazard).toArray();
    double sum = 0;
    for (int i = 0; i < k; i++) {
      double logBelow = Math.log(-Math.expm1(-hazards[i]));
      sum += (2 * i + 1) * (logBelow - hazards[k - 1 - i]);
    }
    return -k - sum / k;
  }
}
