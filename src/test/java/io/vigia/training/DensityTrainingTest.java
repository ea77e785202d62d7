package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.calibration.Calibration;
import io.vigia.density.Optimisation;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.LogDensity;
import io.vigia.kernel.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DensityTrainingTest {
  private static final TrainingSettings SHORT =
      TrainingSettings.DEFAULT
          .withMembers(MemberSettings.of("maf", 0).withFlow(3, List.of(24, 24)))
          .withSteps(800)
          .withRate(4e-3)
          .withSeed(5);

  private static final List<TrainingProgress.Point> HEARD = new ArrayList<>();

  @SuppressWarnings("NullAway.Init")
  private static TrainedMember trained;

  @SuppressWarnings("NullAway.Init")
  private static TrainedDensities all;

  @BeforeAll
  static void train() {
    all = DensityTraining.train(SyntheticRows.set(8000, 1), SHORT, HEARD::add);
    trained = all.first();
  }

  @Test
  void reachesTheEntropyOfTheRows() {
    // x has deviation 5, y given x has 0.3: the entropy is log(2 pi e) + log 5 + log 0.3 nats.
    double entropy = Math.log(2 * Math.PI * Math.E) + Math.log(5 * 0.3);
    assertThat(mean(trained.evaluationNll())).isCloseTo(entropy, within(0.1));
    assertThat(trained.validationNll()).isCloseTo(entropy, within(0.1));
  }

  @Test
  void pValuesOfRowsNeverSeenAreUniform() {
    double[] nll = trained.evaluationNll();
    Evaluation figures =
        Evaluation.of(new boolean[nll.length], nll, Calibration.of(trained.calibrationNll()));
    assertThat(figures.pValueKs()).isGreaterThan(0.01);
  }

  @Test
  void calibratesWithTheKernelThatScores() {
    TrainingSet set = SyntheticRows.set(8000, 1);
    int[] rows = GroupSplit.of(set, SHORT.split(), SHORT.seed()).rows(Part.CALIBRATION);
    LogDensity density =
        trained
            .preprocessing()
            .before(CompiledDensity.of(trained.weights(), Kernel.selected()))
            .newLogDensity();
    for (int i = 0; i < rows.length; i += 97) {
      double nll = -density.logDensity(set.rows(new int[] {rows[i]}));
      assertThat(trained.calibrationNll()[i]).isEqualTo(nll);
    }
  }

  @Test
  void aListenerHearsEveryLookAtTheValidationPart() {
    assertThat(HEARD).isEqualTo(trained.history()).hasSize(8);
    assertThat(HEARD).extracting(TrainingProgress.Point::step).startsWith(100, 200).endsWith(800);
    assertThat(HEARD).allMatch(point -> point.of() == 800);
    assertThat(trained.validationNll())
        .isEqualTo(
            HEARD.stream().mapToDouble(TrainingProgress.Point::validationNll).min().orElse(0));
    assertThat(all.rows().get(Part.TRAIN)).isBetween(4600, 5000);
  }

  @Test
  void theSameSeedGivesTheSameWeights() {
    TrainingSet set = SyntheticRows.set(2000, 1);
    DensityWeights first =
        DensityTraining.train(set, SHORT.withSteps(60), p -> {}).first().weights();
    DensityWeights again =
        DensityTraining.train(set, SHORT.withSteps(60), p -> {}).first().weights();
    DensityWeights other =
        DensityTraining.train(set, SHORT.withSteps(60).withSeed(6), p -> {}).first().weights();
    assertThat(numbers(again)).isEqualTo(numbers(first));
    assertThat(numbers(other)).isNotEqualTo(numbers(first));
  }

  @Test
  void stopsWhereTheValidationPartGetsNoBetter() {
    TrainingSettings settings =
        new TrainingSettings(
            List.of(MemberSettings.of("maf", 1).withFlow(2, List.of(64, 64))),
            20_000,
            512,
            5e-3,
            0,
            0,
            50,
            300,
            SHORT.optimisation(),
            SHORT.split(),
            1,
            "cpu");
    TrainedMember flow =
        DensityTraining.train(SyntheticRows.set(1200, 1), settings, p -> {}).first();
    int last = flow.history().get(flow.history().size() - 1).step();
    assertThat(last).isLessThan(20_000).isEqualTo(flow.bestStep() + 300);
  }

  @Test
  void divergenceIsSaidWithStepAndRate() {
    TrainingSet set = SyntheticRows.set(2000, 1);
    // A decay that throws the weights across zero, further each time.
    TrainingSettings settings =
        new TrainingSettings(
            List.of(MemberSettings.of("maf", 1).withFlow(2, List.of(8))),
            100,
            64,
            0.99,
            0,
            0,
            50,
            100,
            new Optimisation(1e6, 5, 0.995),
            SHORT.split(),
            1,
            "cpu");
    assertThatThrownBy(() -> DensityTraining.train(set, settings, p -> {}))
        .isInstanceOf(DivergedException.class)
        .hasMessageContaining("diverged at step")
        .hasMessageContaining("0.99");
  }

  @Test
  void anEventThatNoFloatCanPlaceIsSaid() {
    float[] rows = SyntheticRows.curve(2000, 1);
    TrainingSet set = TrainingSet.of(List.of("x", "y"), rows, SyntheticRows.singly(2000));
    int row = GroupSplit.of(set, SHORT.split(), SHORT.seed()).rows(Part.CALIBRATION)[0];
    rows[2 * row] = 3e38f;
    assertThatThrownBy(() -> DensityTraining.train(set, SHORT.withSteps(10), p -> {}))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("row " + row + " of the calibration part")
        .hasMessageContaining("3.0E38");
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static List<List<Float>> numbers(DensityWeights weights) {
    List<List<Float>> numbers = new ArrayList<>();
    for (Tensor tensor : weights.tensors().values()) {
      if (tensor instanceof Tensor.Floats floats) {
        List<Float> list = new ArrayList<>();
        for (float value : floats.data()) {
          list.add(value);
        }
        numbers.add(list);
      }
    }
    return numbers;
  }
}
