package io.vigia.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * Labelled scores from the highest down, equal ones as one step: after step k, {@code anomalies[k]}
 * anomalies and {@code background[k]} background rows score at least this much.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record RankedScores(int[] anomalies, int[] background) {
  public static RankedScores of(boolean[] anomaly, double[] score) {
    int[] order =
        IntStream.range(0, score.length)
            .boxed()
            .sorted(Comparator.comparingDouble((Integer row) -> score[row]).reversed())
            .mapToInt(Integer::intValue)
            .toArray();
    int[] anomalies = new int[order.length];
    int[] background = new int[order.length];
    int steps = 0;
    int found = 0;
    for (int i = 0; i < order.length; i++) {
      found += anomaly[order[i]] ? 1 : 0;
      boolean ends = i + 1 == order.length || score[order[i + 1]] != score[order[i]];
      if (ends) {
        anomalies[steps] = found;
        background[steps] = i + 1 - found;
        steps++;
      }
    }
    return new RankedScores(Arrays.copyOf(anomalies, steps), Arrays.copyOf(background, steps));
  }

  /** By the trapezoid rule over the steps, which counts ties half. */
  public double auroc() {
    double area = 0;
    int anomaliesBefore = 0;
    int backgroundBefore = 0;
    for (int k = 0; k < anomalies.length; k++) {
      double height = (anomaliesBefore + (double) anomalies[k]) / 2;
      area += (background[k] - backgroundBefore) * height;
      anomaliesBefore = anomalies[k];
      backgroundBefore = background[k];
    }
    return area / ((double) last(anomalies) * last(background));
  }

  public double averagePrecision() {
    if (last(anomalies) == 0) {
      return Double.NaN;
    }
    double sum = 0;
    int before = 0;
    for (int k = 0; k < anomalies.length; k++) {
      double precision = anomalies[k] / (double) (anomalies[k] + background[k]);
      sum += (anomalies[k] - before) * precision;
      before = anomalies[k];
    }
    return sum / last(anomalies);
  }

  /** The largest share of anomalies with at most this share of the background. */
  public double truePositiveRateAt(double falsePositiveRate) {
    if (last(anomalies) == 0 || last(background) == 0) {
      return Double.NaN;
    }
    int found = 0;
    for (int k = 0; k < anomalies.length; k++) {
      if (background[k] <= falsePositiveRate * last(background)) {
        found = anomalies[k];
      }
    }
    return found / (double) last(anomalies);
  }

  private static int last(int[] counts) {
    return counts.length == 0 ? 0 : counts[counts.length - 1];
  }
}
