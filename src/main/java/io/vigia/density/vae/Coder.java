package io.vigia.density.vae;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.vigia.density.ParameterTable;
import java.util.SplittableRandom;

/** The two networks of an autoencoder, as functions of theta. */
interface Coder {
  /** What the networks of this architecture are, with parameters of their own. */
  static Coder of(VaeArchitecture architecture) {
    return architecture.convolutional()
        ? new ConvolutionalCoder(architecture)
        : new DenseCoder(architecture);
  }

  /** Where the parameters are. */
  ParameterTable table();

  /** Writes a start into theta. */
  void initialise(float[] theta, SplittableRandom random);

  /**
   * The encoder.
   *
   * @param x standardised features, [batch, D]
   * @param context [batch, C]
   * @return means and raw log-deviations of q(z|x), [batch, 2 L]
   */
  NDArray encode(NDList parameters, NDArray x, NDArray context);

  /**
   * The decoder.
   *
   * @param z [batch, L]
   * @return mean and raw log-deviation of p(x|z), [batch, D] and [batch or 1, D]
   */
  Raw decode(NDList parameters, NDArray z, NDArray context);

  /** {@code x} and then the context, where there is one. */
  static NDArray beside(NDArray x, NDArray context) {
    return context.getShape().get(1) == 0 ? x : x.concat(context, 1);
  }

  /** A mean and a log-deviation before it is bounded. */
  record Raw(NDArray mean, NDArray logDeviation) {}
}
