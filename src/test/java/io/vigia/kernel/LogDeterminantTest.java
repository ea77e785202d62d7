package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogDeterminantTest {
  @Test
  void knownDeterminants() {
    assertThat(LogDeterminant.of(new float[] {-3}, 1)).isCloseTo(Math.log(3), within(1e-15));
    assertThat(LogDeterminant.of(new float[] {1, 2, 3, 4}, 2))
        .isCloseTo(Math.log(2), within(1e-14));
    assertThat(LogDeterminant.of(new float[] {0, 2, 0, 0, 0, 3, 4, 0, 0}, 3))
        .as("a permutation, stretched: no pivot on the diagonal")
        .isCloseTo(Math.log(24), within(1e-14));
  }

  @Test
  void theHilbertMatrixOfOrderFour() {
    float[] hilbert = new float[16];
    for (int i = 0; i < 16; i++) {
      hilbert[i] = 420f / (i / 4 + i % 4 + 1); // 420: all entries are whole numbers, exact
    }
    assertThat(LogDeterminant.of(hilbert, 4))
        .isCloseTo(4 * Math.log(420) - Math.log(6_048_000), within(1e-10));
  }

  @Test
  void aSingularMatrixHasNone() {
    assertThat(LogDeterminant.of(new float[] {0}, 1)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(LogDeterminant.of(new float[] {1, 2, 3, 4, 5, 6, 7, 8, 9}, 3))
        .isEqualTo(Double.NEGATIVE_INFINITY);
  }

  @Test
  void weightsThatMixSingularlyAreRefused() {
    FlowArchitecture architecture =
        RandomFlow.architecture("nsf-ar", 3, 0, 2, List.of(8), false, true);
    Map<String, Tensor> tensors = RandomFlow.tensors(architecture, 1);
    tensors.put(
        FlowWeights.mixingWeightName(1), Tensor.of(new float[] {1, 2, 3, 2, 4, 6, 0, 0, 1}, 3, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowWeights.of(architecture, tensors))
        .withMessageContaining("transform.1.mixing.weight is singular");
  }
}
