package io.vigia.scoring;

import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.CompiledFlow;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;

/** A bundle compiled for scoring: immutable, shared by the scorers of all threads. */
public final class ScoringModel {
  private final ModelBundle bundle;
  private final CompiledFlow flow;
  private final ModelIdentity identity;

  private ScoringModel(StoredBundle stored, CompiledFlow flow) {
    this.bundle = stored.content();
    this.flow = flow;
    this.identity =
        new ModelIdentity(
            bundle.name(),
            bundle.version(),
            stored.sha256(),
            bundle.schema().sha256(),
            flow.name());
  }

  /** Compiles a bundle by the kernel of this JVM. */
  public static ScoringModel of(StoredBundle stored) {
    return new ScoringModel(stored, CompiledFlow.of(stored.content().weights()));
  }

  /**
   * Looks that a stream's features are those the model was trained on.
   *
   * @throws IllegalArgumentException saying where they differ
   */
  public ScoringModel requireSchema(FeatureSchema schema) {
    if (!schema.sha256().equals(identity.featureSchemaSha256())) {
      throw new IllegalArgumentException(
          "the model "
              + identity.name()
              + "/"
              + identity.version()
              + " was trained on other features than the topology's: "
              + difference(bundle.schema(), schema)
              + "; train a bundle for this topology");
    }
    return this;
  }

  private static String difference(FeatureSchema trained, FeatureSchema asked) {
    if (trained.size() != asked.size()) {
      return trained.size() + " features in the model, " + asked.size() + " in the topology";
    }
    for (int i = 0; i < trained.size(); i++) {
      Feature before = trained.features().get(i);
      Feature now = asked.features().get(i);
      if (!before.equals(now)) {
        return "features["
            + i
            + "] "
            + text(before)
            + " in the model, "
            + text(now)
            + " in the topology";
      }
    }
    if (!trained.cuts().equals(asked.cuts())) {
      return "cuts " + trained.cuts() + " in the model, " + asked.cuts() + " in the topology";
    }
    return "fields " + trained.fields() + " in the model, " + asked.fields() + " in the topology";
  }

  private static String text(Feature feature) {
    return feature.name() + " = " + feature.expression() + " [" + feature.unit() + "]";
  }

  public ModelIdentity identity() {
    return identity;
  }

  public ModelBundle bundle() {
    return bundle;
  }

  /** A scorer for one thread. */
  public Scorer newScorer() {
    return new Scorer(identity, flow.newLogDensity(), bundle.calibration());
  }
}
