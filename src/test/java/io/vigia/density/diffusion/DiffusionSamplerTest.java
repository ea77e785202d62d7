package io.vigia.density.diffusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.ParameterTable;
import io.vigia.density.Torch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With the exact velocity of a mixture, so that only the way from noise to data is tested. */
class DiffusionSamplerTest {
  private static final GaussianMixture MIXTURE =
      new GaussianMixture(
          new double[][] {{-1.2, 0.5}, {1.2, -0.5}}, new double[][] {{0.4, 0.6}, {0.3, 0.5}});
  private static final int COUNT = 8000;

  @ParameterizedTest
  @EnumSource(Sampling.Method.class)
  void samplesHaveTheMixturesMomentsAndComponents(Sampling.Method method) {
    float[] rows = draw(new Sampling(method, method == Sampling.Method.ANCESTRAL ? 100 : 40), 1);
    double[] sum = new double[6];
    for (int i = 0; i < COUNT; i++) {
      double x = rows[2 * i];
      double y = rows[2 * i + 1];
      double[] moments = {x, y, x * x, x * y, y * y, x > 0 ? 1 : 0};
      for (int k = 0; k < 6; k++) {
        sum[k] += moments[k] / COUNT;
      }
    }
    // E x^2 = 1.44 + (0.16 + 0.09) / 2, E xy = -0.6, E y^2 = 0.25 + (0.36 + 0.25) / 2; a share of
    // 0.0013 of the first component lies above 0.
    double[] expected = {0, 0, 1.565, -0.6, 0.555, 0.5};
    double[] allowed = {0.05, 0.04, 0.05, 0.04, 0.04, 0.02};
    for (int k = 0; k < 6; k++) {
      assertThat(sum[k]).as("moment " + k).isCloseTo(expected[k], within(allowed[k]));
    }
  }

  @ParameterizedTest
  @EnumSource(Sampling.Method.class)
  void theSameSeedDrawsTheSame(Sampling.Method method) {
    Sampling few = new Sampling(method, 3);
    assertThat(draw(few, 5)).isEqualTo(draw(few, 5)).isNotEqualTo(draw(few, 6));
  }

  private static float[] draw(Sampling sampling, long seed) {
    try (NDManager manager = Torch.engine().newBaseManager()) {
      ParameterTable table = new ParameterTable();
      NoiseSchedule schedule = new NoiseSchedule(table, 4, manager);
      NDList start = table.split(manager.zeros(new Shape(table.size())));
      VariationalDiffusion diffusion = new VariationalDiffusion(schedule, MIXTURE, manager);
      return new DiffusionSampler(diffusion, start)
          .draw(manager.zeros(new Shape(COUNT, 0)), null, 2, seed, sampling);
    }
  }
}
