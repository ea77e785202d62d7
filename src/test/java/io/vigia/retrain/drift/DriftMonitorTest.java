package io.vigia.retrain.drift;

import static io.vigia.retrain.drift.WatchedStream.FEATURES;
import static io.vigia.retrain.drift.WatchedStream.SETTINGS;
import static io.vigia.retrain.drift.WatchedStream.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.retrain.DriftReport;
import io.vigia.retrain.DriftReport.Kind;
import io.vigia.retrain.drift.DriftStatus.Phase;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class DriftMonitorTest {
  private static final int SETTLED = 6_000;
  private static final UnaryOperator<float[]> SHIFTED = row -> with(row, 2, row[2] + 0.5f);

  private static DriftReport only(WatchedStream stream) {
    assertThat(stream.reports()).hasSize(1);
    return stream.reports().get(0);
  }

  @Test
  void aStreamThatStaysAsItIsReportsNothing() {
    for (int seed = 0; seed < 5; seed++) {
      assertThat(new WatchedStream(seed).watch(30_000).reports()).as("seed %s", seed).isEmpty();
    }
  }

  @Test
  void aMeanThatMovedIsAShiftOfThatFeature() {
    DriftReport report = only(new WatchedStream(1).watch(SETTLED).watch(3_000, SHIFTED));
    assertThat(report.kind()).isEqualTo(Kind.SHIFT);
    assertThat(report.features().get(0).feature()).isEqualTo("c");
    assertThat(report.features().get(0).shift()).isBetween(0.3, 0.7);
    assertThat(report.model()).isEqualTo("first");
    assertThat(report.statistic()).isGreaterThan(report.threshold());
    assertThat(report.fromOffset()).isBetween(SETTLED - 500L, SETTLED + 1_000L);
    assertThat(report.atOffset()).isBetween(report.fromOffset(), SETTLED + 3_000L);
  }

  @Test
  void aWidthThatGrewIsASpread() {
    DriftReport report =
        only(new WatchedStream(2).watch(SETTLED).watch(4_000, row -> with(row, 1, 1.3f * row[1])));
    assertThat(report.kind()).isEqualTo(Kind.SPREAD);
    assertThat(report.features().get(0).feature()).isEqualTo("b");
    assertThat(report.features().get(0).spread()).isBetween(1.2, 1.4);
  }

  @Test
  void twoPerCentOfANewKindAreAPopulation() {
    WatchedStream stream = new WatchedStream(3).watch(SETTLED);
    stream.watch(
        5_000, row -> stream.random().nextDouble() < 0.02 ? with(row, 3, 6 + 0.1f * row[3]) : row);
    DriftReport report = only(stream);
    assertThat(report.kind()).isEqualTo(Kind.POPULATION);
    assertThat(report.features().get(0).feature()).isEqualTo("d");
    assertThat(report.kind().isBroken()).isFalse();
  }

  @Test
  void oneValueAgainAndAgainIsStuckAndReportedOnce() {
    DriftReport report =
        only(new WatchedStream(4).watch(SETTLED).watch(20_000, row -> with(row, 0, 0.25f)));
    assertThat(report.kind()).isEqualTo(Kind.STUCK);
    assertThat(report.features().get(0).feature()).isEqualTo("a");
    assertThat(report.fromOffset()).isEqualTo(SETTLED + 1);
    assertThat(report.atOffset()).isLessThan(SETTLED + 50);
  }

  @Test
  void ofAChannelThatIsStuckNowAndThenTheSentenceNamesItAlone() {
    WatchedStream stream = new WatchedStream(4).watch(SETTLED);
    stream.watch(
        2_000,
        row -> stream.random().nextBoolean() ? with(with(row, 0, 3), 1, row[1] + 1.5f) : row);
    DriftReport report = stream.reports().get(0);
    assertThat(report.kind()).isEqualTo(Kind.STUCK);
    assertThat(report.broken()).extracting(DriftReport.Broken::feature).containsExactly("a");
    assertThat(report.features()).extracting(DriftReport.Moved::feature).contains("a", "b");
    assertThat(report.text()).startsWith("a channel says the same again and again: a;");
  }

  @Test
  void missingOrZeroIsDead() {
    for (float nothing : new float[] {Float.NaN, 0}) {
      DriftReport report =
          only(new WatchedStream(5).watch(SETTLED).watch(1_000, row -> with(row, 3, nothing)));
      assertThat(report.kind()).isEqualTo(Kind.DEAD);
      assertThat(report.features().get(0).feature()).isEqualTo("d");
      assertThat(report.kind().isBroken()).isTrue();
    }
  }

  @Test
  void aChannelThatIsBrokenNowAndThenIsBrokenToo() {
    WatchedStream stream = new WatchedStream(6).watch(SETTLED);
    stream.watch(3_000, row -> stream.random().nextInt(3) == 0 ? with(row, 1, Float.NaN) : row);
    assertThat(only(stream).kind()).isEqualTo(Kind.DEAD);
  }

  @Test
  void ofWhatMovedOnlyTheBrokenChannelIsNamedAsBroken() {
    WatchedStream stream = new WatchedStream(12).watch(SETTLED);
    stream.watch(
        3_000,
        row -> {
          with(row, 0, row[0] + 1);
          return stream.random().nextInt(2) == 0 ? with(row, 1, 5) : row;
        });
    DriftReport report = stream.reports().get(0);
    assertThat(report.features()).extracting(DriftReport.Moved::feature).contains("a", "b");
    assertThat(report.broken())
        .singleElement()
        .satisfies(
            broken -> {
              assertThat(broken.feature()).isEqualTo("b");
              assertThat(broken.gives()).isEqualTo(DriftReport.Gives.SAME);
              assertThat(broken.share()).isBetween(0.3, 0.6);
              assertThat(broken.healthy()).isLessThan(0.05);
            });
  }

  @Test
  void aSecondChannelIsReportedWhileTheFirstIsBroken() {
    WatchedStream stream = new WatchedStream(7).watch(SETTLED);
    stream.watch(1_000, row -> with(row, 0, 1));
    stream.watch(1_000, row -> with(with(row, 0, 1), 1, 2));
    assertThat(stream.reports())
        .extracting(report -> report.features().get(0).feature())
        .containsExactly("a", "b");
  }

  @Test
  void aRepairedChannelIsWatchedAgain() {
    WatchedStream stream = new WatchedStream(8).watch(SETTLED);
    stream.watch(500, row -> with(row, 0, 1)).watch(3_000).watch(500, row -> with(row, 0, 1));
    assertThat(stream.reports()).extracting(DriftReport::kind).containsOnly(Kind.STUCK).hasSize(2);
  }

  @Test
  void moreCandidatesThanThePreCutLetsThroughAreAMatterOfTheRate() {
    DriftReport report = only(new WatchedStream(9).watch(SETTLED).rate(4).watch(5_000));
    assertThat(report.kind()).isEqualTo(Kind.RATE);
    assertThat(report.watch()).isEqualTo("rate");
    assertThat(report.features()).isEmpty();
  }

  @Test
  void candidatesAreReportedThoughNoSampleFollows() {
    WatchedStream stream = new WatchedStream(10).watch(SETTLED);
    DriftMonitor monitor = stream.monitor();
    long candidates = 1_000_000;
    monitor.candidates(candidates, 100 * candidates, 0.01, 1);
    Optional<DriftReport> report = Optional.empty();
    for (int tick = 1; tick < 200 && report.isEmpty(); tick++) {
      candidates += 1_000;
      report = monitor.candidates(candidates, 100_000_000 + 10_000L * tick, 0.01, 1);
    }
    assertThat(report).map(DriftReport::kind).contains(Kind.RATE);
    assertThat(report)
        .map(DriftReport::text)
        .contains(
            "the share of candidates changed; "
                + "no sample came after the alarm, so none was looked at for the cause");
  }

  @Test
  void aChangeThatStaysIsReportedAgainAfterTheCoolDownAndNotBefore() {
    WatchedStream stream = new WatchedStream(11).watch(SETTLED).watch(SETTINGS.coolDown(), SHIFTED);
    assertThat(stream.reports()).hasSize(1);
    stream.watch(SETTINGS.coolDown(), SHIFTED);
    assertThat(stream.reports()).hasSize(2);
    assertThat(stream.reports()).extracting(DriftReport::kind).containsOnly(Kind.SHIFT);
  }

  @Test
  void anotherModelHasItsOwnReference() {
    WatchedStream stream = new WatchedStream(12).watch(SETTLED);
    stream.model("second").watch(20_000, row -> with(row, 2, row[2]));
    assertThat(stream.reports()).isEmpty();
    assertThat(stream.monitor().status().orElseThrow().model()).isEqualTo("second");
  }

  @Test
  void samplesOfTwoModelsInTurnDoNotRestartTheWatch() {
    WatchedStream stream = new WatchedStream(13).watch(SETTLED);
    for (int i = 0; i < 50; i++) {
      stream.model("second").watch(20).model("first").watch(20);
    }
    DriftStatus status = stream.monitor().status().orElseThrow();
    assertThat(status.model()).isEqualTo("first");
    assertThat(status.samples()).isEqualTo(SETTLED + 1_000 - SETTINGS.reference());
  }

  @Test
  void whereverItIsCutAndRestoredItSaysTheSame() {
    int[] cuts = {1, 700, 999, 1_000, 2_500, 4_000, 4_001, 6_500, 6_900, 7_100, 9_000, 12_500};
    WatchedStream whole = story(new WatchedStream(14), new int[0]);
    assertThat(whole.reports()).hasSizeGreaterThan(2);
    for (int cut : cuts) {
      WatchedStream restored = story(new WatchedStream(14), new int[] {cut});
      assertThat(restored.reports()).as("cut at %s", cut).isEqualTo(whole.reports());
      assertThat(restored.monitor().state())
          .as("cut at %s", cut)
          .isEqualTo(whole.monitor().state());
    }
    assertThat(story(new WatchedStream(14), cuts).monitor().state())
        .isEqualTo(whole.monitor().state());
  }

  /** A shift at {@link #SETTLED}, then a stuck channel, a rest, another shift. */
  private static WatchedStream story(WatchedStream stream, int[] cuts) {
    int cut = 0;
    for (int i = 0; i < 16_000; i++) {
      if (cut < cuts.length && cuts[cut] == i) {
        stream.restart();
        cut++;
      }
      boolean stuck = i >= 9_500 && i < 9_700;
      stream.watch(1, i < SETTLED ? row -> row : stuck ? row -> with(row, 0, 3) : SHIFTED);
    }
    return stream;
  }

  @Test
  void stateIsConstantAndSmall() {
    WatchedStream stream = new WatchedStream(15).watch(SETTLED);
    int before = stream.monitor().state().length;
    assertThat(stream.watch(20_000).monitor().state()).hasSize(before);
    List<String> many =
        java.util.stream.IntStream.range(0, 400).mapToObj(i -> "pixel" + i).toList();
    DriftMonitor wide = DriftMonitor.of(SETTINGS, many, 400);
    int largest = 0;
    for (int i = 0; i < 4_500; i++) {
      float[] row = new float[400];
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) stream.random().nextGaussian();
      }
      wide.sample(row, 1 + stream.random().nextDouble(), 0.5, i, i, "m");
      largest = i % 500 == 499 ? Math.max(largest, wide.state().length) : largest;
    }
    assertThat(largest).isLessThan(400_000);
  }

  @Test
  void aStateOfOtherSettingsBeginsAnewAndOneThatIsNoneIsRefused() {
    byte[] state = new WatchedStream(16).watch(SETTLED).monitor().state();
    DriftMonitor other = DriftMonitor.restore(DriftSettings.DEFAULT, FEATURES, 4, state);
    assertThat(other.status()).isEmpty();
    byte[] half = java.util.Arrays.copyOf(state, state.length / 2);
    assertThatThrownBy(() -> DriftMonitor.restore(SETTINGS, FEATURES, 4, half))
        .hasMessageContaining("a drift state of " + half.length + " bytes");
  }

  @Test
  void itsStatusSaysHowItStands() {
    WatchedStream stream = new WatchedStream(17);
    assertThat(stream.monitor().status()).isEmpty();
    assertThat(stream.watch(10).monitor().status().orElseThrow().phase()).isEqualTo(Phase.PILOT);
    stream.watch(1_500);
    assertThat(stream.monitor().status().orElseThrow().phase()).isEqualTo(Phase.REFERENCE);
    stream.watch(SETTLED);
    DriftStatus calm = stream.monitor().status().orElseThrow();
    assertThat(calm.phase()).isEqualTo(Phase.WATCHING);
    assertThat(calm.pValueEvidence()).isLessThan(1);
    stream.watch(500, SHIFTED);
    DriftStatus moved = stream.monitor().status().orElseThrow();
    assertThat(moved.feature()).isEqualTo("c");
    assertThat(moved.featureDistance()).isGreaterThan(calm.featureDistance());
  }

  @Test
  void whatIsNoSampleIsRefused() {
    DriftMonitor monitor = DriftMonitor.of(SETTINGS, FEATURES, 5);
    assertThatThrownBy(() -> monitor.sample(new float[4], 1, 0.5, 0, 0, "m"))
        .hasMessageContaining("a row of 4 values; allowed: 5");
    assertThatThrownBy(() -> monitor.sample(new float[5], 1, Double.NaN, 0, 0, "m"))
        .hasMessageContaining("a p-value is NaN");
    assertThatThrownBy(() -> monitor.candidates(5, 4, 0.01, 0))
        .hasMessageContaining("5 candidates of 4 scored");
    assertThatThrownBy(() -> DriftMonitor.of(SETTINGS, List.of(), 5))
        .hasMessageContaining("0 features of 5 inputs");
  }

  @Test
  void settingsSayTheirKeyAndWhatIsAllowed() {
    assertThatThrownBy(() -> new DriftSettings(2, 0.02, 0.5, 1_000, 2_000, 0))
        .hasMessage("retrain.drift.false-alarms is 2.0; allowed: above 0 to 0.5");
    assertThatThrownBy(() -> new DriftSettings(0.1, 0.02, 0.5, 10, 2_000, 0))
        .hasMessageContaining("retrain.drift.reference is 10; allowed: 500 samples or more");
  }
}
