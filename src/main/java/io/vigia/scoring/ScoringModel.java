package io.vigia.scoring;

import static java.util.stream.Collectors.joining;

import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.Kernel;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import java.util.List;
import java.util.function.Function;

/** A bundle compiled for scoring: immutable, shared by the scorers of all threads. */
public final class ScoringModel {
  private final ModelBundle bundle;
  private final List<CompiledDensity> densities;
  private final ModelIdentity identity;

  private ScoringModel(StoredBundle stored, Function<Member, CompiledDensity> compile) {
    this.bundle = stored.content();
    this.densities = bundle.members().stream().map(compile).toList();
    this.identity =
        new ModelIdentity(
            bundle.name(),
            bundle.version(),
            stored.sha256(),
            bundle.schema().sha256(),
            densities.stream().map(CompiledDensity::name).distinct().collect(joining("+")),
            bundle.members().size(),
            bundle.classes().names());
  }

  /**
   * Compiles a bundle by the kernel of this JVM.
   *
   * @throws IllegalArgumentException where a member needs DJL, so that it cannot score a stream
   */
  public static ScoringModel of(StoredBundle stored) {
    return of(stored, member -> compiled(stored, member));
  }

  /**
   * A bundle whose members the caller compiles or stands in for: off the stream, where DJL may be.
   *
   * @param compile a member's density over rows of inputs
   */
  public static ScoringModel of(StoredBundle stored, Function<Member, CompiledDensity> compile) {
    return new ScoringModel(stored, compile);
  }

  private static CompiledDensity compiled(StoredBundle stored, Member member) {
    String kind = member.weights().kind();
    if (!CompiledDensity.kinds().contains(kind)) {
      throw new IllegalArgumentException(
          "the model "
              + stored.label()
              + " cannot score a stream: its member "
              + member.name()
              + " is of kind "
              + kind
              + ", which needs DJL; those that a stream's kernel computes are "
              + CompiledDensity.kinds()
              + ". 'vigia score' and 'vigia evaluate' score files by it, and a second level may");
    }
    return member.compiled(Kernel.selected());
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
    if (!trained.contextNames().equals(asked.contextNames())
        || !trained.context().equals(asked.context())) {
      return "context "
          + trained.contextNames()
          + " in the model, "
          + asked.contextNames()
          + " in the topology";
    }
    if (!trained.symmetries().equals(asked.symmetries())) {
      return "symmetries "
          + trained.symmetries()
          + " in the model, "
          + asked.symmetries()
          + " in the topology";
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

  /** The members' densities over rows of inputs, in the bundle's order. */
  public List<CompiledDensity> densities() {
    return densities;
  }

  /** A scorer for one thread. */
  public Scorer newScorer() {
    return new Scorer(
        identity, bundle, densities.stream().map(CompiledDensity::newLogDensity).toList());
  }
}
