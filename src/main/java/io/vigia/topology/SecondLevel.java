package io.vigia.topology;

import io.vigia.alert.Candidate;
import io.vigia.alert.CandidateRow;
import io.vigia.alert.Review;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.model.Passed;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import org.jspecify.annotations.Nullable;

/**
 * A bundle that is fit to be the second level of a topology: over its features, and calibrated on
 * what passes this very first level at this pre-cut.
 */
public final class SecondLevel {
  private final ScoringModel model;
  private final Passed passed;

  private SecondLevel(ScoringModel model, Passed passed) {
    this.model = model;
    this.passed = passed;
  }

  /**
   * Looks that a bundle is fit.
   *
   * @param model the second level, opened
   * @param firstLevel what scores the stream
   * @throws IllegalArgumentException saying what does not fit, and what to do
   */
  public static SecondLevel of(TopologySpec spec, ScoringModel model, ModelIdentity firstLevel) {
    model.requireSchema(spec.features());
    Passed passed = model.bundle().passed();
    if (passed == null) {
      throw unfit(model, "is calibrated on all events, not on those that pass the first level");
    }
    if (passed.preCut() != spec.alerts().preCut()) {
      throw unfit(
          model,
          "is calibrated behind alerts.pre-cut "
              + passed.preCut()
              + ", the topology has "
              + spec.alerts().preCut());
    }
    if (!passed.firstLevelSha256().equals(firstLevel.sha256())) {
      throw unfit(
          model,
          "is calibrated behind the first level with sha256 "
              + passed.firstLevelSha256()
              + ", the one in service is "
              + firstLevel.name()
              + "/"
              + firstLevel.version()
              + " with "
              + firstLevel.sha256());
    }
    return new SecondLevel(model, passed);
  }

  private static IllegalArgumentException unfit(ScoringModel model, String problem) {
    ModelIdentity identity = model.identity();
    return new IllegalArgumentException(
        "review.model: the bundle "
            + identity.name()
            + "/"
            + identity.version()
            + " "
            + problem
            + "; 'vigia calibrate TOPOLOGY --level 2 --bundle DIR --data FILES --out DIR' makes one"
            + " that fits, of the same weights");
  }

  double preCut() {
    return passed.preCut();
  }

  ModelIdentity identity() {
    return model.identity();
  }

  CalibrationGroups calibrations() {
    return model.bundle().calibrations();
  }

  /** For one thread. */
  Scorer newScorer() {
    return model.newScorer();
  }

  /** How many numbers a row has. */
  int inputs() {
    return model.bundle().schema().inputs();
  }

  /**
   * Puts the row that the first level scored, bit for bit, where it will be scored again.
   *
   * @param rows takes the row from {@code offset} on; a value that is null in the record is NaN
   * @return null; else why this second level has nothing to say of the candidate
   */
  Review.@Nullable Outcome take(Candidate candidate, float[] rows, int offset) {
    if (!model(candidate, "feature_schema_sha256").equals(identity().featureSchemaSha256())
        || !CandidateRow.read(candidate.record(), model.bundle().schema(), rows, offset)) {
      return Review.Outcome.OTHER_FEATURES;
    }
    return model(candidate, "sha256").equals(passed.firstLevelSha256())
        ? null
        : Review.Outcome.OTHER_FIRST_LEVEL;
  }

  private static String model(Candidate candidate, String key) {
    return candidate.record().path("model").path(key).asText();
  }
}
