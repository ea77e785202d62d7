package io.vigia.training.gate;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The mean of paired differences with its standard error, where rows of a group are not
 * independent: cluster-robust (Liang and Zeger 1986, equation 8, for a mean),
 *
 * <pre>
 * mean = 1/n sum_i d_i        error^2 = G / (G - 1) 1/n^2 sum_g (sum_(i in g) (d_i - mean))^2
 * </pre>
 *
 * <p>With a group for each row that is the usual {@code s / sqrt(n)}.
 *
 * @param mean NaN where there is no row
 * @param error NaN where there are not two groups
 */
record PairedDifference(double mean, double error) {
  static PairedDifference of(double[] differences, List<String> groups) {
    double sum = 0;
    for (double one : differences) {
      sum += one;
    }
    double mean = sum / differences.length;
    Map<String, Double> ofGroups = new HashMap<>();
    for (int i = 0; i < differences.length; i++) {
      ofGroups.merge(groups.get(i), differences[i] - mean, Double::sum);
    }
    double squares = 0;
    for (double one : ofGroups.values()) {
      squares += one * one;
    }
    double count = ofGroups.size();
    double error =
        count < 2 ? Double.NaN : Math.sqrt(count / (count - 1) * squares) / differences.length;
    return new PairedDifference(mean, error);
  }
}
