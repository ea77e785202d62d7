package io.vigia.training;

import ai.djl.Device;
import io.vigia.density.Density;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowShape;
import io.vigia.kernel.Meaning;
import java.util.function.Function;

/**
 * A kind of density: how one is learned and opened.
 *
 * @param name as {@code model.json} has it
 * @param meaning of its log-densities
 * @param learning how its weights come about
 * @param opener gives the density on DJL from its weights
 */
public record DensityKind(String name, Meaning meaning, Learning learning, Opener opener) {
  /** How weights come about. */
  public sealed interface Learning {
    /**
     * By the training loop.
     *
     * @param rate the peak of the learning rate that suits it, as a share of that of a flow
     */
    record ByGradient(double rate, Function<Setup, TrainableDensity> density) implements Learning {}

    /** At once from rows. */
    record AtOnce(Function<Setup, DensityWeights> fit) implements Learning {}
  }

  /** Gives a density from its weights. */
  @FunctionalInterface
  public interface Opener {
    /**
     * @throws IllegalArgumentException where the weights are not of this kind
     */
    Density open(DensityWeights weights, Device device);
  }

  /**
   * What a density begins with.
   *
   * @param features D, the coordinates
   * @param context C
   * @param mean of each coordinate over {@code rows}
   * @param scale their standard deviations, above 0
   * @param rows encoded rows of the training part, one after the other, [n, D + C]
   * @param flow the shape of a flow
   * @param device where it is trained
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Setup(
      int features,
      int context,
      float[] mean,
      float[] scale,
      float[] rows,
      FlowShape flow,
      long seed,
      Device device) {}
}
