package io.vigia.app.bench.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.app.bench.calibration.Background.Training;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CalibrationBenchTest {
  @Test
  void realisedFalseAlarmsAreWithinTheIntervalOfTheirCounts() {
    Background background = new SimulatedBackground(ScoreLaw.GAUSSIAN, 2_000, 10_000);
    Figures figures = new FalseAlarmTable(List.of(background), 5).run(line -> {});
    assertThat(figures.size()).as("p = 0.1, 0.01, 0.001, trained twice").isEqualTo(6);
    for (int row = 0; row < figures.size(); row++) {
      assertThat(figures.cell(row, "within")).as("row %s", row).isEqualTo(true);
    }
    assertThat(figures.cell(0, "expected")).isEqualTo(5 * 10_000 * 200 / 2001.0);
  }

  @Test
  void aStreamThatIsNotTheCalibrationsIsOutside() {
    Figures figures = new FalseAlarmTable(List.of(shifted()), 5).run(line -> {});
    assertThat(cells(figures, "within")).contains(false);
    Figures uniformity = new UniformityTable(List.of(shifted()), 5).run(line -> {});
    assertThat(cells(uniformity, "passed")).containsOnly(false);
  }

  @Test
  void pValuesOfTheSameBackgroundAreUniform() {
    Background background = new SimulatedBackground(ScoreLaw.HEAVY, 2_000, 2_000);
    Figures figures = new UniformityTable(List.of(background), 5).run(line -> {});
    assertThat(cells(figures, "passed")).containsOnly(true);
  }

  @Test
  void realSetsAreJudgedOnlyWhereTenCalibrationScoresAreBeyondAThreshold() {
    Background small = real(new SimulatedBackground(ScoreLaw.GAUSSIAN, 500, 5_000));
    Figures figures = new FalseAlarmTable(List.of(small), 5).run(line -> {});
    assertThat(cells(figures, "p")).containsOnly(0.1);
  }

  @Test
  void calibratedByBandEachBandHasItsFalseAlarmsAndTogetherNotEachHas() {
    Figures figures = new GroupTable(3).run(line -> {});
    List<Object> within = cells(figures, "within");
    List<String> by =
        IntStream.range(0, figures.size())
            .mapToObj(row -> String.valueOf(figures.cell(row, "by")))
            .toList();
    assertThat(by.subList(0, 6)).containsOnly("nothing");
    assertThat(within.subList(0, 6)).contains(false);
    assertThat(by.subList(6, 12)).containsOnly("band");
    assertThat(within.subList(6, 12)).containsOnly(true);
  }

  @Test
  void lawsSayTheShareOfTheirDraws() {
    for (ScoreLaw law : ScoreLaw.values()) {
      double[] draws = law.draws(100_000, new SplittableRandom(3));
      for (double s : new double[] {0.3, 0.9, 3, 8}) {
        double share = Arrays.stream(draws).filter(d -> d >= s).count() / 1e5;
        assertThat(share).as("%s at %s", law, s).isCloseTo(law.survival(s), within(0.007));
      }
    }
  }

  @Test
  void aRunIsInJsonByTheNamesOfItsTables() throws IOException {
    List<String> printed = new ArrayList<>();
    JsonNode json =
        CalibrationBench.of(List.of("uniformity"), null, 1).run(line -> {}, printed::add).toJson();
    assertThat(json.path("seeds").intValue()).isEqualTo(1);
    assertThat(json.at("/tables/uniformity/rows/0/passed").isBoolean()).isTrue();
    assertThat(printed.get(0)).startsWith("uniformity: two-sample");
  }

  @Test
  void anUnknownTableAndNoSeedAreRefused() {
    assertThatThrownBy(() -> CalibrationBench.of(List.of("budget-of-1999"), null, 1))
        .hasMessageContaining("'budget-of-1999'; allowed: [uniformity, false-alarms, tail");
    assertThatThrownBy(() -> CalibrationBench.of(List.of(), null, 0))
        .hasMessageContaining("--seeds is 0");
  }

  private static List<Object> cells(Figures figures, String column) {
    return IntStream.range(0, figures.size())
        .mapToObj(row -> String.valueOf(figures.cell(row, column)))
        .<Object>map(
            text -> text.equals("true") ? true : text.equals("false") ? false : number(text))
        .toList();
  }

  private static Object number(String text) {
    return Double.valueOf(text);
  }

  private static Background real(Background simulated) {
    return as(simulated, false, 0);
  }

  private static Background shifted() {
    return as(new SimulatedBackground(ScoreLaw.GAUSSIAN, 2_000, 10_000), true, 0.2);
  }

  private static Background as(Background other, boolean simulated, double shift) {
    return new Background() {
      @Override
      public String name() {
        return other.name();
      }

      @Override
      public boolean isSimulated() {
        return simulated;
      }

      @Override
      public HeldOut heldOut(long seed, Training training) {
        HeldOut scores = other.heldOut(seed, training);
        double[] test = Arrays.stream(scores.test()).map(s -> s + shift).toArray();
        return new HeldOut(scores.calibration(), test);
      }
    };
  }
}
