package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;

/** A dense network that reads the noisy row, the noise and the context. */
final class DenseVelocity implements VelocityPredictor {
  private final DenseNetwork network;
  private final NoiseFeatures noise;

  DenseVelocity(DiffusionArchitecture architecture, ParameterTable table, NDManager constants) {
    this.noise = new NoiseFeatures(architecture.frequencies(), constants);
    this.network =
        new DenseNetwork(
            table,
            "velocity",
            architecture.features() + noise.count() + architecture.context(),
            architecture.hidden(),
            architecture.features());
  }

  DenseNetwork network() {
    return network;
  }

  @Override
  public NDArray velocity(NDList parameters, NDArray z, NDArray gamma, NDArray condition) {
    NDArray input = z.concat(noise.of(gamma), 1);
    if (condition.getShape().get(1) > 0) {
      input = input.concat(condition, 1);
    }
    return network.apply(parameters, input);
  }
}
