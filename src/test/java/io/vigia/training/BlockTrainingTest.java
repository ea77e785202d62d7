package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import io.vigia.density.TrainableDensity;
import io.vigia.feature.BlockColumns;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowShape;
import io.vigia.training.DensityKind.Learning.ByGradient;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is learned of rows that are one thing. */
class BlockTrainingTest {
  private static final int ROWS = 1000;
  private static final TrainingProgress NONE = TrainingProgress.NONE;

  @Test
  void whereNearnessMeansSomethingLargeSetsAreLearnedOnAGraph() {
    assertThat(neighbours(21, 2)).isEqualTo(20);
    assertThat(neighbours(21, 0)).isZero();
    assertThat(neighbours(20, 2)).isZero();
  }

  @Test
  void aSetWhoseMembersAllHaveOneValueIsRefused() {
    FeatureBlock.Members set = new FeatureBlock.Members("hits", "/hits", List.of("x"), 2, 0);
    float[] same = {3, 0, 1, 0, 3, 3, 1, 1};
    assertThatThrownBy(() -> initial(set, same))
        .isInstanceOf(UnfitDataException.class)
        .hasMessage("x is 3.0 for all members of hits. Leave it out");
    assertThatThrownBy(() -> initial(set, new float[8]))
        .isInstanceOf(UnfitDataException.class)
        .hasMessage("hits has no members in the training part. Look at the list at /hits");
  }

  @Test
  void columnsAreNoImageAndAnImageIsNoColumns() {
    BlockColumns image =
        BlockColumns.of(new FeatureBlock.Pixels("stamp", "/stamp", 1, 8), "stamp", "");
    assertThatThrownBy(() -> trained(image, "maf", 1))
        .isInstanceOf(UnfitDataException.class)
        .hasMessage(
            "member maf of kind maf reads columns, but the features are pixels; kinds that read"
                + " these: conv-vae");
    TrainingSet columns = TrainingSet.of(List.of("x"), normal(ROWS), groups());
    assertThatThrownBy(() -> DensityTraining.train(columns, settings("conv-vae", 1), NONE))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("reads pixels, but the features are columns; kinds that read these:")
        .hasMessageContaining("nsf-ar");
  }

  /** k of the graph that a set of so many points is learned on. */
  private static int neighbours(int most, int near) {
    FeatureBlock.Members set =
        new FeatureBlock.Members("points", "/points", List.of("x", "y", "flux"), most, near);
    float[] rows = normal(3 * set.columns());
    for (int row = 0; row < 3; row++) {
      Arrays.fill(rows, row * set.columns() + 3 * most, (row + 1) * set.columns(), 1);
    }
    return initial(set, rows).architecture().path("neighbours").intValue();
  }

  private static DensityWeights initial(FeatureBlock.Members set, float[] rows) {
    int features = set.columns();
    DensityKind.Setup setup =
        new DensityKind.Setup(
            features,
            0,
            new float[features],
            new float[features],
            rows,
            FlowShape.DEFAULT,
            set,
            1,
            null,
            Device.cpu());
    ByGradient learning = (ByGradient) DensityKinds.of("set-vdm").learning();
    try (TrainableDensity density = learning.density().apply(setup)) {
      return density.weights(density.initial(1));
    }
  }

  private static TrainedMember trained(BlockColumns columns, String kind, int steps) {
    FeatureSchema schema =
        new FeatureSchema(
            columns.fields(), Map.of(), columns.features(), List.of(), List.of(), columns.block());
    TrainingSet set =
        TrainingSet.of(RowLayout.of(schema), normal(ROWS * schema.size()), groups(), List.of());
    return DensityTraining.train(set, settings(kind, steps), NONE).first();
  }

  private static TrainingSettings settings(String kind, int steps) {
    return TrainingSettings.DEFAULT.withMembers(MemberSettings.of(kind, 1)).withSteps(steps);
  }

  private static float[] normal(int count) {
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }

  private static List<String> groups() {
    return IntStream.range(0, ROWS).mapToObj(String::valueOf).toList();
  }
}
