package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The rate, the batches and the standardisation that the loop is made of. */
class LoopPartsTest {
  @Test
  void theRateWarmsUpAndFadesToNothing() {
    RateSchedule schedule = new RateSchedule(0.01, 10, 110);
    assertThat(schedule.at(0)).isCloseTo(0.001, within(1e-12));
    assertThat(schedule.at(9)).isCloseTo(0.01, within(1e-12));
    assertThat(schedule.at(10)).isCloseTo(0.01, within(1e-12));
    assertThat(schedule.at(60)).isCloseTo(0.005, within(1e-12));
    assertThat(schedule.at(109)).isBetween(0.0, 1e-5);
  }

  @Test
  void theRateNeedsNoWarmUp() {
    assertThat(new RateSchedule(0.01, 0, 10).at(0)).isEqualTo(0.01);
  }

  @Test
  void anEpochShowsEachRowOnce() {
    float[] rows = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11};
    Batches batches = new Batches(rows, 2, 0, 4);
    float[] epoch = new float[12];
    for (int from = 0; from < 12; from += 4) {
      float[] batch = new float[4];
      batches.fill(batch);
      System.arraycopy(batch, 0, epoch, from, 4);
    }
    assertThat(epoch).isNotEqualTo(rows);
    for (int i = 0; i < 12; i += 2) {
      assertThat(epoch[i + 1]).isEqualTo(epoch[i] + 1);
    }
    Arrays.sort(epoch);
    assertThat(epoch).isEqualTo(rows);
  }

  @Test
  void noiseHasTheWidthAskedFor() {
    Batches batches = new Batches(new float[1000], 1, 0.05, 4);
    float[] batch = new float[20_000];
    batches.fill(batch);
    double variance = 0;
    for (float value : batch) {
      variance += (double) value * value / batch.length;
    }
    assertThat(Math.sqrt(variance)).isCloseTo(0.05, within(0.002));
  }

  @Test
  void standardisedRowsHaveNoMeanAndUnitVariance() {
    TrainingSet set = SyntheticRows.set(1000, 1);
    float[] rows = SyntheticRows.curve(1000, 1);
    Standardisation standardisation = Standardisation.of(set, rows);
    float[] z = standardisation.apply(rows);
    for (int j = 0; j < 2; j++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < 1000; i++) {
        sum += z[2 * i + j];
        squares += (double) z[2 * i + j] * z[2 * i + j];
      }
      assertThat(sum / 1000).isCloseTo(0, within(1e-4));
      assertThat(squares / 1000).isCloseTo(1, within(1e-4));
    }
    assertThat(standardisation.logVolume())
        .isCloseTo(Math.log(standardisation.scale()[0] * standardisation.scale()[1]), within(1e-6));
  }

  @Test
  void aColumnThatIsConstantInTheTrainingPartIsNamed() {
    assertThatThrownBy(
            () -> Standardisation.of(SyntheticRows.set(1000, 1), new float[] {1, 5, 2, 5, 3, 5}))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("column y");
  }

  @Test
  void settingsNameTheKeyThatIsWrong() {
    TrainingSettings settings = TrainingSettings.DEFAULT;
    assertThatThrownBy(() -> settings.withRate(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.rate is 0.0");
    assertThatThrownBy(() -> settings.withSteps(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.max-steps is 0");
    assertThat(settings.withFlow(3, List.of(8)).toMap()).containsEntry("hidden", "[8]");
  }
}
