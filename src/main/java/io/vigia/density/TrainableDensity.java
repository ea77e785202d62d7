package io.vigia.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;

/**
 * A density to be trained: its loss as a pure function of one vector of parameters theta, so that
 * whoever trains it ({@link GradientLearner}) owns theta, its gradient and every array of a step.
 *
 * <p>Traps of DJL that an implementation must mind: no {@code x.mul(number)} or {@code
 * x.div(number)} in the graph (a use after free: take an array that outlives the step); results
 * belong to the first operand's manager, so begin with theta or the rows; no casts, no {@code
 * duplicate}.
 */
public interface TrainableDensity extends AutoCloseable {
  /** What a row holds. */
  RowSchema schema();

  /** Parameters to start from; the same seed gives the same. */
  float[] initial(long seed);

  /**
   * Parameters to go on from: the inverse of {@link #weights}. What standardises rows is not among
   * them, and may be another's.
   *
   * @throws IllegalArgumentException where the weights are of another kind or shape, or of one that
   *     is not stored
   */
  default float[] parameters(DensityWeights weights) {
    throw new IllegalArgumentException(
        "weights of kind " + weights.kind() + " are none of a density that is not stored");
  }

  /** Sets to zero the parts of a gradient whose parameters must stay as they are. */
  default void applyMasks(float[] gradient) {}

  /**
   * The mean loss of rows: their negative log-density, or its bound, in nats.
   *
   * @param theta [parameters], float32, maybe with a gradient
   * @param rows [count, inputs], float32
   * @param scope closed after the step: for arrays such as noise
   * @param draw what random numbers follow from: differs from step to step in training, and is the
   *     same for the same rows in validation
   * @return a scalar
   */
  NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw);

  /** The trained density's numbers, as a bundle stores them. */
  DensityWeights weights(float[] theta);

  /** Frees what outlives steps, such as constants. */
  @Override
  void close();
}
