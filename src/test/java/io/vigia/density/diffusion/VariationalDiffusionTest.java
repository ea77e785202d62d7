package io.vigia.density.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.ParameterTable;
import io.vigia.density.Torch;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VariationalDiffusionTest {
  private static final VelocityPredictor NOTHING = (p, z, gamma, c) -> z.zerosLike();
  private static final GaussianMixture WIDE_AND_NARROW =
      new GaussianMixture(new double[][] {{0.5, -0.3}}, new double[][] {{1.2, 0.4}});
  private static final GaussianMixture TWO =
      new GaussianMixture(
          new double[][] {{-1.2, 0.5}, {0.8, -0.5}}, new double[][] {{0.4, 0.6}, {0.5, 0.3}});

  private final NDManager manager = Torch.engine().newBaseManager();
  private final ParameterTable table = new ParameterTable();
  private final NoiseSchedule schedule = new NoiseSchedule(table, 8, manager);
  private final NDList start = table.split(manager.zeros(new Shape(table.size())));

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void withoutANetworkItIsTheSumOfPriorReconstructionAndDiffusion() {
    // The three terms for e = sigma z, the diffusion's expectation over eps by hand, over gamma by
    // Simpson's rule.
    double[] x = {1.3, -2.1};
    double square = 1.3 * 1.3 + 2.1 * 2.1;
    double gamma0 = -6;
    double gamma1 = 4;
    double sigmaSquare = logistic(gamma1);
    double alphaSquare = logistic(-gamma1);
    double prior = (2 * sigmaSquare + alphaSquare * square - 2 - 2 * Math.log(sigmaSquare)) / 2;
    double reconstruction = Math.log(2 * Math.PI * Math.E) + gamma0;
    double diffusion = 0;
    int intervals = 1000;
    double width = (gamma1 - gamma0) / intervals;
    for (int i = 0; i <= intervals; i++) {
      double s = logistic(gamma0 + i * width);
      double a = 1 - s;
      double integrand = (2 * a * a + s * a * square) / 2;
      int weight = i == 0 || i == intervals ? 1 : 2 + 2 * (i % 2);
      diffusion += weight * integrand * width / 3;
    }
    assertThat(estimate(NOTHING, 16, 1, x).bound()[0])
        .isCloseTo(prior + reconstruction + diffusion, within(2e-5));
  }

  @Test
  void withTheBestPredictorTheBoundIsTheExactLikelihoodWithinItsError() {
    double[] rows = {0.5, -0.3, 1.7, 0.1, -3.1, -1.5, 4, 1.3};
    BoundEstimator.Estimate estimate = estimate(WIDE_AND_NARROW, 256, 1, rows);
    for (int row = 0; row < 4; row++) {
      double exact = -WIDE_AND_NARROW.logDensity(rows[2 * row], rows[2 * row + 1]);
      assertThat(estimate.error()[row]).isBetween(0.01, 0.5);
      // The gap of the reconstruction is below 0.02 nats here.
      assertThat(estimate.bound()[row]).isCloseTo(exact, within(3 * estimate.error()[row] + 0.02));
    }
  }

  @Test
  void theMeanBoundOfAMixtureIsItsEntropy() {
    int count = 4096;
    float[] rows = new float[2 * count];
    double entropy = 0;
    SplittableRandom random = new SplittableRandom(3);
    for (int i = 0; i < count; i++) {
      int k = random.nextInt(2);
      double x = TWO.mean()[k][0] + TWO.deviation()[k][0] * random.nextGaussian();
      double y = TWO.mean()[k][1] + TWO.deviation()[k][1] * random.nextGaussian();
      rows[2 * i] = (float) x;
      rows[2 * i + 1] = (float) y;
      entropy -= TWO.logDensity(x, y) / count;
    }
    VariationalDiffusion diffusion = new VariationalDiffusion(schedule, TWO, manager);
    NDArray x = manager.create(rows, new Shape(count, 2));
    DiffusionInput input = new DiffusionInput(x, manager.zeros(new Shape(count, 0)), null);
    double mean = 0;
    for (int draw = 0; draw < 8; draw++) {
      mean += diffusion.loss(start, input, manager, draw).getFloat() / 8;
    }
    assertThat(mean).isCloseTo(entropy, within(0.03));
    // A worse predictor has a worse bound: the standard normal's.
    double worse =
        new VariationalDiffusion(schedule, NOTHING, manager)
            .loss(start, input, manager, 0)
            .getFloat();
    assertThat(worse).isGreaterThan(entropy + 0.3);
  }

  @Test
  void overTheNoiseItAveragesToTheExactLikelihoodAndSpreadsNoMoreThanItsStandardError() {
    int draws = 200;
    double sum = 0;
    double squares = 0;
    double said = 0;
    for (int seed = 0; seed < draws; seed++) {
      BoundEstimator.Estimate estimate = estimate(TWO, 16, seed, -0.9, 0.2);
      sum += estimate.bound()[0];
      squares += estimate.bound()[0] * estimate.bound()[0];
      said += estimate.error()[0] * estimate.error()[0] / draws;
    }
    double mean = sum / draws;
    double spread = Math.sqrt(squares / draws - mean * mean);
    assertThat(mean)
        .isCloseTo(-TWO.logDensity(-0.9, 0.2), within(3 * spread / Math.sqrt(draws) + 0.01));
    assertThat(Math.sqrt(said)).isBetween(0.9 * spread, 2 * spread);
  }

  private BoundEstimator.Estimate estimate(
      VelocityPredictor predictor, int times, long seed, double... rows) {
    float[] floats = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      floats[i] = (float) rows[i];
    }
    int count = rows.length / 2;
    VariationalDiffusion diffusion = new VariationalDiffusion(schedule, predictor, manager);
    NDArray x = manager.create(floats, new Shape(count, 2));
    return new BoundEstimator(diffusion, start, times, 2, manager, seed)
        .of(new DiffusionInput(x, manager.zeros(new Shape(count, 0)), null));
  }

  private static double logistic(double value) {
    return 1 / (1 + Math.exp(-value));
  }
}
