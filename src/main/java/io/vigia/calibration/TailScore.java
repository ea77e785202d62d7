package io.vigia.calibration;

import java.util.Arrays;

/**
 * A score made comparable with others: how far out in the tail of a model's own scores it lies,
 *
 * <pre>{@code t(s) = -log P(S >= s)}</pre>
 *
 * in nats, continuous and increasing in s without end, so that scores rank as before and two
 * models' scores can be averaged. From n held-out scores with distinct values {@code v_1 < ... <
 * v_m}:
 *
 * <pre>{@code
 * t(v_k) = -log((#{i : s_i > v_k} + #{i : s_i = v_k} / 2 + 1/2) / (n + 1))     up to u; linear between
 * t(s)   = t(v_1) exp((s - v_1) / w)                                           below v_1
 * t(s)   = t(u) + log(1 + xi (s - u) / sigma) / xi,   (s - u) / sigma at xi = 0   above u
 * }</pre>
 *
 * <p>u is the 98 % quantile of the scores (with few of them, the one that leaves {@value
 * #LEAST_EXCESSES} above). Beyond it the generalised Pareto distribution stands for the tail
 * (Pickands 1975, theorem 7; Davison and Smith 1990, section 2). Its scale and shape follow from
 * mean m and variance V of the excesses over u (Hosking and Wallis 1987, section 3): {@code xi = (1
 * - m^2 / V) / 2}, {@code sigma = m (1 + m^2 / V) / 2}, a xi below 0 replaced by 0 and {@code sigma
 * = m}: a tail that ends would give no ranks beyond its end.
 */
public final class TailScore {
  /** The least number of scores. */
  public static final int LEAST_SCORES = 20;

  static final int LEAST_EXCESSES = 10;
  private static final double TAIL_SHARE = 0.02;
  private static final int MOST_KNOTS = 1024;

  private final double[] scores;
  private final double[] tails;
  private final GeneralisedPareto excesses;

  private TailScore(double[] scores, double[] tails, GeneralisedPareto excesses) {
    this.scores = scores;
    this.tails = tails;
    this.excesses = excesses;
  }

  /**
   * The tail scores by these held-out scores.
   *
   * @param scores in any order; higher is rarer; at least {@value #LEAST_SCORES}
   * @throws IllegalArgumentException at fewer scores, a NaN or an infinity, or where all are one
   */
  public static TailScore of(double[] scores) {
    if (scores.length < LEAST_SCORES) {
      throw new IllegalArgumentException(
          "tail scores need at least " + LEAST_SCORES + " scores, got " + scores.length);
    }
    double[] ascending = scores.clone();
    Arrays.sort(ascending);
    int n = ascending.length;
    if (!Double.isFinite(ascending[0]) || !Double.isFinite(ascending[n - 1])) {
      throw new IllegalArgumentException(
          "tail scores need finite scores, got " + ascending[0] + " to " + ascending[n - 1]);
    }
    if (ascending[0] == ascending[n - 1]) {
      throw new IllegalArgumentException(
          "all " + n + " scores are " + ascending[0] + ": they rank nothing");
    }
    int excesses = Math.max((int) Math.ceil(TAIL_SHARE * n), LEAST_EXCESSES);
    double threshold = threshold(ascending, n - excesses);
    double[] knots = knots(ascending, threshold);
    double[] tails = Arrays.stream(knots).map(knot -> tail(ascending, knot)).toArray();
    double[] moments = moments(ascending, threshold);
    double ratio = moments[0] * moments[0] / moments[1];
    boolean heavy = ratio < 1;
    return new TailScore(
        knots,
        tails,
        heavy
            ? new GeneralisedPareto(moments[0] * (1 + ratio) / 2, (1 - ratio) / 2)
            : new GeneralisedPareto(moments[0], 0));
  }

  /** The score at this rank; where all above are the same, the largest below them. */
  private static double threshold(double[] ascending, int rank) {
    double last = ascending[ascending.length - 1];
    int at = rank - 1;
    while (ascending[at] == last) {
      at--;
    }
    return ascending[at];
  }

  /** Distinct scores from the lowest to the threshold, at most {@link #MOST_KNOTS} by rank. */
  private static double[] knots(double[] ascending, double threshold) {
    double[] body =
        Arrays.stream(ascending).takeWhile(score -> score <= threshold).distinct().toArray();
    if (body.length <= MOST_KNOTS) {
      return body;
    }
    double[] knots = new double[MOST_KNOTS];
    for (int k = 0; k < MOST_KNOTS; k++) {
      knots[k] = body[(int) ((long) k * (body.length - 1) / (MOST_KNOTS - 1))];
    }
    return knots;
  }

  private static double tail(double[] ascending, double score) {
    int below = firstAtLeast(ascending, score);
    int notAbove = firstAtLeast(ascending, Math.nextUp(score));
    double above = ascending.length - notAbove + (notAbove - below) / 2.0;
    return -Math.log((above + 0.5) / (ascending.length + 1.0));
  }

  /** Mean and variance of what scores exceed the threshold by. */
  private static double[] moments(double[] ascending, double threshold) {
    int first = firstAtLeast(ascending, Math.nextUp(threshold));
    int n = ascending.length - first;
    double mean = 0;
    for (int i = first; i < ascending.length; i++) {
      mean += (ascending[i] - threshold) / n;
    }
    double variance = 0;
    for (int i = first; i < ascending.length; i++) {
      double deviation = ascending[i] - threshold - mean;
      variance += deviation * deviation / n;
    }
    return new double[] {mean, variance};
  }

  private static int firstAtLeast(double[] ascending, double score) {
    int low = 0;
    int high = ascending.length;
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < score) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Tail scores from what {@link #scores()}, {@link #tails()}, {@link #scale()} and {@link
   * #shape()} gave.
   *
   * @throws IllegalArgumentException where they do not increase, or scale or shape is not allowed
   */
  public static TailScore restored(double[] scores, double[] tails, double scale, double shape) {
    if (scores.length == 0 || scores.length != tails.length) {
      throw new IllegalArgumentException(
          scores.length + " scores and " + tails.length + " tails; allowed: as many, at least one");
    }
    requireIncreasing("scores", scores);
    requireIncreasing("tails", tails);
    if (!(tails[0] > 0)) {
      throw new IllegalArgumentException("tails[0] is " + tails[0] + "; allowed: above 0");
    }
    if (!(shape >= 0 && shape < 0.5)) {
      throw new IllegalArgumentException("shape is " + shape + "; allowed: 0 to below 0.5");
    }
    return new TailScore(scores.clone(), tails.clone(), new GeneralisedPareto(scale, shape));
  }

  private static void requireIncreasing(String what, double[] values) {
    for (int i = 0; i < values.length; i++) {
      if (!Double.isFinite(values[i]) || (i > 0 && !(values[i] > values[i - 1]))) {
        throw new IllegalArgumentException(
            what + "[" + i + "] is " + values[i] + "; allowed: finite numbers that increase");
      }
    }
  }

  /**
   * The tail score of a score. Allocates nothing.
   *
   * @param score finite
   * @return nats, 0 or more; 0.69 at the median
   */
  public double at(double score) {
    int last = scores.length - 1;
    if (score >= scores[last]) {
      return tails[last] + excesses.cumulativeHazard(score - scores[last]);
    }
    if (score < scores[0]) {
      return tails[0] * Math.exp((score - scores[0]) / excesses.scale());
    }
    int above = firstAtLeast(scores, Math.nextUp(score));
    double share = (score - scores[above - 1]) / (scores[above] - scores[above - 1]);
    return tails[above - 1] + share * (tails[above] - tails[above - 1]);
  }

  /** The knots' scores, ascending; the last is u. */
  public double[] scores() {
    return scores.clone();
  }

  /** t at the knots, ascending, nats. */
  public double[] tails() {
    return tails.clone();
  }

  /** sigma, in the scores' unit; also w. */
  public double scale() {
    return excesses.scale();
  }

  /** xi, 0 to below 1/2. */
  public double shape() {
    return excesses.shape();
  }
}
