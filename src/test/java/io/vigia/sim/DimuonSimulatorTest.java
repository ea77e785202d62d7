package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DimuonSimulatorTest {
  private static final long SEED = 20261124;
  private static final List<SimulatedEvent> EVENTS = events(DimuonSimulator.of(SEED), 200_000);

  @ParameterizedTest
  @CsvSource({
    "JPSI, 3.0969, 0.01, 0.08",
    "PSI_2S, 3.6861, 0.01, 0.09",
    "UPSILON_1S, 9.4603, 0.02, 0.2",
    "Z, 91.1876, 0.2, 3.0"
  })
  void resonancesPeakAtTheirMass(DimuonProcess process, double mass, double shift, double width) {
    double[] masses = masses(EVENTS, process);
    assertThat(masses.length).isGreaterThan(2000);
    double median = masses[masses.length / 2];
    double halfWidth = (masses[masses.length * 84 / 100] - masses[masses.length * 16 / 100]) / 2;
    assertThat(median).isCloseTo(mass, within(shift));
    assertThat(halfWidth).isBetween(width / 5, width);
  }

  @Test
  void eachProcessHasItsShare() {
    for (DimuonProcess process : DimuonProcess.values()) {
      long count = EVENTS.stream().filter(e -> e.truth() == process).count();
      double sigma = Math.sqrt(EVENTS.size() * process.share() * (1 - process.share()));
      assertThat((double) count)
          .as(process.label())
          .isCloseTo(EVENTS.size() * process.share(), within(5 * sigma + 1e-9));
    }
  }

  @Test
  void everyMuonIsAcceptedAndTheHarderComesFirst() {
    assertThat(EVENTS)
        .allSatisfy(
            e -> {
              assertThat(e.pt1()).isGreaterThanOrEqualTo(e.pt2());
              assertThat(e.pt2()).isGreaterThan(3);
              assertThat(Math.max(Math.abs(e.eta1()), Math.abs(e.eta2()))).isLessThan(2.4);
              assertThat(Math.max(Math.abs(e.phi1()), Math.abs(e.phi2()))).isLessThan(3.1416);
              assertThat(Math.abs(e.q1() * e.q2())).isEqualTo(1);
            });
  }

  @Test
  void theContinuumFallsInMassAndMomentum() {
    List<SimulatedEvent> continuum =
        EVENTS.stream().filter(e -> e.truth() == DimuonProcess.CONTINUUM).toList();
    double[] edges = {8, 16, 32, 64, 128};
    for (int i = 0; i + 2 < edges.length; i++) {
      double low = edges[i];
      double middle = edges[i + 1];
      double high = edges[i + 2];
      assertThat(continuum.stream().filter(e -> e.mass() >= low && e.mass() < middle).count())
          .isGreaterThan(
              continuum.stream().filter(e -> e.mass() >= middle && e.mass() < high).count());
      assertThat(continuum.stream().filter(e -> e.pt1() >= low && e.pt1() < middle).count())
          .isGreaterThan(
              continuum.stream().filter(e -> e.pt1() >= middle && e.pt1() < high).count());
    }
  }

  @Test
  void onlyUnrelatedPairsHaveEqualCharges() {
    assertThat(EVENTS.stream().filter(e -> e.q1() == e.q2()).map(SimulatedEvent::truth).distinct())
        .containsExactly(DimuonProcess.COMBINATORIAL);
  }

  @Test
  void aDarkPhotonIsLightHardAndCollinearWhereTheBackgroundIsNot() {
    List<SimulatedEvent> anomalies =
        events(DimuonSimulator.of(SEED).withAnomalies(DimuonProcess.DARK_PHOTON, 1), 2_000);
    double[] masses = masses(anomalies, DimuonProcess.DARK_PHOTON);
    assertThat(masses[masses.length / 2]).isCloseTo(2.0, within(0.03));
    assertThat(anomalies).allMatch(DimuonSimulatorTest::hardAndCollinear);
    assertThat(EVENTS.stream().filter(DimuonSimulatorTest::hardAndCollinear).count())
        .isLessThan(EVENTS.size() / 50_000);
  }

  @Test
  void anomaliesComeAtTheirRateAndLeaveTheRestAlone() {
    List<SimulatedEvent> mixed =
        events(DimuonSimulator.of(SEED).withAnomalies(DimuonProcess.HEAVY_RESONANCE, 0.01), 20_000);
    long injected = mixed.stream().filter(e -> e.truth().injected()).count();
    assertThat((double) injected).isCloseTo(200, within(70.0));
    for (int i = 0; i < mixed.size(); i++) {
      if (mixed.get(i).truth() != DimuonProcess.HEAVY_RESONANCE) {
        assertThat(mixed.get(i)).isEqualTo(EVENTS.get(i));
      }
    }
  }

  @Test
  void refusesBackgroundAsAnAnomalyAndARateAboveOne() {
    DimuonSimulator simulator = DimuonSimulator.of(SEED);
    assertThatThrownBy(() -> simulator.withAnomalies(DimuonProcess.Z, 0.1))
        .hasMessageContaining("z is background");
    assertThatThrownBy(() -> simulator.withAnomalies(DimuonProcess.DARK_PHOTON, 1.5))
        .hasMessageContaining("1.5");
  }

  @Test
  void anEventIsAFunctionOfSeedAndIndex() {
    DimuonSimulator again = DimuonSimulator.of(SEED);
    assertThat(again.event(77, 77)).isEqualTo(EVENTS.get(77));
    assertThat(again.event(3, 3)).isEqualTo(EVENTS.get(3));
    assertThat(DimuonSimulator.of(SEED + 1).event(3, 3)).isNotEqualTo(EVENTS.get(3));
  }

  @Test
  void idsAreUniqueAndSomeNeedAllTheirBits() {
    Set<Long> ids = new HashSet<>();
    EVENTS.forEach(e -> ids.add(e.event()));
    assertThat(ids).hasSameSizeAs(EVENTS);
    assertThat(ids).anyMatch(id -> (long) (double) id.longValue() != id);
  }

  @Test
  void theJsonHoldsTheEventExactlyAndNotTheTruth() throws IOException {
    for (SimulatedEvent e : EVENTS.subList(0, 1000)) {
      JsonNode json = new ObjectMapper().readTree(e.toJson());
      assertThat(json.get("event").longValue()).isEqualTo(e.event());
      assertThat(json.get("run").intValue()).isEqualTo(e.run());
      assertThat(json.get("t").longValue()).isEqualTo(e.timeMillis());
      assertThat(json.get("pt1").doubleValue()).isEqualTo(e.pt1());
      assertThat(json.get("eta2").doubleValue()).isEqualTo(e.eta2());
      assertThat(json.get("phi1").doubleValue()).isEqualTo(e.phi1());
      assertThat(json.get("q1").intValue()).isEqualTo(e.q1());
      assertThat(json.get("is_mc").intValue()).isZero();
      assertThat(json).hasSize(12);
    }
  }

  private static boolean hardAndCollinear(SimulatedEvent e) {
    return e.mass() < 3 && e.pt1() + e.pt2() > 70;
  }

  private static double[] masses(List<SimulatedEvent> events, DimuonProcess process) {
    double[] masses =
        events.stream()
            .filter(e -> e.truth() == process)
            .mapToDouble(SimulatedEvent::mass)
            .toArray();
    Arrays.sort(masses);
    return masses;
  }

  private static List<SimulatedEvent> events(DimuonSimulator simulator, int count) {
    return LongStream.range(0, count).mapToObj(i -> simulator.event(i, i)).toList();
  }
}
