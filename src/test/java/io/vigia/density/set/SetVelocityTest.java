package io.vigia.density.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.ParameterTable;
import io.vigia.density.RowNoise;
import io.vigia.density.Torch;
import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SetVelocityTest {
  private static final int N = 6;

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void reorderingParticlesReordersTheirVelocities(int neighbours) {
    float[] z = RowNoise.normal(1, 3 * N);
    float[] mask = {1, 1, 1, 1, 0, 0};
    int[] order = {3, 5, 0, 2, 4, 1};
    float[] reordered = new float[3 * N];
    float[] reorderedMask = new float[N];
    for (int i = 0; i < N; i++) {
      System.arraycopy(z, 3 * order[i], reordered, 3 * i, 3);
      reorderedMask[i] = mask[order[i]];
    }
    float[] before = velocity(neighbours, z, mask);
    float[] after = velocity(neighbours, reordered, reorderedMask);
    for (int i = 0; i < N; i++) {
      float[] expected = Arrays.copyOfRange(before, 3 * order[i], 3 * order[i] + 3);
      assertThat(Arrays.copyOfRange(after, 3 * i, 3 * i + 3))
          .containsExactly(expected, within(2e-5f));
    }
    assertThat(Math.abs(before[0])).isGreaterThan(1e-2f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void whatIsNotThereHasNoVelocityAndNoInfluence(int neighbours) {
    float[] z = RowNoise.normal(1, 3 * N);
    float[] mask = {1, 1, 0, 1, 0, 1};
    float[] other = z.clone();
    Arrays.fill(other, 6, 9, 55);
    Arrays.fill(other, 12, 15, z[0]);
    float[] velocity = velocity(neighbours, z, mask);
    assertThat(velocity(neighbours, other, mask)).containsExactly(velocity, within(1e-6f));
    assertThat(Arrays.copyOfRange(velocity, 6, 9)).containsExactly(new float[3], within(0f));
    // A particle that is there has influence on the others.
    other[3] += 1;
    assertThat(Math.abs(velocity(neighbours, other, mask)[0] - velocity[0])).isGreaterThan(1e-4f);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 3})
  void aSetOfOneAndASetOfNoneAreFinite(int neighbours) {
    float[] z = RowNoise.normal(1, 3 * N);
    for (float value : velocity(neighbours, z, new float[] {0, 1, 0, 0, 0, 0})) {
      assertThat(value).isFinite();
    }
    assertThat(velocity(neighbours, z, new float[N])).containsExactly(new float[3 * N], within(0f));
  }

  private static float[] velocity(int neighbours, float[] z, float[] mask) {
    SetArchitecture architecture =
        neighbours == 0
            ? SetArchitecture.pooled(N, 3, 0, 8, 2)
            : SetArchitecture.graph(N, 3, 0, 8, 2, neighbours, 2);
    try (NDManager manager = Torch.engine().newBaseManager()) {
      ParameterTable table = new ParameterTable();
      SetVelocity predictor = new SetVelocity(architecture, table, manager);
      float[] theta = RowNoise.normal(4, table.size());
      for (int i = 0; i < theta.length; i++) {
        theta[i] *= 0.4f;
      }
      NDArray noisy = manager.create(z, new Shape(1, 3 * N));
      NDArray gamma = manager.create(new float[] {-1.5f}, new Shape(1, 1));
      return predictor
          .velocity(
              table.split(manager.create(theta)),
              noisy,
              gamma,
              manager.create(mask, new Shape(1, N)))
          .toFloatArray();
    }
  }
}
