package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class FaultyDimuonStreamTest {
  private static final long FROM = 5000;
  private static final DimuonSimulator SOUND = DimuonSimulator.of(3);

  private static FaultyDimuonStream stream(DetectorFault fault) {
    return new FaultyDimuonStream(3, fault, FROM, 10_000);
  }

  @Test
  void beforeTheFaultTheStreamIsTheSoundOne() {
    for (DetectorFault fault : DetectorFault.values()) {
      assertThat(stream(fault).event(FROM - 1, 7)).isEqualTo(SOUND.event(FROM - 1, 7));
    }
    assertThat(stream(DetectorFault.NONE).event(FROM, 7)).isEqualTo(SOUND.event(FROM, 7));
  }

  @Test
  void aGainScalesMomentaAndMassesAndNoAngle() {
    SimulatedEvent sound = SOUND.event(FROM, 7);
    SimulatedEvent scaled = stream(DetectorFault.GAIN).event(FROM, 7);
    assertThat(scaled.mass() / sound.mass()).isCloseTo(DetectorFault.GAIN_FACTOR, within(0.01));
    assertThat(scaled.pt1()).isCloseTo(1.3 * sound.pt1(), within(1e-4));
    assertThat(scaled.eta1()).isEqualTo(sound.eta1());
  }

  @Test
  void aStuckChannelSaysOneThing() {
    FaultyDimuonStream stuck = stream(DetectorFault.STUCK);
    assertThat(LongStream.range(FROM, FROM + 100).mapToDouble(i -> stuck.event(i, 7).eta1()))
        .containsOnly(DetectorFault.STUCK_ETA);
    assertThat(stuck.event(FROM, 7).pt1()).isEqualTo(SOUND.event(FROM, 7).pt1());
  }

  @Test
  void aHalfStuckChannelSaysItInEverySecondEvent() {
    FaultyDimuonStream half = stream(DetectorFault.HALF_STUCK);
    for (long i = FROM; i < FROM + 100; i++) {
      double eta = i % 2 == 0 ? DetectorFault.STUCK_ETA : SOUND.event(i, 7).eta1();
      assertThat(half.event(i, 7).eta1()).isEqualTo(eta);
    }
  }

  @Test
  void aNewKindGrowsToItsShareAndTheOthersStayWhatTheyWere() {
    FaultyDimuonStream growing = stream(DetectorFault.NEW_CLASS);
    long early = injected(growing, FROM, FROM + 5000);
    long late = injected(growing, FROM + 10_000, FROM + 30_000);
    assertThat(early).isBetween(5L, 60L); // 25 expected
    assertThat(late / 20_000.0).isCloseTo(DetectorFault.NEW_CLASS_SHARE, within(0.004));
  }

  private static long injected(FaultyDimuonStream stream, long from, long to) {
    return LongStream.range(from, to)
        .mapToObj(i -> stream.event(i, 7))
        .peek(
            event -> {
              if (!event.truth().injected()) {
                long index =
                    event.event() < DimuonSimulator.LARGE_ID
                        ? event.event()
                        : event.event() - DimuonSimulator.LARGE_ID;
                assertThat(event).isEqualTo(SOUND.event(index, 7));
              }
            })
        .filter(event -> event.truth().injected())
        .count();
  }

  @Test
  void aGrowthOverNoEventsIsRefused() {
    assertThatThrownBy(() -> new FaultyDimuonStream(3, DetectorFault.NEW_CLASS, 1, 0))
        .hasMessageContaining("0 events");
  }
}
