package io.vigia.app.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.density.diffusion.Sampling;
import io.vigia.density.set.SetArchitecture;
import io.vigia.density.set.SetDiffusionDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.sim.GalaxyCloudSimulator;
import io.vigia.sim.TwoPointCorrelation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * A nearest-neighbour graph on clouds of 24 to 40 clustered points: the two-point correlation of
 * sampled clouds beside that of true and of unclustered ones.
 */
final class CloudsBench {
  private static final int MOST = GalaxyCloudSimulator.MOST;
  private static final SetArchitecture ARCHITECTURE =
      SetArchitecture.graph(MOST, 2, 0, 32, 2, 20, 2);
  private static final double[] EDGES = {0, 0.1, 0.2, 0.3, 0.5, 0.8, 1.6};
  private static final int INDEPENDENT_CLOUDS = 60;

  private final int clouds;
  private final int judged;
  private final SetTraining training;
  private final GalaxyCloudSimulator simulator;

  CloudsBench(int clouds, int judged, SetTraining training) {
    this.clouds = clouds;
    this.judged = judged;
    this.training = training;
    this.simulator = GalaxyCloudSimulator.of(training.seed());
  }

  /**
   * What was found; correlations by bin of the separation.
   *
   * @param edges of the bins, in the units of the envelope's parents
   * @param xiTruth of held-out clouds
   * @param xiOtherTruth of as many others: the scale
   * @param xiUnclustered of unclustered ones
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Figures(
      int clouds,
      int points,
      int neighbours,
      int steps,
      int judged,
      double trainS,
      double judgeS,
      double bound,
      double boundUnclustered,
      double aurocUnclustered,
      double[] edges,
      double[] xiTruth,
      double[] xiOtherTruth,
      double[] xiSampled,
      double[] xiUnclustered) {}

  Figures run() {
    long start = System.nanoTime();
    float[] seen = rows(clouds(simulator::cloud, 0, clouds));
    DensityWeights weights = training.train("clouds", ARCHITECTURE, seen, clouds);
    long trained = System.nanoTime();
    try (SetDiffusionDensity density = SetDiffusionDensity.open(weights, training.device())) {
      TwoPointCorrelation correlation =
          new TwoPointCorrelation(
              EDGES,
              clouds(simulator::unclustered, -INDEPENDENT_CLOUDS, INDEPENDENT_CLOUDS).stream()
                  .flatMap(Stream::of)
                  .toArray(double[][]::new));
      List<double[][]> truth = clouds(simulator::cloud, clouds, judged);
      List<double[][]> unclustered = clouds(simulator::unclustered, clouds, judged);
      double[] ordinary = density.logDensity(rows(truth), judged);
      double[] rare = density.logDensity(rows(unclustered), judged);
      return new Figures(
          clouds,
          MOST,
          ARCHITECTURE.neighbours(),
          training.steps(),
          judged,
          (trained - start) / 1e9,
          (System.nanoTime() - trained) / 1e9,
          mean(ordinary),
          mean(rare),
          JetsBench.auroc(negative(ordinary), negative(rare)),
          EDGES,
          correlation.of(truth),
          correlation.of(clouds(simulator::cloud, clouds + judged, judged)),
          correlation.of(sampled(density)),
          correlation.of(unclustered));
    }
  }

  private List<double[][]> sampled(SetDiffusionDensity density) {
    float[] rows =
        density.sample(
            new float[0],
            judged,
            training.seed(),
            new Sampling(Sampling.Method.PROBABILITY_FLOW, 50));
    List<double[][]> out = new ArrayList<>();
    for (int row = 0; row < judged; row++) {
      List<double[]> points = new ArrayList<>();
      int start = row * ARCHITECTURE.features();
      for (int i = 0; i < MOST; i++) {
        if (rows[start + 2 * MOST + i] == 1) {
          points.add(new double[] {rows[start + 2 * i], rows[start + 2 * i + 1]});
        }
      }
      out.add(points.toArray(double[][]::new));
    }
    return out;
  }

  private static List<double[][]> clouds(LongFunction<double[][]> simulator, long from, int count) {
    return LongStream.range(from, from + count).mapToObj(simulator).toList();
  }

  private static float[] rows(List<double[][]> clouds) {
    int inputs = ARCHITECTURE.inputs();
    float[] rows = new float[clouds.size() * inputs];
    for (int row = 0; row < clouds.size(); row++) {
      double[][] points = clouds.get(row);
      int start = row * inputs;
      for (int i = 0; i < points.length; i++) {
        rows[start + 2 * i] = (float) points[i][0];
        rows[start + 2 * i + 1] = (float) points[i][1];
        rows[start + 2 * MOST + i] = 1;
      }
    }
    return rows;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double[] negative(double[] logDensities) {
    return Arrays.stream(logDensities).map(log -> -log).toArray();
  }
}
