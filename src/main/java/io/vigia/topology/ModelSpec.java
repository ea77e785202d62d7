package io.vigia.topology;

import io.vigia.feature.Feature.Transform;
import io.vigia.feature.FeatureBlock;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowShape;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What density a topology asks for.
 *
 * @param model the family
 * @param flow the kind of a flow, one of {@link #FLOWS}
 * @param shape of a flow made of transforms
 * @param coordinates what features whose {@code transform} is auto go through
 */
public record ModelSpec(Model model, String flow, FlowShape shape, Transform coordinates) {

  /** A flow whose log-density is the solution of an ordinary differential equation. */
  public static final String CONTINUOUS = "cnf";

  public static final List<String> FLOWS =
      List.of(
          FlowArchitecture.MAF,
          FlowArchitecture.NSF_AUTOREGRESSIVE,
          FlowArchitecture.REALNVP,
          FlowArchitecture.NSF_COUPLING,
          CONTINUOUS);

  public static final ModelSpec DEFAULT =
      new ModelSpec(Model.FLOW, FlowArchitecture.DEFAULT_KIND, FlowShape.DEFAULT, Transform.AUTO);

  /** A family of densities, or of scores that stand in for one. */
  public enum Model {
    FLOW,
    VAE,
    DIFFUSION,
    /** An autoencoder of images. */
    CONV_VAE,
    /** A diffusion model of sets. */
    SET_VDM,
    /** A classifier of diffusion time: a score and no density. */
    DTE_C,
    /** The residual of a kernel contraction: a score and no density. */
    CONTRACTION;

    /** The word for it in a topology file. */
    public String label() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether it has a density, so that it can be class-conditional. */
    public boolean isDensity() {
      return this != DTE_C && this != CONTRACTION;
    }

    /** What reads features that are this as a whole; the default for columns of their own. */
    static Model reading(@Nullable FeatureBlock block) {
      if (block == null) {
        return FLOW;
      }
      return block instanceof FeatureBlock.Pixels ? CONV_VAE : SET_VDM;
    }

    /** Whether it reads features that are this as a whole. */
    boolean reads(@Nullable FeatureBlock block) {
      return readsColumns() ? block == null : this == reading(block);
    }

    /** Whether it reads columns of their own, so that it can choose their coordinates. */
    boolean readsColumns() {
      return this != CONV_VAE && this != SET_VDM;
    }
  }

  /** The kind of density, as {@code model.json} names it. */
  public String kind() {
    return switch (model) {
      case FLOW -> flow;
      case VAE -> "vae";
      case DIFFUSION -> "vdm";
      case CONV_VAE, SET_VDM, DTE_C, CONTRACTION -> model.label();
    };
  }

  /** Whether it is a flow made of transforms, so that {@link #architecture} gives its shape. */
  public boolean isCompositeFlow() {
    return FlowArchitecture.KINDS.contains(kind());
  }

  /** Whether its transforms are splines. */
  public boolean isSplineFlow() {
    return FlowArchitecture.isSpline(kind());
  }

  /**
   * The shape of a flow.
   *
   * @param features the coordinates that it maps
   * @param context the numbers that it is conditional on
   * @throws IllegalArgumentException unless {@link #isCompositeFlow()}, or where coupling has one
   *     feature to map
   */
  public FlowArchitecture architecture(int features, int context) {
    return shape.architecture(kind(), features, context);
  }

  public ModelSpec withModel(Model other) {
    return new ModelSpec(other, flow, shape, coordinates);
  }
}
