package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.TrainableDensity;
import io.vigia.feature.FeatureBlock;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowShape;
import io.vigia.kernel.Tensor;
import io.vigia.model.Member;
import io.vigia.training.DensityKind.Learning.ByGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Trainings that start from an earlier model's weights. */
class WarmStartTest {
  private static final FlowShape SMALL = FlowShape.of(2, List.of(12, 12));
  private static final FlowShape MIXING =
      new FlowShape(2, List.of(12, 12), true, FlowArchitecture.LINEAR, 8, 4);
  private static final TrainingSettings SHORT =
      TrainingSettings.DEFAULT
          .withMembers(MemberSettings.of("maf", 5).withFlow(3, List.of(32, 32)))
          .withSteps(500);

  static Stream<String> kindsThatLearnByGradient() {
    return DensityKinds.names().stream()
        .filter(kind -> DensityKinds.of(kind).learning() instanceof ByGradient);
  }

  @ParameterizedTest
  @MethodSource("kindsThatLearnByGradient")
  void parametersAreTheInverseOfWeights(String kind) {
    try (TrainableDensity density = density(kind, SMALL, 1, null)) {
      float[] theta = moved(density, 3);
      DensityWeights weights = density.weights(theta);
      assertThat(density.parameters(weights)).isEqualTo(theta);
      // Another training of the same shape, whose seed would give other orders of features.
      try (TrainableDensity next = density(kind, SMALL, 2, weights)) {
        assertThat(next.parameters(weights)).isEqualTo(theta);
        assertThat(numbers(next.weights(next.parameters(weights)))).isEqualTo(numbers(weights));
      }
    }
  }

  @Test
  void mixingsAreFactoredAgain() {
    try (TrainableDensity density = density("nsf-ar", MIXING, 1, null)) {
      float[] theta = moved(density, 3);
      float[] again = density.parameters(density.weights(theta));
      for (int i = 0; i < theta.length; i++) {
        assertThat(again[i]).isCloseTo(theta[i], within(1e-5f));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("kindsThatLearnByGradient")
  void weightsOfAnotherKindOrShapeAreRefused(String kind) {
    String other = kind.equals("maf") ? "realnvp" : "maf";
    try (TrainableDensity density = density(kind, SMALL, 1, null);
        TrainableDensity foreign = density(other, FlowShape.of(3, List.of(12)), 1, null)) {
      DensityWeights weights = foreign.weights(foreign.initial(1));
      assertThatThrownBy(() -> density.parameters(weights))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aMixingThatIsNoProductOfTrianglesIsRefused() {
    try (TrainableDensity density = density("maf", MIXING, 1, null)) {
      DensityWeights weights = density.weights(density.initial(1));
      Map<String, Tensor> swapped = new java.util.TreeMap<>(weights.tensors());
      swapped.put(
          "transform.0.mixing.weight", Tensor.of(new float[] {0, 1, 0, 1, 0, 0, 0, 0, 1}, 3, 3));
      DensityWeights permuting = new DensityWeights(weights.architecture(), swapped);
      assertThatThrownBy(() -> density.parameters(permuting))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("pivot 0 of a mixing matrix is 0.0");
    }
  }

  @Test
  void aWarmStartNeedsFewerSteps() {
    Member parent = member(train(0, 1, Continuation.NONE, SHORT));
    double[] fresh = new double[3];
    double[] warm = new double[3];
    for (int seed = 0; seed < 3; seed++) {
      TrainingSettings settings = SHORT.withSeed(10 + seed);
      TrainedMember alone = train(0.5, 2 + seed, Continuation.NONE, settings).first();
      TrainedMember after = train(0.5, 2 + seed, from(parent), settings).first();
      double goal = alone.validationNll() + 0.05;
      fresh[seed] = stepsTo(goal, alone);
      warm[seed] = stepsTo(goal, after);
    }
    Arrays.sort(fresh);
    Arrays.sort(warm);
    assertThat(warm[1]).as("warm %s, fresh %s", warm, fresh).isLessThan(0.7 * fresh[1]);
  }

  @Test
  void whatItStartedFromIsSaid() {
    TrainingSettings brief = SHORT.withSteps(20);
    TrainedDensities parent = train(0, 1, Continuation.NONE, brief);
    assertThat(train(0.5, 2, from(member(parent)), brief).warnings())
        .contains(
            "maf: starts from the parent's maf, 0.5 of the steps, 1.0 of the rate, 0.25 of the noise");
    TrainingSettings wider =
        brief.withMembers(MemberSettings.of("maf", 5).withFlow(3, List.of(40, 32)));
    assertThat(train(0.5, 2, from(member(parent)), wider).warnings())
        .anyMatch(note -> note.startsWith("maf: starts fresh, the weights are of "));
    TrainingSettings other = brief.withMembers(MemberSettings.of("vae", 5));
    assertThat(train(0.5, 2, from(member(parent)), other).warnings())
        .contains("vae: starts fresh, the parent has none of kind vae");
  }

  @Test
  void aFlowThatTakesFeaturesInOtherOrdersIsFollowed() {
    TrainingSettings brief = SHORT.withSteps(20);
    DensityWeights parent = train(0, 1, Continuation.NONE, brief).first().weights();
    DensityWeights child =
        train(0.5, 2, from(member(train(0, 1, Continuation.NONE, brief))), brief.withSeed(99))
            .first()
            .weights();
    assertThat(numbers(child).get("transform.1.permutation"))
        .isEqualTo(numbers(parent).get("transform.1.permutation"));
  }

  private static double stepsTo(double nll, TrainedMember trained) {
    return trained.history().stream()
        .filter(point -> point.validationNll() <= nll)
        .mapToDouble(TrainingProgress.Point::step)
        .findFirst()
        .orElse(Double.POSITIVE_INFINITY);
  }

  private static Continuation from(Member parent) {
    return new Continuation(List.of(parent), Trim.NONE, Checkpoints.NONE);
  }

  private static Member member(TrainedDensities trained) {
    TrainedMember first = trained.first();
    return new Member(
        first.name(),
        first.preprocessing(),
        first.weights(),
        first.meaning(),
        first.settings().seed());
  }

  /** Rows of a curve that bends more by this share. */
  private static TrainedDensities train(
      double bend, long rows, Continuation from, TrainingSettings settings) {
    float[] values = SyntheticRows.curve(4000, rows);
    for (int i = 0; i < values.length; i += 2) {
      double x = (values[i] - 100) / 5;
      values[i + 1] += (float) (bend * x * x / 2);
    }
    TrainingSet set =
        TrainingSet.of(List.of("x", "y"), values, SyntheticRows.singly(values.length / 2));
    TrainingSettings often =
        new TrainingSettings(
            settings.members(),
            settings.steps(),
            256,
            settings.rate(),
            settings.warmup(),
            settings.noise(),
            10,
            settings.patience(),
            settings.optimisation(),
            settings.split(),
            settings.seed(),
            "cpu");
    return DensityTraining.train(set, often, List.of(), from, TrainingProgress.NONE);
  }

  private static TrainableDensity density(
      String kind, FlowShape shape, long seed, @Nullable DensityWeights start) {
    FeatureBlock block =
        switch (DensityKinds.of(kind).reads()) {
          case COLUMNS -> null;
          case PIXELS -> new FeatureBlock.Pixels("stamp", "/stamp", 1, 8);
          case MEMBERS -> new FeatureBlock.Members("jet", "/jet", List.of("eta", "phi"), 5, 0);
        };
    int features = block == null ? 3 : block.columns();
    float[] mean = new float[features];
    float[] scale = new float[features];
    Arrays.fill(scale, 1);
    ByGradient learning = (ByGradient) DensityKinds.of(kind).learning();
    return learning
        .density()
        .apply(
            new DensityKind.Setup(
                features,
                0,
                mean,
                scale,
                rows(block, features),
                shape,
                block,
                seed,
                start,
                Device.cpu()));
  }

  /** Whole sets, whose members' numbers vary. */
  private static float[] rows(@Nullable FeatureBlock block, int features) {
    float[] rows = new float[20 * features];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows.length; i++) {
      boolean isMask = block instanceof FeatureBlock.Members && i % features >= features - 5;
      rows[i] = isMask ? 1 : (float) random.nextGaussian();
    }
    return rows;
  }

  /** Parameters away from the start, those that are masked as they were. */
  private static float[] moved(TrainableDensity density, long seed) {
    float[] theta = density.initial(seed);
    float[] move = new float[theta.length];
    SplittableRandom random = new SplittableRandom(seed);
    for (int i = 0; i < move.length; i++) {
      move[i] = (float) (0.1 * random.nextGaussian());
    }
    density.applyMasks(move);
    for (int i = 0; i < move.length; i++) {
      theta[i] += move[i];
    }
    return theta;
  }

  private static Map<String, List<Number>> numbers(DensityWeights weights) {
    Map<String, List<Number>> numbers = new java.util.TreeMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) ->
                numbers.put(
                    name,
                    tensor instanceof Tensor.Ints ints
                        ? Arrays.stream(ints.data()).mapToObj(i -> (Number) i).toList()
                        : floats((Tensor.Floats) tensor)));
    return numbers;
  }

  private static List<Number> floats(Tensor.Floats tensor) {
    float[] data = tensor.data();
    return LongStream.range(0, data.length).mapToObj(i -> (Number) data[(int) i]).toList();
  }
}
