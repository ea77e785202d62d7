package io.vigia.density.vae;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Architectures;
import io.vigia.density.RowNoise;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import io.vigia.kernel.Tensor;
import java.util.Map;

/**
 * A variational autoencoder to be trained: its loss is the mean of {@code -elbo}, one draw of z for
 * each row, in nats over the features as they come.
 */
public final class TrainableVae implements TrainableDensity {
  private final VaeArchitecture architecture;
  private final NDManager manager;
  private final Standardiser standardiser;
  private final Autoencoder autoencoder;

  /**
   * @param mean [D], what is taken from each feature before the encoder
   * @param scale [D], what it is then divided by, above 0
   * @param device where the losses will be computed
   * @throws IllegalArgumentException where mean or scale do not fit
   */
  public TrainableVae(VaeArchitecture architecture, float[] mean, float[] scale, Device device) {
    Standardiser.requireLength(mean, scale, architecture.features());
    this.architecture = architecture;
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = new Standardiser(manager, mean, scale);
    this.autoencoder = new Autoencoder(architecture, manager);
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(architecture.features(), architecture.context());
  }

  @Override
  public float[] initial(long seed) {
    return autoencoder.initial(seed);
  }

  @Override
  public float[] parameters(DensityWeights weights) {
    Architectures.require(weights, architecture);
    return autoencoder.table().theta(weights.tensors());
  }

  @Override
  public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
    Standardiser.Split split = standardiser.apply(rows);
    int count = (int) rows.getShape().get(0);
    float[] normal = RowNoise.normal(draw, count * architecture.latent());
    NDArray noise = scope.create(normal, new Shape(count, architecture.latent()));
    return autoencoder
        .elbo(autoencoder.table().split(theta), split.z(), split.context(), noise)
        .neg()
        .add(standardiser.logVolume())
        .mean();
  }

  @Override
  public DensityWeights weights(float[] theta) {
    Map<String, Tensor> tensors = autoencoder.table().tensors(theta);
    standardiser.store(tensors);
    return new DensityWeights(Architectures.write(architecture), tensors);
  }

  @Override
  public void close() {
    manager.close();
  }
}
