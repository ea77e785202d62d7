package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.Calibration;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.Kernel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/**
 * A short training on real two-muon events of CMS 2011: learns the first half of the background in
 * file order, then tells the psi(2S) window, a gap between the windows learnt, from the rest. The
 * whole recipe, with more steps, is {@code topology/cms-dimuon.yaml}.
 */
class DimuonTrainingTest {
  private static final String FILE = "physics/cms_dimuon_psi2s.csv.gz";

  @Test
  void findsTheWindowThatWasLeftOut() throws IOException {
    Path data =
        Path.of(Optional.ofNullable(System.getenv("VIGIA_DATA")).orElse("../shared/data"))
            .resolve(FILE);
    Assumptions.assumeTrue(
        Files.exists(data), "SKIPPED: no real data, set VIGIA_DATA to the folder with " + FILE);
    Map<Boolean, List<float[]>> rows = rows(data);
    List<float[]> background = rows.getOrDefault(false, List.of());
    List<float[]> anomalies = rows.getOrDefault(true, List.of());
    int half = Math.round(background.size() / 2f);
    TrainingSet set =
        TrainingSet.of(
            List.of("log_pt1", "log_pt2", "eta1", "log_dr", "tilt"),
            flat(background.subList(0, half)),
            SyntheticRows.singly(half));
    TrainedMember flow =
        DensityTraining.train(set, TrainingSettings.DEFAULT.withSteps(200), p -> {}).first();

    List<float[]> rest = background.subList(half, background.size());
    double[] nll = new double[rest.size() + anomalies.size()];
    double[] scored = nll(flow, rest);
    System.arraycopy(scored, 0, nll, 0, scored.length);
    System.arraycopy(nll(flow, anomalies), 0, nll, scored.length, anomalies.size());
    boolean[] labels = new boolean[nll.length];
    Arrays.fill(labels, scored.length, nll.length, true);
    Evaluation figures = Evaluation.of(labels, nll, Calibration.of(flow.calibrationNll()));
    assertThat(figures.auroc()).isGreaterThan(0.96);
  }

  private static double[] nll(TrainedMember flow, List<float[]> rows) {
    double[] nll = new double[rows.size()];
    flow.preprocessing()
        .before(CompiledDensity.of(flow.weights(), Kernel.selected()))
        .newLogDensity()
        .logDensities(flat(rows), nll.length, nll);
    return Arrays.stream(nll).map(logDensity -> -logDensity).toArray();
  }

  private static float[] flat(List<float[]> rows) {
    float[] flat = new float[5 * rows.size()];
    for (int i = 0; i < rows.size(); i++) {
      System.arraycopy(rows.get(i), 0, flat, 5 * i, 5);
    }
    return flat;
  }

  /** By whether they are anomalies, in file order. */
  private static Map<Boolean, List<float[]>> rows(Path file) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .skip(1)
          .map(line -> Arrays.stream(line.split(",")).mapToDouble(Double::parseDouble).toArray())
          .collect(
              Collectors.partitioningBy(
                  row -> row[8] == 1,
                  Collectors.mapping(DimuonTrainingTest::features, Collectors.toList())));
    }
  }

  /** From pt1, eta1, phi1, Q1, pt2, eta2, phi2, Q2. */
  private static float[] features(double[] row) {
    double dEta = row[1] - row[5];
    double dPhi = Math.IEEEremainder(row[2] - row[6], 2 * Math.PI);
    return new float[] {
      (float) Math.log(row[0]),
      (float) Math.log(row[4]),
      (float) row[1],
      (float) Math.log(Math.hypot(dEta, dPhi)),
      (float) Math.atan2(Math.abs(dPhi), Math.abs(dEta))
    };
  }
}
