package io.vigia.calibration;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Conformal p-values of a score against held-out background.
 *
 * <p>With {@code n} negative log-likelihoods of background events that the density was not trained
 * on, the p-value of a new event with negative log-likelihood {@code s} is
 *
 * <pre>{@code p(s) = (1 + #{i : c_i >= s}) / (n + 1)}</pre>
 *
 * (Vovk, Gammerman &amp; Shafer 2005, section 2.2; Bates et al. 2023, eq. 2). If the new event is
 * background, exchangeable with the calibration events, then {@code P(p <= u) <= u} for every u.
 * That reaches down to {@code 1 / (n + 1)}. Above the largest calibration score a {@link
 * GeneralisedParetoTail} may go on,
 *
 * <pre>{@code p(s) = max(floor, min(1 / (n + 1), zeta S(s - u)))}</pre>
 *
 * where it fits the calibration scores; there P(p <= u) <= u holds as far as the tail is right.
 */
public final class Calibration {
  private static final int BUCKETS = 4096;

  private final float[] ascending;
  private final double bucketsPerNat;
  private final int[] firstOfBucket;
  private final @Nullable GeneralisedParetoTail fitted;
  private final @Nullable GeneralisedParetoTail used;
  private final double floor;

  private Calibration(float[] ascending, @Nullable GeneralisedParetoTail fitted) {
    this.ascending = ascending;
    this.fitted = fitted;
    this.used = fitted == null || fitted.isRefused() ? null : fitted;
    this.floor = used == null ? reach() : used.floor(ascending.length);
    // The rarest per mille is far out: the buckets end before it, the last holds all beyond.
    int common = (int) (0.999 * (ascending.length - 1));
    double width = (double) ascending[common] - ascending[0];
    this.bucketsPerNat = width > 0 ? BUCKETS / width : 0;
    this.firstOfBucket = firstOfBuckets();
  }

  /** The calibration by these background scores, without a tail beyond them. */
  public static Calibration of(double[] nll) {
    return new Calibration(ascending(nll), null);
  }

  /**
   * The calibration by these background scores.
   *
   * @param nll negative log-likelihoods, nats, in any order, at least one. Each is kept as the
   *     smallest float not below it, so that rounding never makes a p-value smaller.
   * @throws IllegalArgumentException at an empty array, a NaN or an infinity
   */
  public static Calibration of(double[] nll, TailMethod tail) {
    float[] ascending = ascending(nll);
    return new Calibration(
        ascending,
        tail == TailMethod.NONE ? null : GeneralisedParetoTail.of(ascending).orElse(null));
  }

  /**
   * A calibration from what {@link #toArray} and {@link #tail} gave.
   *
   * @throws IllegalArgumentException as {@link #of(double[])}
   */
  public static Calibration restored(double[] nll, @Nullable GeneralisedParetoTail tail) {
    return new Calibration(ascending(nll), tail);
  }

  private static float[] ascending(double[] nll) {
    if (nll.length == 0) {
      throw new IllegalArgumentException("calibration needs at least one score, got none");
    }
    float[] ascending = new float[nll.length];
    for (int i = 0; i < nll.length; i++) {
      ascending[i] = roundUp(nll[i], i);
    }
    Arrays.sort(ascending);
    return ascending;
  }

  private static float roundUp(double value, int index) {
    float nearest = (float) value;
    float up = nearest < value ? Math.nextUp(nearest) : nearest;
    if (!Float.isFinite(up)) {
      throw new IllegalArgumentException(
          "calibration scores must be finite, score " + index + " is " + value);
    }
    return up;
  }

  /** The number of calibration scores, n. */
  public int size() {
    return ascending.length;
  }

  /** {@code 1 / (n + 1)}, the smallest p-value that the calibration scores can tell. */
  public double reach() {
    return 1.0 / (ascending.length + 1.0);
  }

  /** The smallest p-value that this calibration gives: the reach, or with a tail below it. */
  public double floor() {
    return floor;
  }

  /** The tail that was fitted, used or refused. */
  public Optional<GeneralisedParetoTail> tail() {
    return Optional.ofNullable(fitted);
  }

  /** Where a p-value of this calibration is from. */
  public PValueMethod method(double pValue) {
    return pValue < reach() ? PValueMethod.TAIL : PValueMethod.EMPIRICAL;
  }

  /**
   * The p-value of a negative log-likelihood.
   *
   * @param nll nats, higher is rarer; positive infinity gives {@link #floor()}
   * @throws IllegalArgumentException at NaN, which is never a score
   */
  public double pValue(double nll) {
    if (Double.isNaN(nll)) {
      throw new IllegalArgumentException("a score must be a number, got NaN");
    }
    if (used != null && nll > ascending[ascending.length - 1]) {
      return Math.max(floor, Math.min(reach(), used.pValue(nll)));
    }
    return (1.0 + ascending.length - countBelow(nll)) / (ascending.length + 1.0);
  }

  /**
   * The score at which the p-value crosses {@code p}: {@code pValue(s) <= p} exactly when {@code s}
   * is above this; in the tail to rounding.
   *
   * @param p in (0, 1)
   * @return nats; positive infinity when p is below {@link #floor()}, so that no score passes
   */
  public double threshold(double p) {
    // p(s) <= p  <=>  #{c >= s} <= k - 1
    int rank = rank(p);
    if (rank > 0) {
      return ascending[ascending.length - rank];
    }
    return used == null || p < floor
        ? Double.POSITIVE_INFINITY
        : Math.max(ascending[ascending.length - 1], used.score(p));
  }

  /**
   * How many of the n + 1 possible p-values are at or below {@code p}: {@code k = floor(p (n +
   * 1))}. Background alerts with probability {@code k / (n + 1)}, which is below p unless p is one
   * of the possible values; see {@link FalseAlarms}.
   *
   * @param p in (0, 1)
   * @return 0 when p is below {@link #reach()}: so rare only a tail can say
   */
  public int rank(double p) {
    if (!(p > 0 && p < 1)) {
      throw new IllegalArgumentException("a p-value threshold must be in (0, 1), got " + p);
    }
    // A hair more, so that k / (n + 1) itself gives k in spite of rounding.
    double possible = ascending.length + 1.0;
    return (int) Math.min(ascending.length, Math.floor(p * possible * (1 + 1e-12)));
  }

  /** The scores in ascending order, nats. */
  public float[] toArray() {
    return ascending.clone();
  }

  /** How many calibration scores are below {@code nll}. */
  private int countBelow(double nll) {
    int bucket = bucket(nll);
    int low = bucket < 0 ? 0 : firstOfBucket[bucket];
    int high = bucket < 0 ? firstOfBucket[0] : firstOfBucket[bucket + 1];
    while (low < high) {
      int middle = (low + high) >>> 1;
      if (ascending[middle] < nll) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /**
   * Which of equally wide ranges of scores this one is in; -1 below them, the last one above.
   * Nearly all scores are looked up among a few neighbours instead of all.
   */
  private int bucket(double nll) {
    double position = (nll - ascending[0]) * bucketsPerNat;
    return position < 0 ? -1 : (int) Math.min(position, BUCKETS - 1);
  }

  /** The index of the first score of each bucket, and behind the last the number of scores. */
  private int[] firstOfBuckets() {
    int[] first = new int[BUCKETS + 1];
    int score = 0;
    for (int b = 0; b < BUCKETS; b++) {
      while (score < ascending.length && bucket(ascending[score]) < b) {
        score++;
      }
      first[b] = score;
    }
    first[BUCKETS] = ascending.length;
    return first;
  }
}
