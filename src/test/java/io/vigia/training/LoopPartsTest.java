package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.feature.FeatureBlock;
import io.vigia.kernel.Preprocessing;
import io.vigia.kernel.RowSchema;
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
    Batches batches = new Batches(encoder(2), rows, new int[6], new double[2], 4);
    float[] epoch = new float[12];
    for (int from = 0; from < 12; from += 4) {
      float[] batch = new float[4];
      batches.fill(batch, 1);
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
    Batches batches =
        new Batches(encoder(1), new float[1000], new int[1000], new double[] {0.05}, 4);
    float[] batch = new float[20_000];
    batches.fill(batch, 1);
    double variance = 0;
    for (float value : batch) {
      variance += (double) value * value / batch.length;
    }
    assertThat(Math.sqrt(variance)).isCloseTo(0.05, within(0.002));
  }

  @Test
  void standardisationIsMeanAndDeviationOfTheCoordinates() {
    float[] rows = {1, 10, 9, 3, 20, 9, 5, 60, 9};
    Standardisation standardisation = Standardisation.of(List.of("x", "y"), rows, 3);
    assertThat(standardisation.mean()).containsExactly(3, 30);
    assertThat(standardisation.scale()[0]).isCloseTo((float) Math.sqrt(8 / 3.0), within(1e-6f));
    assertThat(standardisation.scale()[1]).isCloseTo((float) Math.sqrt(1400 / 3.0), within(1e-5f));
  }

  @Test
  void pixelsOfAChannelAreStandardisedAlike() {
    float[] rows = {1, 3, 5, 7, 100, 300, 500, 700, -1, 3, 3, 3, 3, 100, 100, 100, 100, -1};
    Standardisation standardisation =
        Standardisation.of(new FeatureBlock.Pixels("stamp", "/stamp", 2, 2), rows, 9);
    assertThat(standardisation.mean()).containsExactly(3.5f, 3.5f, 3.5f, 3.5f, 250, 250, 250, 250);
    assertThat(standardisation.scale()).hasSize(8);
    assertThat(standardisation.scale()[3]).isCloseTo((float) Math.sqrt(2.75), within(1e-5f));
    assertThat(standardisation.scale()[7])
        .isEqualTo(standardisation.scale()[4])
        .isCloseTo((float) Math.sqrt(47_500), within(1e-2f));
    assertThatThrownBy(
            () -> Standardisation.of(new FeatureBlock.Pixels("dark", "/d", 1, 2), new float[8], 4))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("column dark, channel 0 has standard deviation 0.0");
  }

  @Test
  void aColumnThatIsConstantInTheTrainingPartIsNamed() {
    assertThatThrownBy(
            () -> Standardisation.of(List.of("x", "y"), new float[] {1, 5, 2, 5, 3, 5}, 2))
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
    assertThatThrownBy(
            () -> settings.withMembers(MemberSettings.of("maf", 0), MemberSettings.of("maf", 1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("training.members is [maf, maf]");
    assertThatThrownBy(() -> MemberSettings.of("glow", 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no density is of kind 'glow'; allowed: maf");
    assertThat(settings.withSeed(7).members().get(0).seed()).isEqualTo(7);
    assertThat(settings.toMap()).containsEntry("member.nsf-ar", "nsf-ar, seed 0, coordinates auto");
  }

  private static RowEncoder encoder(int features) {
    return new RowEncoder(
        Preprocessing.identity(RowSchema.coordinates(features, 0)), new float[features]);
  }
}
