package io.vigia.density.set;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import io.vigia.density.Torch;

/**
 * Each particle's k nearest, itself among them, by the Euclidean distance of the first coordinates.
 *
 * @param chosen [n, N k, N], a row of zeros and a one for each edge: multiplied with the particles'
 *     states it gives each edge its neighbour's. In sets of some hundred members that is quicker
 *     than to gather, whose gradient scatters
 * @param there [n, N, k, 1], whether the neighbour is one: a set may have fewer than k members
 * @param offset [n, N, k, coordinates], the neighbour's coordinates less the particle's
 */
record Neighbours(NDArray chosen, NDArray there, NDArray offset) {
  /** Farther than any particle that is there: where the mask takes one away. */
  private static final float FAR = 1e12f;

  /**
   * @param values [n, N, f]
   * @param mask [n, N, 1]
   */
  static Neighbours of(SetArchitecture architecture, NDArray values, NDArray mask) {
    long sets = values.getShape().get(0);
    int particles = architecture.particles();
    int k = architecture.neighbours();
    int coordinates = architecture.coordinates();
    NDArray place = values.stopGradient().get(":, :, :" + coordinates);
    NDArray chosen =
        Torch.withoutGradient(
            () -> {
              NDArray square =
                  place.expandDims(1).sub(place.expandDims(2)).square().sum(new int[] {3});
              NDArray away = mask.sub(1).mul(-FAR).reshape(sets, 1, particles);
              return square
                  .add(away)
                  .topK(k, 2, false, true)
                  .get(1)
                  .oneHot(particles, DataType.FLOAT32)
                  .reshape(sets, (long) particles * k, particles);
            });
    NDArray there = chosen.matMul(mask).reshape(sets, particles, k, 1);
    NDArray theirs = chosen.matMul(place).reshape(sets, particles, k, coordinates);
    return new Neighbours(chosen, there, theirs.sub(place.expandDims(2)));
  }
}
