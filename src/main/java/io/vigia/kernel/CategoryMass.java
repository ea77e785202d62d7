package io.vigia.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The joint probability of all categories of a row. With {@code n_c} the training rows that had
 * exactly these categories, N all counted rows and p_i the frequency of category c_i in column i:
 *
 * <pre>P(c) = (n_c + alpha prod_i p_i(c_i)) / (N + alpha)</pre>
 *
 * <p>the mean of a Dirichlet posterior whose prior is that the columns are independent. It sums to
 * 1, and is above 0 for categories and combinations never seen, since every p_i is.
 */
public final class CategoryMass {
  /**
   * A combination of categories and how often it was seen.
   *
   * @param codes the category of each column
   * @param count rows, above 0
   */
  public record Combination(List<Integer> codes, long count) {
    public Combination {
      codes = List.copyOf(codes);
    }
  }

  private final double alpha;
  private final double[][] frequencies;
  private final double[][] logFrequencies;
  private final double logTotal;
  private final long total;
  // Open addressing: the codes of entry e at codes[e * columns], its count 0 where it is free.
  private final int[] codes;
  private final long[] counts;

  private CategoryMass(double alpha, double[][] frequencies, List<Combination> combinations) {
    int columns = frequencies.length;
    this.alpha = alpha;
    this.frequencies = frequencies;
    this.logFrequencies = new double[columns][];
    for (int i = 0; i < columns; i++) {
      logFrequencies[i] = Arrays.stream(frequencies[i]).map(Math::log).toArray();
    }
    int size = Integer.highestOneBit(Math.max(4, 2 * combinations.size())) << 1;
    this.codes = new int[size * columns];
    this.counts = new long[size];
    combinations.forEach(this::put);
    this.total = combinations.stream().mapToLong(Combination::count).sum();
    this.logTotal = Math.log(total + alpha);
  }

  /**
   * A mass.
   *
   * @param alpha how many rows the prior weighs: above 0
   * @param frequencies p_i for each column, each above 0, together 1
   * @param combinations those seen, each once
   * @throws IllegalArgumentException for anything else
   */
  public static CategoryMass of(
      double alpha, double[][] frequencies, List<Combination> combinations) {
    if (!(alpha > 0) || Double.isInfinite(alpha)) {
      throw new IllegalArgumentException("mass.alpha is " + alpha + "; allowed: above 0");
    }
    double[][] copy = new double[frequencies.length][];
    for (int i = 0; i < copy.length; i++) {
      copy[i] = frequencies[i].clone();
      boolean positive = Arrays.stream(copy[i]).allMatch(p -> p > 0);
      double sum = Arrays.stream(copy[i]).sum();
      if (!positive || !(Math.abs(sum - 1) < 1e-9)) {
        throw new IllegalArgumentException(
            "mass.frequencies[" + i + "] sums to " + sum + "; allowed: each above 0, together 1");
      }
    }
    for (Combination combination : combinations) {
      requireCodes(combination, copy);
    }
    if (combinations.stream().map(Combination::codes).distinct().count() < combinations.size()) {
      throw new IllegalArgumentException("mass.combinations has the same codes twice");
    }
    return new CategoryMass(alpha, copy, combinations);
  }

  private static void requireCodes(Combination combination, double[][] frequencies) {
    boolean fits = combination.codes().size() == frequencies.length && combination.count() > 0;
    for (int i = 0; fits && i < frequencies.length; i++) {
      int code = combination.codes().get(i);
      fits = code >= 0 && code < frequencies[i].length;
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "mass.combinations has "
              + combination
              + "; allowed: one code for each of the "
              + frequencies.length
              + " columns, among its categories, and a count above 0");
    }
  }

  /** How many rows the prior weighs. */
  public double alpha() {
    return alpha;
  }

  /** p_i for each column. */
  public double[][] frequencies() {
    return Arrays.stream(frequencies).map(double[]::clone).toArray(double[][]::new);
  }

  /** Those seen. */
  public List<Combination> combinations() {
    List<Combination> list = new ArrayList<>();
    for (int entry = 0; entry < counts.length; entry++) {
      if (counts[entry] > 0) {
        int from = entry * frequencies.length;
        int[] held = Arrays.copyOfRange(codes, from, from + frequencies.length);
        list.add(new Combination(Arrays.stream(held).boxed().toList(), counts[entry]));
      }
    }
    return list;
  }

  /** The columns that have categories. */
  int columns() {
    return frequencies.length;
  }

  /** How many categories a column has. */
  int categories(int column) {
    return frequencies[column].length;
  }

  /** {@code log P(c)} of the categories of a row, in nats. Allocates nothing. */
  double log(FeatureColumn[] columns, int[] places, float[] rows, int offset) {
    double independent = 0;
    int hash = 0;
    for (int i = 0; i < columns.length; i++) {
      int code = columns[i].category(rows[offset + places[i]]);
      independent += logFrequencies[i][code];
      hash = 31 * hash + code;
    }
    int entry = mixed(hash);
    while (counts[entry] > 0) {
      if (holds(entry, columns, places, rows, offset)) {
        return Math.log(counts[entry] + alpha * Math.exp(independent)) - logTotal;
      }
      entry = (entry + 1) & (counts.length - 1);
    }
    // Apart, since the product of many frequencies may leave the range of a double.
    return Math.log(alpha) + independent - logTotal;
  }

  private boolean holds(
      int entry, FeatureColumn[] columns, int[] places, float[] rows, int offset) {
    for (int i = 0; i < columns.length; i++) {
      if (codes[entry * columns.length + i] != columns[i].category(rows[offset + places[i]])) {
        return false;
      }
    }
    return true;
  }

  /** Codes drawn with their probabilities; {@code uniform} gives numbers in [0, 1). */
  int[] draw(java.util.function.DoubleSupplier uniform) {
    double place = uniform.getAsDouble() * (total + alpha);
    for (int entry = 0; entry < counts.length; entry++) {
      if (place < counts[entry]) {
        int from = entry * frequencies.length;
        return Arrays.copyOfRange(codes, from, from + frequencies.length);
      }
      place -= counts[entry];
    }
    int[] drawn = new int[frequencies.length];
    for (int i = 0; i < drawn.length; i++) {
      double left = uniform.getAsDouble();
      while (drawn[i] < frequencies[i].length - 1 && left >= frequencies[i][drawn[i]]) {
        left -= frequencies[i][drawn[i]++];
      }
    }
    return drawn;
  }

  private void put(Combination combination) {
    int hash = 0;
    for (int code : combination.codes()) {
      hash = 31 * hash + code;
    }
    int entry = mixed(hash);
    while (counts[entry] > 0) {
      entry = (entry + 1) & (counts.length - 1);
    }
    counts[entry] = combination.count();
    for (int i = 0; i < frequencies.length; i++) {
      codes[entry * frequencies.length + i] = combination.codes().get(i);
    }
  }

  private int mixed(int hash) {
    int spread = hash * 0x9e3779b9;
    return (spread ^ (spread >>> 15)) & (counts.length - 1);
  }
}
