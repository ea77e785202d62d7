package io.vigia.registry;

import io.vigia.feature.FeatureSchema;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;

/**
 * Looks whether a bundle can score a stream, before it has to: its kind, its features, its level,
 * and whether it scores what it was trained on, which also warms it up.
 *
 * @param needed the features of the stream
 */
public record Inspection(FeatureSchema needed) {
  /** So many scores that the compiler of the JVM has seen the way. */
  private static final int WARM_UP = 4096;

  /**
   * @throws RefusedModelException where it cannot
   */
  public ScoringModel compiled(StoredBundle bundle) throws RefusedModelException {
    try {
      ScoringModel model = ScoringModel.of(bundle).requireSchema(needed);
      if (bundle.content().passed() != null) {
        throw new RefusedModelException(
            bundle.label(),
            "it is a second level, calibrated on what passes a first; it cannot score all events");
      }
      warmUp(model);
      return model;
    } catch (IllegalArgumentException e) {
      throw new RefusedModelException(bundle.label(), String.valueOf(e.getMessage()), e);
    }
  }

  private static void warmUp(ScoringModel model) throws RefusedModelException {
    int rows = model.bundle().typical().size();
    Scorer scorer = model.newScorer();
    int scored = 0;
    for (int i = 0; rows > 0 && i < WARM_UP; i++) {
      if (scorer.score(model.bundle().typical().row(i % rows)) != null) {
        scored++;
      }
    }
    if (rows > 0 && scored == 0) {
      throw new RefusedModelException(
          model.identity().name() + "/" + model.identity().version(),
          "it has no finite score for any of the " + rows + " rows it was trained on");
    }
  }
}
