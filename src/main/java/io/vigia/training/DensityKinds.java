package io.vigia.training;

import io.vigia.density.companion.ContractionDensity;
import io.vigia.density.companion.TimeClassifierArchitecture;
import io.vigia.density.companion.TimeClassifierDensity;
import io.vigia.density.companion.TrainableTimeClassifier;
import io.vigia.density.continuous.ContinuousFlowArchitecture;
import io.vigia.density.continuous.ContinuousFlowDensity;
import io.vigia.density.continuous.TrainableContinuousFlow;
import io.vigia.density.diffusion.DiffusionArchitecture;
import io.vigia.density.diffusion.DiffusionDensity;
import io.vigia.density.diffusion.TrainableDiffusion;
import io.vigia.density.flow.DjlFlow;
import io.vigia.density.flow.TrainableFlow;
import io.vigia.density.set.SetArchitecture;
import io.vigia.density.set.SetDiffusionDensity;
import io.vigia.density.vae.TrainableVae;
import io.vigia.density.vae.VaeArchitecture;
import io.vigia.density.vae.VaeDensity;
import io.vigia.kernel.ContractionResidual;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import io.vigia.training.DensityKind.Learning.AtOnce;
import io.vigia.training.DensityKind.Learning.ByGradient;
import io.vigia.training.DensityKind.Reads;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** All kinds of densities. A new kind is one entry here. */
public final class DensityKinds {
  private static final List<DensityKind> ALL = all();

  private DensityKinds() {}

  private static List<DensityKind> all() {
    List<DensityKind> all = new ArrayList<>();
    FlowArchitecture.KINDS.forEach(kind -> all.add(flow(kind)));
    all.add(
        new DensityKind(
            ContinuousFlowArchitecture.KIND,
            Reads.COLUMNS,
            Meaning.EXACT,
            new ByGradient(
                0.5,
                setup ->
                    new TrainableContinuousFlow(
                        ContinuousFlowArchitecture.of(setup.features(), setup.context()),
                        setup.mean(),
                        setup.scale(),
                        setup.device())),
            ContinuousFlowDensity::open));
    all.add(
        new DensityKind(
            DiffusionArchitecture.KIND,
            Reads.COLUMNS,
            Meaning.LOWER_BOUND,
            new ByGradient(
                0.5,
                setup ->
                    new TrainableDiffusion(
                        DiffusionArchitecture.of(setup.features(), setup.context()),
                        RowSchema.coordinates(setup.features(), setup.context()),
                        setup.mean(),
                        setup.scale(),
                        setup.device())),
            DiffusionDensity::open));
    all.add(
        new DensityKind(
            VaeArchitecture.DENSE,
            Reads.COLUMNS,
            Meaning.LOWER_BOUND,
            new ByGradient(
                0.5,
                setup ->
                    new TrainableVae(
                        VaeArchitecture.dense(setup.features(), setup.context()),
                        setup.mean(),
                        setup.scale(),
                        setup.device())),
            VaeDensity::open));
    all.add(
        new DensityKind(
            TimeClassifierArchitecture.KIND,
            Reads.COLUMNS,
            Meaning.SCORE,
            new ByGradient(
                0.5,
                setup ->
                    new TrainableTimeClassifier(
                        TimeClassifierArchitecture.of(setup.features(), setup.context()),
                        setup.mean(),
                        setup.scale(),
                        setup.device())),
            TimeClassifierDensity::open));
    all.add(
        new DensityKind(
            ContractionResidual.KIND,
            Reads.COLUMNS,
            Meaning.SCORE,
            new AtOnce(
                setup ->
                    ContractionDensity.fit(
                        setup.context(),
                        setup.rows(),
                        withContext(setup.mean(), setup.context(), 0),
                        withContext(setup.scale(), setup.context(), 1),
                        setup.seed())),
            (weights, device) -> ContractionDensity.open(weights)));
    all.add(
        new DensityKind(
            VaeArchitecture.CONVOLUTIONAL,
            Reads.PIXELS,
            Meaning.LOWER_BOUND,
            new ByGradient(1.5, 64, BlockDensities::images),
            VaeDensity::open));
    all.add(
        new DensityKind(
            SetArchitecture.KIND,
            Reads.MEMBERS,
            Meaning.LOWER_BOUND,
            new ByGradient(1, 128, BlockDensities::sets),
            SetDiffusionDensity::open));
    return List.copyOf(all);
  }

  private static DensityKind flow(String kind) {
    return new DensityKind(
        kind,
        Reads.COLUMNS,
        Meaning.EXACT,
        new ByGradient(
            1,
            setup ->
                flow(setup, setup.flow().architecture(kind, setup.features(), setup.context()))),
        DjlFlow::open);
  }

  private static TrainableFlow flow(DensityKind.Setup setup, FlowArchitecture architecture) {
    FlowWeights start = setup.start() == null ? null : FlowWeights.of(setup.start());
    return start != null && start.architecture().equals(architecture)
        ? TrainableFlow.like(start, setup.mean(), setup.scale(), setup.device())
        : new TrainableFlow(
            architecture, setup.mean(), setup.scale(), setup.seed(), setup.device());
  }

  private static float[] withContext(float[] ofCoordinates, int context, float value) {
    float[] all = Arrays.copyOf(ofCoordinates, ofCoordinates.length + context);
    Arrays.fill(all, ofCoordinates.length, all.length, value);
    return all;
  }

  /** The names, as {@code model.json} has them. */
  public static List<String> names() {
    return ALL.stream().map(DensityKind::name).toList();
  }

  /** The names of those that read such rows. */
  public static List<String> namesReading(DensityKind.Reads reads) {
    return ALL.stream().filter(kind -> kind.reads() == reads).map(DensityKind::name).toList();
  }

  /**
   * The kind of this name.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static DensityKind of(String name) {
    return ALL.stream()
        .filter(kind -> kind.name().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no density is of kind '"
                        + name
                        + "'; allowed: "
                        + String.join(", ", names())));
  }
}
