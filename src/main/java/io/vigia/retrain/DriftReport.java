package io.vigia.retrain;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The stream is no longer what its model knows, or a channel is broken: the record of the topic
 * {@code drift}.
 *
 * @param watch what raised it: {@code p-values}, {@code nll}, {@code features}, {@code rate}
 * @param kind what it looks like
 * @param model sha-256 of the bundle whose scores these are, hex
 * @param features what moved, the farthest first
 * @param statistic of the watch that raised it
 * @param threshold that it passed
 * @param fromOffset of {@code samples}, where the change seems to begin; -1 where it is not known
 * @param atOffset of {@code samples}, where it was found
 * @param samples seen since the watch began
 * @param eventMillis event time of the sample that raised it, ms since 1970 UTC
 * @param text for people, one sentence
 * @param broken channels that are broken, where {@code kind} says so; else none
 */
public record DriftReport(
    String watch,
    Kind kind,
    String model,
    List<Moved> features,
    double statistic,
    double threshold,
    long fromOffset,
    long atOffset,
    long samples,
    long eventMillis,
    String text,
    List<Broken> broken) {
  /** What a change looks like. */
  public enum Kind {
    /** Features moved as a whole. */
    SHIFT,
    /** Features are wider or narrower. */
    SPREAD,
    /** Some events of a new kind among the others. */
    POPULATION,
    /** A channel gives one value again and again. */
    STUCK,
    /** A channel gives nothing, or zero. */
    DEAD,
    /**
     * More candidates, or fewer, than the pre-cut lets through, by a cause not seen in features.
     */
    RATE,
    /** Something changed; which of these is not known. */
    OTHER;

    /** Whether the instrument is broken rather than changed: this trains no model. */
    public boolean isBroken() {
      return this == STUCK || this == DEAD;
    }
  }

  /**
   * A feature that moved.
   *
   * @param distance the Kolmogorov-Smirnov distance from the reference
   * @param shift of the mean, in standard deviations of the reference
   * @param spread ratio of the standard deviations, now to the reference; null where one is 0
   */
  public record Moved(String feature, double distance, double shift, @Nullable Double spread) {}

  /** What a broken channel gives. */
  public enum Gives {
    /** Nothing. */
    MISSING,
    /** Zero. */
    ZERO,
    /** One value again and again. */
    SAME
  }

  /**
   * A channel that is broken.
   *
   * @param gives what it gives
   * @param share of the rows in which it does
   * @param healthy the share in which it did before
   */
  public record Broken(String feature, Gives gives, double share, double healthy) {}

  public DriftReport {
    broken = broken == null ? List.of() : List.copyOf(broken);
    features = features == null ? List.of() : List.copyOf(features);
  }
}
