package io.vigia.training;

import ai.djl.Device;
import io.vigia.density.Density;
import io.vigia.density.TrainableDensity;
import io.vigia.feature.FeatureBlock;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowShape;
import io.vigia.kernel.Meaning;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A kind of density: how one is learned and opened.
 *
 * @param name as {@code model.json} has it
 * @param reads what its rows are
 * @param meaning of its log-densities
 * @param learning how its weights come about
 * @param opener gives the density on DJL from its weights
 */
public record DensityKind(
    String name, Reads reads, Meaning meaning, Learning learning, Opener opener) {
  /** What rows are. */
  public enum Reads {
    /** Columns that mean something each by itself. */
    COLUMNS("columns"),
    /** An image: {@link FeatureBlock.Pixels}. */
    PIXELS("pixels"),
    /** A set: {@link FeatureBlock.Members}. */
    MEMBERS("members of a set");

    private final String words;

    Reads(String words) {
      this.words = words;
    }

    /** In words, for a message. */
    public String words() {
      return words;
    }

    /** What rows of these features are. */
    public static Reads of(@Nullable FeatureBlock block) {
      if (block == null) {
        return COLUMNS;
      }
      return block instanceof FeatureBlock.Pixels ? PIXELS : MEMBERS;
    }
  }

  /** How weights come about. */
  public sealed interface Learning {
    /**
     * By the training loop.
     *
     * @param rate the peak of the learning rate that suits it, as a share of that of a flow
     * @param mostInABatch rows of a step at most
     */
    record ByGradient(double rate, int mostInABatch, Function<Setup, TrainableDensity> density)
        implements Learning {
      /** With batches of any size. */
      public ByGradient(double rate, Function<Setup, TrainableDensity> density) {
        this(rate, Integer.MAX_VALUE, density);
      }
    }

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
   * @param block what the coordinates are as a whole; null where each is a column of its own
   * @param start weights of this kind that it will start from, where they are of its shape; else
   *     null
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
      @Nullable FeatureBlock block,
      long seed,
      @Nullable DensityWeights start,
      Device device) {
    /**
     * The block, for a kind that reads such.
     *
     * @throws IllegalArgumentException where the coordinates are none
     */
    <B extends FeatureBlock> B block(Class<B> type) {
      if (!type.isInstance(block)) {
        throw new IllegalArgumentException(
            "the coordinates are " + block + "; a block of " + type.getSimpleName() + " is needed");
      }
      return type.cast(block);
    }
  }
}
