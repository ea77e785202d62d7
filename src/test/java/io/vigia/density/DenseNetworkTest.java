package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.kernel.Tensor;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class DenseNetworkTest {
  private static final int INPUTS = 3;

  private final ParameterTable table = new ParameterTable();
  private final ParameterTable.Entry free = table.add("free", 2);
  private final DenseNetwork network = new DenseNetwork(table, "net", INPUTS, List.of(5, 4), 2);

  @Test
  void itIsTheFormula() {
    ParameterTable one = new ParameterTable();
    DenseNetwork neuron = new DenseNetwork(one, "n", 2, List.of(1), 1);
    try (NDManager scope = Torch.engine().newBaseManager()) {
      // W_0 = (1, 2), b_0 = -1, W_1 = 3, b_1 = 0.5
      NDList parameters = one.split(scope.create(new float[] {1, 2, -1, 3, 0.5f}));
      NDArray x = scope.create(new float[] {2, -1}, new Shape(1, 2));
      double silu = -1 / (1 + Math.exp(1));
      assertThat((double) neuron.apply(parameters, x).getFloat())
          .isCloseTo(3 * silu + 0.5, within(1e-6));
    }
  }

  @Test
  void tangentsAreTheDifferencesOfTheOutput() {
    try (NDManager scope = Torch.engine().newBaseManager()) {
      NDList parameters = table.split(scope.create(doubles(start())));
      NDArray x = scope.create(new double[] {0.3, -1, 2, 0.7, 0.1, -0.4}, new Shape(2, INPUTS));
      NDArray directions =
          scope.create(new double[] {1, 0, 0, 0.5, -1, 2}, new Shape(2, 1, INPUTS));
      DenseNetwork.Derivative derivative = network.derivative(parameters, x, directions);
      assertThat(derivative.value().toDoubleArray())
          .containsExactly(network.apply(parameters, x).toDoubleArray(), within(1e-12));
      NDArray step = directions.mul(1e-5);
      for (int k = 0; k < 2; k++) {
        NDArray above = network.apply(parameters, x.add(step.get(k)));
        NDArray below = network.apply(parameters, x.sub(step.get(k)));
        assertThat(derivative.tangents().get(k).toDoubleArray())
            .containsExactly(above.sub(below).div(2e-5).toDoubleArray(), within(1e-8));
      }
    }
  }

  @Test
  void thetaComesBackFromItsTensors() {
    float[] theta = start();
    theta[free.offset()] = 7;
    Map<String, Tensor> tensors = table.tensors(theta);
    assertThat(tensors).containsKeys("free", "net.layer.0.weight", "net.layer.2.bias");
    assertThat(tensors.get("net.layer.0.weight"))
        .isInstanceOfSatisfying(
            Tensor.Floats.class, t -> assertThat(t.shape()).containsExactly(5, INPUTS));
    assertThat(table.theta(tensors)).isEqualTo(theta);
  }

  @Test
  void aTensorThatDoesNotFitIsNamed() {
    Map<String, Tensor> tensors = table.tensors(start());
    tensors.put("net.layer.1.bias", Tensor.of(new float[3], 3));
    assertThatThrownBy(() -> table.theta(tensors))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("net.layer.1.bias is F32 [3]; F32 [4] is needed");
    tensors.remove("net.layer.1.bias");
    assertThatThrownBy(() -> table.theta(tensors)).hasMessageContaining("is missing");
    tensors.put("net.layer.1.bias", Tensor.of(new float[] {0, Float.NaN, 0, 0}, 4));
    assertThatThrownBy(() -> table.theta(tensors)).hasMessageContaining("holds NaN");
  }

  @Test
  void aGainOfZeroBeginsAsTheFunctionZero() {
    float[] theta = new float[table.size()];
    network.initialise(theta, new SplittableRandom(1), 0);
    try (NDManager scope = Torch.engine().newBaseManager()) {
      NDArray x = scope.create(new float[] {1, 2, 3}, new Shape(1, INPUTS));
      assertThat(network.apply(table.split(scope.create(theta)), x).toFloatArray())
          .containsExactly(0, 0);
      assertThat(theta[free.end()]).isNotZero();
    }
  }

  private float[] start() {
    float[] theta = new float[table.size()];
    network.initialise(theta, new SplittableRandom(5), 1);
    return theta;
  }

  private static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
