package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RowNoiseTest {
  @Test
  void noiseFollowsTheRowAndNotItsPlace() {
    float[] rows = {1, 2, 3, 4, 1, 2};
    float[] noise = RowNoise.normal(rows, 0, 3, 2, 4);
    assertThat(Arrays.copyOfRange(noise, 8, 12)).isEqualTo(Arrays.copyOf(noise, 4));
    assertThat(Arrays.copyOfRange(noise, 4, 8)).isNotEqualTo(Arrays.copyOf(noise, 4));
    assertThat(RowNoise.normal(rows, 1, 1, 2, 4)).isEqualTo(Arrays.copyOfRange(noise, 4, 8));
  }

  @Test
  void theTwoZerosAreOneNumber() {
    assertThat(RowNoise.normal(new float[] {0f}, 0, 1, 1, 3))
        .isEqualTo(RowNoise.normal(new float[] {-0f}, 0, 1, 1, 3));
  }

  @Test
  void noiseIsStandardNormalAcrossRowsThatAreClose() {
    float[] rows = new float[20_000];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = i * 1e-4f;
    }
    float[] noise = RowNoise.normal(rows, 0, rows.length, 1, 1);
    double mean = 0;
    double square = 0;
    for (float one : noise) {
      mean += one / (double) noise.length;
      square += (double) one * one / noise.length;
    }
    assertThat(mean).isCloseTo(0, within(0.03));
    assertThat(square).isCloseTo(1, within(0.04));
  }

  @Test
  void signsAreBothWithNearlyEqualShares() {
    float[] signs = RowNoise.signs(new float[] {3}, 0, 1, 1, 10_000);
    double sum = 0;
    for (float sign : signs) {
      assertThat(Math.abs(sign)).isEqualTo(1);
      sum += sign;
    }
    assertThat(sum / signs.length).isCloseTo(0, within(0.04));
  }
}
