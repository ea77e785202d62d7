package io.vigia.app.bench.accuracy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.SharedData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AccuracyBenchTest {
  private static final LabelledSet SET =
      LabelledSet.of(
          "line",
          List.of("x"),
          new float[] {0, 1, 2, 3, 4, 5, 6, 9},
          new boolean[] {false, false, false, false, false, false, true, true});

  private final List<String> said = new ArrayList<>();

  @Test
  void figuresAreMeansOverTheSeeds() {
    // Ranks rightly with seed 0, wrongly with seed 1.
    Detector.Recipe recipe =
        (train, features, seed) ->
            rows -> {
              double[] scores = new double[rows.length];
              for (int i = 0; i < rows.length; i++) {
                scores[i] = seed == 0 ? rows[i] : -rows[i];
              }
              return scores;
            };
    AccuracyBench.Figures figures =
        new AccuracyBench(Map.of("some", recipe), List.of(0L, 1L), said::add).measure(SET);
    assertThat(figures.trainRows()).isEqualTo(3);
    assertThat(figures.testRows()).isEqualTo(5);
    assertThat(figures.aurocSeeds().get("some")).containsExactly(100.0, 0.0);
    assertThat(figures.auroc().get("some")).isEqualTo(50);
    assertThat(AccuracyBench.mean(List.of(figures))).containsEntry("some", 50.0);
  }

  @Test
  void aRowWithoutAScoreCountsAsTheRarestAndIsTold() {
    Detector.Recipe recipe =
        (train, features, seed) ->
            rows -> {
              double[] scores = rows.length == 0 ? new double[0] : new double[rows.length];
              scores[0] = Double.NaN;
              return scores;
            };
    AccuracyBench.Figures figures =
        new AccuracyBench(Map.of("some", recipe), List.of(0L), said::add).measure(SET);
    // The row is a normal one: it stands above both anomalies, which tie with the other two.
    assertThat(figures.auroc().get("some")).isCloseTo(100 / 3.0, within(1e-9));
    assertThat(said.get(0)).contains("line: some: 1 rows have no finite score");
  }

  @Test
  void neighboursGiveThePublishedFigures() throws IOException {
    Path data = SharedData.folder("adbench");
    Path table = SharedData.folder("tables").resolve("adbench_semisupervised_auroc.csv");
    PublishedTable published = PublishedTable.read(table);
    AccuracyBench bench =
        new AccuracyBench(Detectors.named(List.of("knn")), List.of(0L), said::add);
    for (String name : List.of("annthyroid", "vowels", "waveform")) {
      AccuracyBench.Figures figures = bench.measure(LabelledFile.read(data.resolve(name + ".csv")));
      assertThat(figures.auroc().get("knn"))
          .as(name)
          .isCloseTo(published.auroc(name, "KNN"), within(0.02));
    }
  }

  @Test
  void theReportStandsBesideThePublishedTable(@TempDir Path folder) throws IOException {
    Path table = folder.resolve("table.csv");
    Files.writeString(table, "Dataset,KNN,Other\nline,90.5,1\n");
    Path data = folder.resolve("line.csv");
    Files.writeString(data, "x,label\n0,0\n1,0\n2,0\n3,0\n4,0\n5,0\n9,1\n");
    AccuracyRun run = AccuracyRun.of(List.of(data), List.of("knn"), 1, table, said::add);
    assertThat(run.lines()).anySatisfy(line -> assertThat(line).matches("line .*100.00 .*90.50"));
    assertThat(run.toJson().at("/sets/0/n_train").intValue()).isEqualTo(3);
    assertThat(run.toJson().at("/sets/0/auroc/knn").doubleValue()).isEqualTo(100);
    assertThat(run.toJson().at("/mean/knn").doubleValue()).isEqualTo(100);
    assertThat(run.toJson().at("/mean/published KNN").doubleValue()).isEqualTo(90.5);
  }

  @Test
  void whatIsMeasuredByDefaultReadsTables() {
    assertThat(Detectors.usual())
        .containsExactlyInAnyOrder(
            "maf",
            "nsf-ar",
            "realnvp",
            "nsf-c",
            "vae",
            "vdm",
            "dte-c",
            "contraction",
            "ensemble",
            "autoencoder",
            "knn",
            "iforest");
  }

  @Test
  void anUnknownModelIsRefused() {
    assertThatThrownBy(() -> Detectors.named(List.of("kmm")))
        .hasMessageContaining("--models has 'kmm'; allowed: ")
        .hasMessageContaining("knn");
  }
}
