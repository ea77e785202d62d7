package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FlowWeightsTest {
  private static final FlowArchitecture SMALL = FlowArchitecture.maf(3, 2, List.of(8));

  @Test
  void weightsSurviveAFile() {
    FlowWeights weights = RandomFlow.weights(SMALL, 1);
    byte[] file = Safetensors.write(weights.tensors(), Map.of());
    FlowWeights read = FlowWeights.of(SMALL, Safetensors.read(file));
    assertThat(Safetensors.write(read.tensors(), Map.of())).isEqualTo(file);
  }

  @ParameterizedTest
  @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
  void aWeightThatIsNotFiniteIsRefused(float bad) {
    String mean = "standardise.mean";
    refused(mean, Tensor.of(new float[] {1, bad, 1}, 3), mean + " holds " + bad);
    String bias = "transform.1.layer.1.bias";
    refused(bias, Tensor.of(new float[] {1, 1, 1, 1, 1, bad}, 6), bias + " holds " + bad);
  }

  @ParameterizedTest
  @ValueSource(floats = {0f, -1f, 1e-45f})
  void aScaleThatIsNotAboveZeroIsRefused(float bad) {
    refused("standardise.scale", Tensor.of(new float[] {1, bad, 1}, 3), "standardise.scale");
  }

  @Test
  void anythingButAPermutationIsRefused() {
    String name = "transform.0.permutation";
    refused(name, Tensor.of(new int[] {0, 1, 1}, 3), "not a permutation");
    refused(name, Tensor.of(new int[] {0, 1, 3}, 3), "not a permutation");
    refused(name, Tensor.of(new int[] {0, 1, -1}, 3), "not a permutation");
    refused(name, Tensor.of(new float[] {0, 1, 2}, 3), "F32; allowed: I32");
  }

  @Test
  void aWrongShapeTellsBoth() {
    String name = "transform.0.layer.0.weight";
    refused(
        name, Tensor.of(new float[24], 3, 8), "has shape [3, 8]; this architecture wants [8, 3]");
  }

  @Test
  void missingAndUnknownTensorsAreRefused() {
    Map<String, Tensor> tensors = RandomFlow.tensors(SMALL, 1);
    tensors.remove("transform.1.layer.0.bias");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowWeights.of(SMALL, tensors))
        .withMessageContaining("transform.1.layer.0.bias is missing");
    Map<String, Tensor> more = RandomFlow.tensors(SMALL, 1);
    more.put("transform.2.permutation", Tensor.of(new int[] {0, 1, 2}, 3));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowWeights.of(SMALL, more))
        .withMessageContaining("transform.2.permutation");
  }

  @Test
  void weightsWithoutTheirMaskAreRefused() {
    float[] dense = new float[6 * 8];
    Arrays.fill(dense, 0.1f);
    refused(
        "transform.1.layer.1.weight", Tensor.of(dense, 6, 8), "transform.1 is not autoregressive");
  }

  @Test
  void aResidualNetworkAlsoReachesAlongItsShortcuts() {
    FlowArchitecture residual = RandomFlow.architecture("maf", 3, 0, 1, List.of(2, 2), true, false);
    Map<String, Tensor> tensors = RandomFlow.tensors(residual, 1);
    tensors.put("transform.0.layer.0.weight", Tensor.of(new float[] {1, 1, 1, 0, 0, 0}, 2, 3));
    tensors.put("transform.0.layer.1.weight", Tensor.of(new float[4], 2, 2));
    float[] last = new float[12];
    last[2 * 2] = 1; // the shift of feature 2 looks at unit 0, which is input 2's by the shortcut
    tensors.put("transform.0.layer.2.weight", Tensor.of(last, 6, 2));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowWeights.of(residual, tensors))
        .withMessageContaining("its shift 2 depends on input 2");
  }

  private static void refused(String name, Tensor tensor, String message) {
    Map<String, Tensor> tensors = RandomFlow.tensors(SMALL, 1);
    tensors.put(name, tensor);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> FlowWeights.of(SMALL, tensors))
        .withMessageContaining(message);
  }
}
