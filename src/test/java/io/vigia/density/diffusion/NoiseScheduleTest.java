package io.vigia.density.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.vigia.density.AdamW;
import io.vigia.density.ParameterTable;
import io.vigia.density.RowNoise;
import io.vigia.density.Torch;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NoiseScheduleTest {
  private static final int BINS = 8;
  private final NDManager manager = Torch.engine().newBaseManager();
  private final ParameterTable table = new ParameterTable();
  private final NoiseSchedule schedule = new NoiseSchedule(table, BINS, manager);

  @AfterEach
  void close() {
    manager.close();
  }

  @Test
  void itBeginsLinearFromMinusSixToFour() {
    NoiseSchedule.Point at = at(new float[table.size()], 0, 0.25, 1);
    assertThat(at.gamma().toFloatArray())
        .containsExactly(new float[] {-6, -3.5f, 4}, within(1e-5f));
    assertThat(at.slope().toFloatArray()).containsExactly(new float[] {10, 10, 10}, within(1e-5f));
  }

  @Test
  void itRisesWhateverItsParametersAndItsSlopeIsItsDerivative() {
    for (int seed = 0; seed < 20; seed++) {
      float[] theta = RowNoise.normal(seed, table.size());
      for (int i = 0; i < theta.length; i++) {
        theta[i] *= 3;
      }
      double[] times = DoubleStream.iterate(0.0031, t -> t < 1, t -> t + 0.01).toArray();
      float[] gamma = at(theta, times).gamma().toFloatArray();
      float[] slope = at(theta, times).slope().toFloatArray();
      double[] ahead = DoubleStream.of(times).map(t -> t + 1e-3).toArray();
      float[] gammaAhead = at(theta, ahead).gamma().toFloatArray();
      for (int i = 0; i < times.length; i++) {
        assertThat(gammaAhead[i]).as("seed %d, t %s", seed, times[i]).isGreaterThan(gamma[i]);
        assertThat((gammaAhead[i] - gamma[i]) / 1e-3)
            .isCloseTo(slope[i], within(0.01 + 0.01 * slope[i]));
      }
      assertThat(at(theta, 0).gamma().getFloat(0)).isBetween(-10f, -2f);
      assertThat(at(theta, 1).gamma().getFloat(0)).isBetween(0f, 8f);
    }
  }

  @Test
  void itsShapeLearnsToSpreadTheIntegrandEvenly() {
    // The integrand per unit of gamma is 1 / cosh(gamma): a peak around gamma = 0.
    float[] theta = new float[table.size()];
    AdamW optimiser = new AdamW(theta.length, 0);
    double before = spread(theta);
    for (int step = 0; step < 300; step++) {
      float[] gradient = new float[theta.length];
      try (NDManager scope = manager.newSubManager()) {
        NDArray parameters = scope.create(theta);
        parameters.setRequiresGradient(true);
        try (GradientCollector collector = Torch.engine().newGradientCollector()) {
          NoiseSchedule.Point at = schedule.at(table.split(parameters), times(step), scope);
          collector.backward(NoiseSchedule.unevenness(peak(at.gamma()), at));
        }
        gradient = parameters.getGradient().toFloatArray();
      }
      assertThat(gradient[0]).as("the ends follow the bound only").isZero();
      optimiser.step(theta, gradient, 0.02);
    }
    assertThat(before).isGreaterThan(0.9);
    assertThat(spread(theta)).isLessThan(0.5 * before);
  }

  /** The relative standard deviation over time of the integrand times the slope. */
  private double spread(float[] theta) {
    NoiseSchedule.Point at = at(theta, times(0));
    NDArray terms = peak(at.gamma()).mul(at.slope());
    double mean = terms.mean().getFloat();
    return Math.sqrt(terms.square().mean().getFloat() - mean * mean) / mean;
  }

  private static NDArray peak(NDArray gamma) {
    return gamma.cosh().pow(-1);
  }

  private static double[] times(int step) {
    return DoubleStream.iterate(0.5, i -> i < 64, i -> i + 1)
        .map(i -> (i / 64 + 0.001 * step) % 1)
        .toArray();
  }

  private NoiseSchedule.Point at(float[] theta, double... times) {
    NDList parameters = table.split(manager.create(theta, new Shape(theta.length)));
    return schedule.at(parameters, times, manager);
  }
}
