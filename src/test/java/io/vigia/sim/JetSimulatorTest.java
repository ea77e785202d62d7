package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.sim.JetSimulator.Particle;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class JetSimulatorTest {
  private static final JetSimulator SIMULATOR = JetSimulator.of(3);

  @Test
  void aJetIsAFunctionOfSeedIndexAndProngs() {
    assertThat(JetSimulator.of(3).jet(5, 2)).isEqualTo(SIMULATOR.jet(5, 2));
    assertThat(SIMULATOR.jet(6, 2)).isNotEqualTo(SIMULATOR.jet(5, 2));
    assertThat(JetSimulator.of(4).jet(5, 2)).isNotEqualTo(SIMULATOR.jet(5, 2));
  }

  @Test
  void jetsHaveTheirParticlesMomentaAndCentre() {
    int fewest = Integer.MAX_VALUE;
    int most = 0;
    for (int i = 0; i < 2000; i++) {
      Particle[] jet = SIMULATOR.jet(i, 1 + i % 2);
      fewest = Math.min(fewest, jet.length);
      most = Math.max(most, jet.length);
      double pt = Arrays.stream(jet).mapToDouble(Particle::pt).sum();
      assertThat(pt).isBetween(500 - 1e-6, 1000 + 1e-6);
      assertThat(Arrays.stream(jet).mapToDouble(p -> p.pt() * p.eta()).sum() / pt)
          .isCloseTo(0, within(1e-12));
      assertThat(Arrays.stream(jet).mapToDouble(p -> -p.pt())).isSorted();
    }
    assertThat(fewest).isBetween(8, 14);
    assertThat(most).isBetween(26, 30);
  }

  @Test
  void twoProngsAreHeavier() {
    double one = meanMass(1);
    double two = meanMass(2);
    // Two massless prongs R = 0.45 apart that share 700 GeV: about 700 * 0.45 * 0.48 = 150 GeV.
    assertThat(two).isBetween(100.0, 200.0);
    assertThat(one).isBetween(20.0, two / 1.5);
  }

  @Test
  void theMassOfTwoParticlesIsTheTextbooks() {
    Particle[] pair = {new Particle(0.2, -0.1, 40), new Particle(-0.3, 0.4, 25)};
    double expected = Math.sqrt(2 * 40 * 25 * (Math.cosh(0.5) - Math.cos(0.5)));
    assertThat(JetSimulator.mass(pair)).isCloseTo(expected, within(1e-9));
  }

  @Test
  void otherNumbersOfProngsAreRefused() {
    assertThatThrownBy(() -> SIMULATOR.jet(1, 3)).hasMessage("prongs are 3; allowed: 1, 2");
  }

  private static double meanMass(int prongs) {
    return IntStream.range(0, 1000)
        .mapToDouble(i -> JetSimulator.mass(SIMULATOR.jet(i, prongs)))
        .average()
        .orElseThrow();
  }
}
