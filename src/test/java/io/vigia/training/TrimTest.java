package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrimTest {
  @Test
  void theRarestShareOfTheseRowsIsLeftOut() {
    Trim trim = new Trim(0.4, new double[] {0.9, 0.1, 0.5, 0.2, 0.01, 0.8}, ids(6));
    assertThat(trim.kept(new int[] {0, 1, 2, 3, 5})).containsExactly(0, 2, 5);
  }

  @Test
  void ofEqualPValuesTheFirstIdGoes() {
    Trim trim = new Trim(0.5, new double[] {0.1, 0.1, 0.1, 0.1}, List.of("d", "b", "c", "a"));
    assertThat(trim.kept(new int[] {0, 1, 2, 3})).containsExactly(0, 2);
  }

  @Test
  void aShareOfLessThanARowLeavesAll() {
    Trim trim = new Trim(0.2, new double[] {0.1, 0.2, 0.3, 0.4}, ids(4));
    assertThat(trim.kept(new int[] {0, 1, 2, 3})).containsExactly(0, 1, 2, 3);
    assertThat(Trim.NONE.kept(new int[] {2, 1})).containsExactly(2, 1);
  }

  @Test
  void onlyTheTrainingPartLosesRows() {
    int count = 4000;
    double[] pValues = new SplittableRandom(2).doubles(count).toArray();
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withMembers(MemberSettings.of("maf", 1).withFlow(1, List.of(8)))
            .withSteps(10);
    TrainingSet set = SyntheticRows.set(count, 1);
    TrainedDensities all = DensityTraining.train(set, settings, TrainingProgress.NONE);
    TrainedDensities trimmed =
        DensityTraining.train(
            set,
            settings,
            List.of(),
            new Continuation(List.of(), new Trim(0.01, pValues, ids(count)), Checkpoints.NONE),
            TrainingProgress.NONE);
    int train = all.rows().getOrDefault(Part.TRAIN, 0);
    assertThat(trimmed.rows()).containsEntry(Part.TRAIN, train - train / 100);
    for (Part part : List.of(Part.VALIDATION, Part.CALIBRATION, Part.EVALUATION)) {
      assertThat(trimmed.rows().get(part)).isEqualTo(all.rows().get(part));
    }
    assertThat(trimmed.warnings())
        .contains(
            "trimmed: the " + train / 100 + " rarest of " + train + " training rows did not train");
  }

  @Test
  void aShareThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new Trim(1, new double[1], List.of("a")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("a trim of 1.0");
    assertThatThrownBy(() -> new Trim(0.1, new double[2], List.of("a")))
        .hasMessageContaining("2 p-values of 1 rows");
  }

  private static List<String> ids(int count) {
    return IntStream.range(0, count).mapToObj(i -> String.format("%05d", i)).toList();
  }
}
