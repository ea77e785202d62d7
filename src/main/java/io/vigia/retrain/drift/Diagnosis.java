package io.vigia.retrain.drift;

import io.vigia.calibration.drift.BinnedSample;
import io.vigia.calibration.drift.Comparison;
import io.vigia.calibration.drift.TwoSample;
import io.vigia.retrain.DriftReport.Broken;
import io.vigia.retrain.DriftReport.Gives;
import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.DriftReport.Moved;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What kind a change is of, by what came after the alarm: RATE where no sample came. Else in this
 * order:
 *
 * <ol>
 *   <li>DEAD or STUCK: of a feature that moved, what is missing or zero, or says the same again,
 *       makes at least half of its distance.
 *   <li>POPULATION: more small p-values than the table allows, and neither a feature nor the other
 *       p-values moved by more than the share of new events explains: a share s of new events moves
 *       no distribution by more than s.
 *   <li>SHIFT or SPREAD: whichever of the two explains more of the distance of the feature that
 *       moved farthest, as it would for a Gaussian: {@code 0.40 |shift|}, {@code 0.24 |log
 *       spread|}.
 *   <li>RATE, where that watch raised the alarm; else OTHER.
 * </ol>
 *
 * @param kind what it looks like
 * @param features what moved, the farthest first; of a population the features in which rare events
 *     are farthest from the others
 * @param text one sentence
 * @param broken channels, where the kind is one of a broken channel
 */
record Diagnosis(Kind kind, List<Moved> features, String text, List<Broken> broken) {
  private static final double LEVEL = 0.01;
  private static final double Z = 4;
  private static final int MOST_FEATURES = 10;
  private static final double PART = 0.5;
  private static final double FAR = 1;
  private static final String NO_SAMPLE =
      "no sample came after the alarm, so none was looked at for the cause";

  /**
   * Judges.
   *
   * @param names of the features
   * @param effect distance that does not count
   * @param rareMost the largest share at or below each of {@link PValueShape#SMALL} without drift
   */
  static Diagnosis of(
      WatchName watch, Evidence evidence, List<String> names, double effect, double[] rareMost) {
    if (evidence.rows() == 0) {
      return new Diagnosis(
          Kind.RATE, List.of(), "the share of candidates changed; " + NO_SAMPLE, List.of());
    }
    List<Integer> moved = moved(evidence, effect);
    List<Broken> broken =
        moved.stream()
            .map(feature -> broken(evidence, feature, names.get(feature)))
            .flatMap(Optional::stream)
            .toList();
    if (!broken.isEmpty()) {
      Kind kind = broken.get(0).gives() == Gives.SAME ? Kind.STUCK : Kind.DEAD;
      Diagnosis of = of(kind, evidence, names, moved);
      List<String> channels = broken.stream().map(Broken::feature).toList();
      return new Diagnosis(kind, of.features(), text(kind, evidence, channels), broken);
    }
    if (isPopulation(evidence, rareMost)) {
      return of(Kind.POPULATION, evidence, names, rarest(evidence));
    }
    if (!moved.isEmpty()) {
      boolean isShift = evidence.comparison(moved.get(0)).isShift();
      return of(isShift ? Kind.SHIFT : Kind.SPREAD, evidence, names, moved);
    }
    return of(watch == WatchName.RATE ? Kind.RATE : Kind.OTHER, evidence, names, moved);
  }

  private static double level(Evidence evidence) {
    return LEVEL / Math.max(1, evidence.reference().nll());
  }

  private static List<Integer> moved(Evidence evidence, double effect) {
    if (evidence.of(0).rows() == 0) {
      return List.of();
    }
    double level = level(evidence);
    return IntStream.range(0, evidence.reference().nll())
        .filter(feature -> evidence.comparison(feature).isMoved(effect, level))
        .boxed()
        .sorted(Comparator.comparingDouble((Integer f) -> -evidence.comparison(f).ratio(level)))
        .toList();
  }

  private static Optional<Broken> broken(Evidence evidence, int feature, String name) {
    BinnedSample now = evidence.of(feature);
    BinnedSample then = evidence.reference().of(feature);
    double part = PART * evidence.comparison(feature).distance();
    if (now.missing() - then.missing() >= part) {
      return Optional.of(broken(name, Gives.MISSING, now.missing(), then));
    }
    if (now.zeros() - then.zeros() >= part) {
      return Optional.of(broken(name, Gives.ZERO, now.zeros(), then));
    }
    return Math.sqrt(Math.max(0, now.repeats() - then.repeats())) >= part
        ? Optional.of(broken(name, Gives.SAME, Math.sqrt(now.repeats()), then))
        : Optional.empty();
  }

  /**
   * A broken channel; the root of how often a value repeats is a bound on the commonest's share.
   */
  static Broken broken(String feature, Gives gives, double share, BinnedSample healthy) {
    double before =
        switch (gives) {
          case MISSING -> healthy.missing();
          case ZERO -> healthy.zeros();
          case SAME -> Math.sqrt(healthy.repeats());
        };
    return new Broken(feature, gives, share, before);
  }

  private static boolean isPopulation(Evidence evidence, double[] rareMost) {
    PValueShape pValues = evidence.pValues();
    long n = pValues.rows();
    boolean more = false;
    for (int i = 0; i < 2 && n > 0; i++) {
      double most = rareMost[i];
      more |= pValues.share(i) > most + Z * Math.sqrt(most / n);
    }
    if (!more) {
      return false;
    }
    double chance = TwoSample.criticalDistance(n, evidence.reference().rows(), LEVEL);
    if (pValues.bulkDistance() > pValues.newShare() + chance) {
      return false;
    }
    for (int feature = 0; feature < evidence.reference().nll(); feature++) {
      Comparison comparison = evidence.comparison(feature);
      double byChance =
          TwoSample.criticalDistance(comparison.rows(), comparison.reference(), level(evidence));
      if (comparison.distance() > pValues.newShare() + byChance) {
        return false;
      }
    }
    return true;
  }

  private static List<Integer> rarest(Evidence evidence) {
    return IntStream.range(0, evidence.reference().nll())
        .filter(feature -> Math.abs(evidence.rareShift(feature)) >= FAR)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer f) -> -Math.abs(evidence.rareShift(f))))
        .toList();
  }

  private static Diagnosis of(
      Kind kind, Evidence evidence, List<String> names, List<Integer> columns) {
    List<Moved> features = new ArrayList<>();
    for (int column : columns.subList(0, Math.min(MOST_FEATURES, columns.size()))) {
      BinnedSample now = evidence.of(column);
      BinnedSample then = evidence.reference().of(column);
      features.add(
          new Moved(
              names.get(column),
              evidence.comparison(column).distance(),
              now.shiftFrom(then),
              now.spreadOver(then)));
    }
    List<String> which = features.stream().map(Moved::feature).toList();
    return new Diagnosis(kind, features, text(kind, evidence, which), List.of());
  }

  private static String text(Kind kind, Evidence evidence, List<String> features) {
    PValueShape pValues = evidence.pValues();
    String what =
        switch (kind) {
          case SHIFT -> "features moved";
          case SPREAD -> "features became wider or narrower";
          case POPULATION -> share(pValues.newShare()) + " of the events are of a new kind";
          case STUCK -> "a channel says the same again and again";
          case DEAD -> "a channel gives nothing";
          case RATE -> "the share of candidates changed, and no feature did";
          case OTHER -> "scores changed, and no feature did";
        };
    String which = features.isEmpty() ? "" : ": " + String.join(", ", features);
    return String.format(
        Locale.ROOT,
        "%s%s; of the %d samples after the alarm %.2g have p at most 0.01",
        what,
        which,
        evidence.rows(),
        pValues.share(1));
  }

  /** A share as people say it; the estimate may be nought where the kind is not rare enough. */
  private static String share(double share) {
    return share < 5e-4 ? "a few" : String.format(Locale.ROOT, "about %.2g", share);
  }
}
