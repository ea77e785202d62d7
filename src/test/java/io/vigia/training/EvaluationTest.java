package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.calibration.Calibration;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class EvaluationTest {
  private static final Calibration ANY = Calibration.of(new double[] {1, 2, 3});

  @Test
  void agreesWithTheReferenceOnScoresWithManyTies() throws IOException {
    List<String[]> rows = lines("row");
    boolean[] anomaly = new boolean[rows.size()];
    double[] nll = new double[rows.size()];
    for (int i = 0; i < nll.length; i++) {
      anomaly[i] = rows.get(i)[1].equals("1");
      nll[i] = Double.parseDouble(rows.get(i)[2]);
    }
    String[] calibration = lines("calibration").get(0);
    Evaluation figures =
        Evaluation.of(
            anomaly,
            nll,
            Calibration.of(
                Arrays.stream(calibration).skip(1).mapToDouble(Double::parseDouble).toArray()));
    assertThat(figures.n()).isEqualTo(437);
    assertThat(figures.auroc()).isCloseTo(expected("auroc"), within(1e-12));
    assertThat(figures.auprc()).isCloseTo(expected("auprc"), within(1e-12));
    assertThat(figures.tprAtFpr1e2()).isCloseTo(expected("tpr_at_fpr_1e2"), within(1e-12));
    assertThat(figures.tprAtFpr1e3()).isCloseTo(expected("tpr_at_fpr_1e3"), within(1e-12));
    assertThat(figures.meanNll()).isCloseTo(expected("mean_nll"), within(1e-12));
    assertThat(figures.ksDistance()).isCloseTo(expected("ks_distance"), within(1e-9));
    assertThat(figures.pValueKs()).isCloseTo(expected("p_value_ks"), within(1e-6));
  }

  @Test
  void handComputedWithoutTies() {
    // From the highest: anomaly, background, anomaly, background.
    Evaluation figures =
        Evaluation.of(new boolean[] {false, true, false, true}, new double[] {1, 2, 3, 4}, ANY);
    assertThat(figures.auroc()).isEqualTo(0.75);
    assertThat(figures.auprc()).isCloseTo((1 + 2.0 / 3) / 2, within(1e-15));
    assertThat(figures.tprAtFpr1e2()).isEqualTo(0.5);
    assertThat(figures.meanNll()).isEqualTo(2);
  }

  @Test
  void equalScoresTellNothing() {
    double[] nll = new double[10];
    Arrays.fill(nll, 7);
    boolean[] anomaly = new boolean[10];
    anomaly[0] = true;
    anomaly[9] = true;
    Evaluation figures = Evaluation.of(anomaly, nll, ANY);
    assertThat(figures.auroc()).isEqualTo(0.5);
    assertThat(figures.auprc()).isCloseTo(0.2, within(1e-15));
    assertThat(figures.tprAtFpr1e2()).isZero();
  }

  @Test
  void aFigureWhoseClassIsAbsentIsNoNumber() {
    Evaluation figures = Evaluation.of(new boolean[3], new double[] {1, 2, 3}, ANY);
    assertThat(figures.auroc()).isNaN();
    assertThat(figures.auprc()).isNaN();
    assertThat(figures.tprAtFpr1e3()).isNaN();
    assertThat(figures.meanNll()).isEqualTo(2);
    assertThat(figures.ksDistance()).isZero();
  }

  @Test
  void refusesLabelsThatDoNotBelong() {
    assertThatThrownBy(() -> Evaluation.of(new boolean[2], new double[3], ANY))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 labels");
  }

  private static double expected(String figure) throws IOException {
    return lines("expected").stream()
        .filter(line -> line[1].equals(figure))
        .mapToDouble(line -> Double.parseDouble(line[2]))
        .findFirst()
        .orElseThrow();
  }

  private static List<String[]> lines(String kind) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                Objects.requireNonNull(EvaluationTest.class.getResourceAsStream("evaluation.csv")),
                StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .map(line -> line.split(",", -1))
          .filter(line -> line[0].equals(kind))
          .toList();
    }
  }
}
