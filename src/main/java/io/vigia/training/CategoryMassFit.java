package io.vigia.training;

import io.vigia.kernel.CategoryMass;
import io.vigia.kernel.FeatureColumn;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A {@link CategoryMass} from rows. */
final class CategoryMassFit {
  /** Rarer combinations are left to the prior. */
  private static final int MOST_COMBINATIONS = 10_000;

  private CategoryMassFit() {}

  /**
   * Frequencies by the rule of succession, {@code (n + 1) / (N + categories)}; alpha, of powers of
   * two, the one under which each row is most likely given the others (leave-one-out):
   *
   * <pre>sum_c n_c log((n_c - 1 + alpha q_c) / (N - 1 + alpha))     q_c the product of frequencies
   * </pre>
   *
   * @param columns those with categories, with their places in a row
   * @param rows of {@code inputs} numbers, those of one class
   */
  static CategoryMass of(List<FeatureColumn> columns, int[] places, List<float[]> rows) {
    double[][] frequencies = new double[columns.size()][];
    Map<List<Integer>, Long> counts = new HashMap<>();
    for (int i = 0; i < frequencies.length; i++) {
      int categories = columns.get(i).categories();
      frequencies[i] = new double[categories];
      java.util.Arrays.fill(frequencies[i], 1.0 / (rows.size() + categories));
    }
    for (float[] row : rows) {
      List<Integer> codes = new ArrayList<>(frequencies.length);
      for (int i = 0; i < frequencies.length; i++) {
        int code = columns.get(i).category(row[places[i]]);
        codes.add(code);
        frequencies[i][code] += 1.0 / (rows.size() + frequencies[i].length);
      }
      counts.merge(codes, 1L, Long::sum);
    }
    List<CategoryMass.Combination> combinations =
        counts.entrySet().stream()
            .map(entry -> new CategoryMass.Combination(entry.getKey(), entry.getValue()))
            .sorted(CategoryMassFit::byCountAndCodes)
            .limit(MOST_COMBINATIONS)
            .toList();
    return CategoryMass.of(alpha(combinations, frequencies), frequencies, combinations);
  }

  private static int byCountAndCodes(CategoryMass.Combination a, CategoryMass.Combination b) {
    if (a.count() != b.count()) {
      return Long.compare(b.count(), a.count());
    }
    for (int i = 0; i < a.codes().size(); i++) {
      int order = Integer.compare(a.codes().get(i), b.codes().get(i));
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private static double alpha(List<CategoryMass.Combination> combinations, double[][] frequencies) {
    double total = combinations.stream().mapToLong(CategoryMass.Combination::count).sum();
    double[] independent =
        combinations.stream().mapToDouble(one -> product(one.codes(), frequencies)).toArray();
    double best = 1;
    double bestLikelihood = Double.NEGATIVE_INFINITY;
    for (double alpha = 1; alpha <= 1 << 20; alpha *= 2) {
      double likelihood = -total * Math.log(total - 1 + alpha);
      for (int i = 0; i < independent.length; i++) {
        long count = combinations.get(i).count();
        likelihood += count * Math.log(count - 1 + alpha * independent[i]);
      }
      if (likelihood > bestLikelihood) {
        bestLikelihood = likelihood;
        best = alpha;
      }
    }
    return best;
  }

  private static double product(List<Integer> codes, double[][] frequencies) {
    double product = 1;
    for (int i = 0; i < frequencies.length; i++) {
      product *= frequencies[i][codes.get(i)];
    }
    return Math.max(product, Double.MIN_NORMAL);
  }
}
