package io.vigia.calibration;

import java.util.Arrays;

/**
 * How many candidates of one bundle were as rare as a p-value: the {@value #EXACT} rarest exactly,
 * the others in bins of a twentieth of a decade, each counted whole: at most 12 % too many where
 * p-values are spread evenly, and never too few, also where they tie as those of one calibration
 * do. Weights count an event as often as the prescale of its trigger says.
 */
public final class FarHistory {
  private static final int EXACT = 100;
  private static final int BINS_PER_DECADE = 20;
  private static final int BINS = 18 * BINS_PER_DECADE;

  /**
   * Sums over candidates.
   *
   * @param weight of the weights
   * @param squares of the squared weights
   */
  public record Sums(double weight, double squares) {
    private Sums plus(Sums other) {
      return new Sums(weight + other.weight, squares + other.squares);
    }
  }

  /**
   * All that is kept, for a store.
   *
   * @param candidates how many there were
   * @param firstBin the bin of {@code weights[0]} and {@code squares[0]}
   * @param rarest p-values, ascending
   * @param rarestWeights their weights
   */
  public record State(
      long candidates,
      int firstBin,
      double[] weights,
      double[] squares,
      double[] rarest,
      double[] rarestWeights) {}

  private final double[] weights = new double[BINS];
  private final double[] squares = new double[BINS];
  private double[] rarest = {};
  private double[] rarestWeights = {};
  private long candidates;

  /** The history that a state was made of. */
  public static FarHistory of(State state) {
    FarHistory history = new FarHistory();
    history.candidates = state.candidates;
    int bins = state.weights.length;
    System.arraycopy(state.weights, 0, history.weights, state.firstBin, bins);
    System.arraycopy(state.squares, 0, history.squares, state.firstBin, bins);
    history.rarest = state.rarest.clone();
    history.rarestWeights = state.rarestWeights.clone();
    return history;
  }

  public State state() {
    int first = 0;
    while (first < BINS && weights[first] == 0) {
      first++;
    }
    int end = BINS;
    while (end > first && weights[end - 1] == 0) {
      end--;
    }
    return new State(
        candidates,
        first,
        Arrays.copyOfRange(weights, first, end),
        Arrays.copyOfRange(squares, first, end),
        rarest.clone(),
        rarestWeights.clone());
  }

  /**
   * Counts a candidate.
   *
   * @param p in (0, 1]
   * @param weight above 0
   */
  public void add(double p, double weight) {
    candidates++;
    int bin = bin(p);
    weights[bin] += weight;
    squares[bin] += weight * weight;
    int at = Arrays.binarySearch(rarest, p);
    int place = at < 0 ? -at - 1 : at;
    if (place < EXACT) {
      rarest = inserted(rarest, place, p);
      rarestWeights = inserted(rarestWeights, place, weight);
    }
  }

  private static double[] inserted(double[] values, int place, double value) {
    double[] longer = Arrays.copyOf(values, Math.min(EXACT, values.length + 1));
    System.arraycopy(values, place, longer, place + 1, longer.length - place - 1);
    longer[place] = value;
    return longer;
  }

  /** How many candidates there were. */
  public long candidates() {
    return candidates;
  }

  /** The candidates whose p-value is at or below this one. */
  public Sums atOrBelow(double p) {
    boolean exact = candidates <= EXACT || p < rarest[rarest.length - 1];
    return exact ? among(p) : inBins(p);
  }

  private Sums among(double p) {
    Sums sums = new Sums(0, 0);
    for (int i = 0; i < rarest.length && rarest[i] <= p; i++) {
      double weight = rarestWeights[i];
      sums = sums.plus(new Sums(weight, weight * weight));
    }
    return sums;
  }

  /** The bin of {@code p} itself counts whole: p-values of one calibration tie. */
  private Sums inBins(double p) {
    Sums sums = new Sums(0, 0);
    for (int bin = bin(p); bin < BINS; bin++) {
      sums = sums.plus(new Sums(weights[bin], squares[bin]));
    }
    return sums;
  }

  private static double depth(double p) {
    return -BINS_PER_DECADE * Math.log10(p);
  }

  private static int bin(double p) {
    return (int) Math.min(BINS - 1, Math.max(0, Math.floor(depth(p))));
  }
}
