package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import org.apache.commons.numbers.gamma.RegularizedGamma;
import org.junit.jupiter.api.Test;

class SersicSimulatorTest {
  private static final SersicSimulator.Kind GALAXY = SersicSimulator.Kind.GALAXY;

  @Test
  void halfOfTheLightLiesWithinTheHalfLightRadius() {
    for (double n : new double[] {0.5, 1, 2.5, 4, 8}) {
      double inside = RegularizedGamma.P.value(2 * n, SersicProfile.steepness(n));
      assertThat(inside).as("n = %s", n).isCloseTo(0.5, within(3e-4));
    }
  }

  @Test
  void theProfileIntegratesToItsFluxAndIsHalvedByItsEllipse() {
    for (double n : new double[] {0.7, 1, 2}) {
      SersicProfile profile = new SersicProfile(100, 4, n, 0.4, 0.7, 1, -2);
      double step = 0.12;
      double sum = 0;
      double inside = 0;
      for (double x = -60; x < 60; x += step) {
        for (double y = -60; y < 60; y += step) {
          double light = profile.at(x, y) * step * step;
          double u = Math.cos(0.7) * (x - 1) + Math.sin(0.7) * (y + 2);
          double v = (Math.cos(0.7) * (y + 2) - Math.sin(0.7) * (x - 1)) / 0.6;
          sum += light;
          inside += u * u + v * v < 16 ? light : 0;
        }
      }
      assertThat(sum).isCloseTo(100, within(0.2));
      assertThat(inside).isCloseTo(50, within(0.3));
    }
  }

  @Test
  void aStampWithoutNoiseHoldsTheGalaxysLight() {
    SersicSimulator clean = SersicSimulator.of(1).through(0, 0);
    for (int index = 0; index < 20; index++) {
      double flux = clean.profile(index).flux();
      // What is missing lies outside the stamp.
      assertThat(sum(clean.stamp(GALAXY, index)) / flux).isBetween(0.85, 1.02);
    }
  }

  @Test
  void thePointSpreadKeepsTheLightAndBroadensTheImage() {
    SersicSimulator sharp = SersicSimulator.of(2).through(0, 0);
    SersicSimulator blurred = SersicSimulator.of(2).through(1.5, 0);
    for (int index = 0; index < 10; index++) {
      float[] before = sharp.stamp(GALAXY, index);
      float[] after = blurred.stamp(GALAXY, index);
      assertThat(sum(after)).isCloseTo(sum(before), within(0.02 * sum(before)));
      assertThat(StampMeasures.of(after).size()).isGreaterThan(StampMeasures.of(before).size());
      assertThat(StampMeasures.of(after).ellipticity())
          .isLessThan(StampMeasures.of(before).ellipticity() + 1e-3);
    }
  }

  @Test
  void aStampFollowsFromSeedKindAndIndex() {
    float[] stamp = SersicSimulator.of(3).stamp(GALAXY, 5);
    assertThat(stamp).hasSize(63 * 63).isEqualTo(SersicSimulator.of(3).stamp(GALAXY, 5));
    assertThat(SersicSimulator.of(3).stamp(GALAXY, 6)).isNotEqualTo(stamp);
    assertThat(SersicSimulator.of(4).stamp(GALAXY, 5)).isNotEqualTo(stamp);
    assertThat(SersicSimulator.of(3).stamp(SersicSimulator.Kind.TRAIL, 5)).isNotEqualTo(stamp);
  }

  @Test
  void theNoiseIsTheSkys() {
    float[] noisy = SersicSimulator.of(6).stamp(GALAXY, 1);
    float[] clean = SersicSimulator.of(6).through(SersicSimulator.PSF, 0).stamp(GALAXY, 1);
    double square =
        IntStream.range(0, noisy.length)
            .mapToDouble(i -> (noisy[i] - clean[i]) * (noisy[i] - clean[i]))
            .average()
            .orElseThrow();
    assertThat(square).isCloseTo(1, within(0.08));
  }

  @Test
  void mergersAreLongerAndTrailsBrighterThanGalaxies() {
    double[] galaxies = means(GALAXY);
    assertThat(means(SersicSimulator.Kind.MERGER)[1]).isGreaterThan(galaxies[1] + 0.2);
    assertThat(means(SersicSimulator.Kind.TRAIL)[0]).isGreaterThan(galaxies[0] + 100);
  }

  @Test
  void measuresOfARoundGaussianAreKnown() {
    float[] pixels = new float[63 * 63];
    for (int i = 0; i < pixels.length; i++) {
      double x = i % 63 - 31;
      double y = i / 63 - 31;
      pixels[i] = (float) Math.exp(-(x * x + y * y) / 18);
    }
    StampMeasures measures = StampMeasures.of(pixels);
    assertThat(measures.flux()).isCloseTo(18 * Math.PI, within(0.01));
    // 1 / (1/9 + 1/36) = 7.2: the product of the Gaussian with its weight.
    assertThat(measures.size()).isCloseTo(Math.sqrt(7.2), within(1e-3));
    assertThat(measures.ellipticity()).isCloseTo(0, within(1e-6));
    assertThatThrownBy(() -> StampMeasures.of(new float[60])).hasMessageContaining("60 pixels");
  }

  @Test
  void aProfileThatCannotBeIsRefused() {
    assertThatThrownBy(() -> new SersicProfile(1, 0, 1, 0, 0, 0, 0))
        .hasMessageContaining("half-light radius is 0.0; allowed: above 0");
    assertThatThrownBy(() -> new SersicProfile(1, 1, 1, 1, 0, 0, 0))
        .hasMessageContaining("ellipticity is 1.0");
  }

  private static double[] means(SersicSimulator.Kind kind) {
    SersicSimulator simulator = SersicSimulator.of(9);
    double[] means = new double[2];
    for (int index = 0; index < 200; index++) {
      StampMeasures measures = StampMeasures.of(simulator.stamp(kind, index));
      means[0] += measures.flux() / 200;
      means[1] += measures.size() / 200;
    }
    return means;
  }

  private static double sum(float[] pixels) {
    double sum = 0;
    for (float pixel : pixels) {
      sum += pixel;
    }
    return sum;
  }
}
