package io.vigia.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class WassersteinTest {
  @Test
  void ofEqualSizesItIsTheMeanDistanceOfTheSorted() {
    assertThat(Wasserstein.distance(new double[] {3, 1}, new double[] {2, 6}))
        .isCloseTo((1 + 3) / 2.0, within(1e-12));
  }

  @Test
  void ofUnequalSizesItIsTheAreaBetweenTheQuantiles() {
    // Quantiles 0 | 0 | 3 against 1: over thirds.
    assertThat(Wasserstein.distance(new double[] {0, 3, 0}, new double[] {1}))
        .isCloseTo((1 + 1 + 2) / 3.0, within(1e-12));
    assertThat(Wasserstein.distance(new double[] {1, 1}, new double[] {1, 1, 1})).isZero();
  }

  @Test
  void aShiftIsItsOwnDistance() {
    double[] sample = new SplittableRandom(1).doubles(57).toArray();
    double[] shifted = sample.clone();
    for (int i = 0; i < shifted.length; i++) {
      shifted[i] += 0.25;
    }
    assertThat(Wasserstein.distance(sample, shifted)).isCloseTo(0.25, within(1e-12));
    assertThat(Wasserstein.distance(shifted, sample)).isCloseTo(0.25, within(1e-12));
  }

  @Test
  void samplesThatAreNoneAreRefused() {
    assertThatThrownBy(() -> Wasserstein.distance(new double[0], new double[1]))
        .hasMessageContaining("0 numbers");
    assertThatThrownBy(() -> Wasserstein.distance(new double[1], new double[] {Double.NaN, 1}))
        .hasMessageContaining("NaN");
  }
}
