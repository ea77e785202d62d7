package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class AdamWTest {
  @Test
  void followsTheReferenceForFiveSteps() throws IOException {
    float[] theta = {1, -2, 0.5f};
    AdamW optimiser = new AdamW(3, 0.1);
    for (double[] line : reference()) {
      float[] gradient = {(float) line[1], (float) line[2], (float) line[3]};
      optimiser.step(theta, gradient, line[0]);
      for (int i = 0; i < 3; i++) {
        assertThat((double) theta[i]).isCloseTo(line[4 + i], within(2e-6));
      }
    }
  }

  @Test
  void aZeroParameterWithoutGradientStaysZero() {
    float[] theta = {0, 1};
    AdamW optimiser = new AdamW(2, 0.1);
    for (int step = 0; step < 10; step++) {
      optimiser.step(theta, new float[] {0, 1}, 0.01);
    }
    assertThat(theta[0]).isZero();
    assertThat(theta[1]).isLessThan(1);
  }

  @Test
  void clippingBoundsTheNormOnBothSidesAndKeepsTheDirection() {
    float[] gradient = {-30, 40};
    assertThat(AdamW.clip(gradient, 5)).isEqualTo(50);
    assertThat(gradient).containsExactly(new float[] {-3, 4}, within(1e-6f));
  }

  @Test
  void aSmallGradientIsNotClipped() {
    float[] gradient = {-3, 4};
    assertThat(AdamW.clip(gradient, 5)).isEqualTo(5);
    assertThat(gradient).containsExactly(-3, 4);
  }

  @Test
  void theNormOfAGradientThatIsNotFiniteSaysSo() {
    assertThat(AdamW.clip(new float[] {1, Float.NaN}, 5)).isNaN();
    assertThat(AdamW.clip(new float[] {1, Float.NEGATIVE_INFINITY}, 5)).isInfinite();
  }

  private static List<double[]> reference() throws IOException {
    try (BufferedReader lines =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(AdamWTest.class.getResourceAsStream("adamw.csv")),
                StandardCharsets.UTF_8))) {
      return lines
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .toList();
    }
  }
}
