package io.vigia.app.bench.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.app.bench.calibration.Figures;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DriftBenchTest {
  @Test
  void faultsAreReportedAsWhatTheyAre() {
    List<DriftStream> streams = List.of(DriftStream.dimuon());
    FaultRuns faults = new FaultRuns(streams, 1);
    Figures confusion = new ConfusionTable(faults).run(line -> {});
    Figures delay = new DelayTable(streams, faults).run(line -> {});
    assertThat(confusion.size()).isEqualTo(Fault.all().size());
    for (int row = 0; row < confusion.size(); row++) {
      String fault = String.valueOf(confusion.cell(row, "fault"));
      boolean isReported = Integer.valueOf(1).equals(delay.cell(row, "reported"));
      assertThat(confusion.cell(row, "none")).as(fault).isEqualTo(isReported ? 0L : 1L);
      switch (fault) {
        case "stuck" -> assertThat(confusion.cell(row, "STUCK")).isEqualTo(1L);
        case "dead: zero", "dead: missing" -> assertThat(confusion.cell(row, "DEAD")).isEqualTo(1L);
        case "mean + 1.0 sigma" -> {
          assertThat(confusion.cell(row, "SHIFT")).isEqualTo(1L);
          assertThat(delay.cell(row, "first")).isEqualTo(1L);
          assertThat((Double) delay.cell(row, "median")).isBetween(100.0, 2_000.0);
        }
        default -> {}
      }
    }
  }

  @Test
  void realRowsThatAreNotThereAreLeftOutAloud(@TempDir Path empty) throws Exception {
    List<String> said = new ArrayList<>();
    assertThat(RealStream.in(empty, said::add)).isEmpty();
    assertThat(said).hasSize(2).allMatch(line -> line.contains("is left out"));
  }

  @Test
  void aTableThatIsNoneIsRefused() {
    assertThatThrownBy(() -> DriftBench.of(List.of("x"), null, 1, line -> {}))
        .hasMessageContaining("--tables has 'x'; allowed: [martingale, false-alarms, delay");
  }

  @Test
  void theDensityIsTheGaussianOfItsRows() {
    Random random = new Random(6);
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < 50_000; i++) {
      float a = (float) random.nextGaussian();
      rows.add(new float[] {a, (float) (3 + 2 * (0.6 * a + 0.8 * random.nextGaussian()))});
    }
    GaussianDensity density = GaussianDensity.of(rows);
    assertThat(density.deviation(1)).isCloseTo(2, within(0.05));
    // (1, 3): z = (1, -0.6 / 0.8)
    assertThat(density.nll(new float[] {1, 3})).isCloseTo((1 + 0.5625) / 2, within(0.03));
    assertThat(density.nll(new float[] {1, Float.NaN})).isCloseTo((1 + 0.5625) / 2, within(0.03));
  }
}
