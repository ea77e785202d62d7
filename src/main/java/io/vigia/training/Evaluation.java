package io.vigia.training;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;

/**
 * How well scores tell labelled anomalies (1) from background (0), and whether the background's
 * p-values are what the calibration promises. Rows with equal scores are taken together throughout:
 * no figure depends on the order of rows. A figure is NaN where the class it needs is absent.
 *
 * @param n rows
 * @param auroc the probability that an anomaly scores above a background row, ties counted half
 * @param auprc average precision, {@code sum_k (R_k - R_(k-1)) P_k} over the distinct scores from
 *     the highest, R recall and P precision
 * @param tprAtFpr1e2 the share of anomalies found by the loosest threshold that takes at most 1e-2
 *     of the background
 * @param tprAtFpr1e3 likewise at 1e-3
 * @param meanNll of the background, nats
 * @param ksDistance the two-sample Kolmogorov-Smirnov distance between the background's scores and
 *     the calibration's: 0 where their p-values are uniform
 * @param pValueKs the probability of so large a distance between samples of one distribution
 */
public record Evaluation(
    long n,
    double auroc,
    double auprc,
    double tprAtFpr1e2,
    double tprAtFpr1e3,
    double meanNll,
    double ksDistance,
    double pValueKs) {

  /**
   * Judges scores.
   *
   * @param anomaly for each row whether its label is 1
   * @param nll for each row its negative log-likelihood, nats; not NaN
   */
  public static Evaluation of(boolean[] anomaly, double[] nll, Calibration calibration) {
    if (anomaly.length != nll.length) {
      throw new IllegalArgumentException(
          anomaly.length + " labels do not belong to " + nll.length + " scores");
    }
    double[] background = rounded(background(anomaly, nll));
    return of(anomaly, nll, nll, background, doubles(calibration));
  }

  /**
   * Judges scores of a bundle that may combine densities and calibrate groups apart: ranked by
   * their statistic, and judged by their p-values in place of the scores themselves.
   *
   * @param anomaly for each row whether its label is 1
   * @param nll for each row its negative log-likelihood, nats; not NaN
   * @param statistic for each row what it ranks by; not NaN
   * @param pValues for each row
   */
  public static Evaluation of(
      boolean[] anomaly,
      double[] nll,
      double[] statistic,
      double[] pValues,
      CalibrationGroups calibrations) {
    double[] own =
        calibrations.tables().stream()
            .flatMapToDouble(table -> Arrays.stream(doubles(table)).map(table::pValue))
            .toArray();
    return of(anomaly, nll, statistic, background(anomaly, pValues), own);
  }

  private static Evaluation of(
      boolean[] anomaly,
      double[] nll,
      double[] statistic,
      double[] background,
      double[] calibration) {
    RankedScores ranked = RankedScores.of(anomaly, statistic);
    boolean comparable = background.length > 1 && calibration.length > 1;
    var result =
        comparable ? KolmogorovSmirnovTest.withDefaults().test(background, calibration) : null;
    return new Evaluation(
        nll.length,
        ranked.auroc(),
        ranked.averagePrecision(),
        ranked.truePositiveRateAt(1e-2),
        ranked.truePositiveRateAt(1e-3),
        Arrays.stream(background(anomaly, nll)).average().orElse(Double.NaN),
        result == null ? Double.NaN : result.getStatistic(),
        result == null ? Double.NaN : result.getPValue());
  }

  private static double[] background(boolean[] anomaly, double[] nll) {
    return IntStream.range(0, nll.length)
        .filter(row -> !anomaly[row])
        .mapToDouble(row -> nll[row])
        .toArray();
  }

  private static double[] rounded(double[] nll) {
    return nll.length == 0 ? nll : doubles(Calibration.of(nll));
  }

  /** The scores as the calibration keeps them, so that equal ones stay equal. */
  private static double[] doubles(Calibration calibration) {
    float[] scores = calibration.toArray();
    return IntStream.range(0, scores.length).mapToDouble(i -> scores[i]).toArray();
  }
}
