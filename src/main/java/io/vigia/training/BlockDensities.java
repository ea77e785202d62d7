package io.vigia.training;

import io.vigia.density.TrainableDensity;
import io.vigia.density.set.SetArchitecture;
import io.vigia.density.set.TrainableSetDiffusion;
import io.vigia.density.vae.TrainableVae;
import io.vigia.density.vae.VaeArchitecture;
import io.vigia.feature.FeatureBlock;

/** The densities of rows that are one thing: an image, a set. */
final class BlockDensities {
  private static final int SET_WIDTH = 32;
  private static final int NEIGHBOURS = 20;

  private BlockDensities() {}

  /**
   * @throws IllegalArgumentException where the rows are no pixels
   */
  static TrainableDensity images(DensityKind.Setup setup) {
    FeatureBlock.Pixels pixels = setup.block(FeatureBlock.Pixels.class);
    return new TrainableVae(
        VaeArchitecture.images(pixels.channels(), pixels.side(), setup.context()),
        setup.mean(),
        setup.scale(),
        setup.device());
  }

  /**
   * Pooled layers for small sets or where nearness means nothing, else a graph of neighbours.
   *
   * @throws IllegalArgumentException where the rows are no sets
   * @throws UnfitDataException where there are no members, or a number is the same for all of them
   */
  static TrainableDensity sets(DensityKind.Setup setup) {
    FeatureBlock.Members set = setup.block(FeatureBlock.Members.class);
    int numbers = set.numbers().size();
    SetArchitecture architecture =
        set.near() == 0 || set.most() <= NEIGHBOURS
            ? SetArchitecture.pooled(set.most(), numbers, setup.context(), SET_WIDTH, 3)
            : SetArchitecture.graph(
                set.most(), numbers, setup.context(), SET_WIDTH, 2, NEIGHBOURS, set.near());
    int count = setup.rows().length / architecture.inputs();
    requireSpread(set, setup.rows(), architecture.inputs());
    return TrainableSetDiffusion.of(architecture, setup.rows(), count, setup.device());
  }

  /** Each of the members' numbers takes more than one value. */
  private static void requireSpread(FeatureBlock.Members set, float[] rows, int inputs) {
    int size = set.numbers().size();
    for (int j = 0; j < size; j++) {
      float least = Float.POSITIVE_INFINITY;
      float most = Float.NEGATIVE_INFINITY;
      for (int at = 0; at < rows.length; at += inputs) {
        for (int i = 0; i < set.most(); i++) {
          if (rows[at + set.most() * size + i] == 1) {
            least = Math.min(least, rows[at + i * size + j]);
            most = Math.max(most, rows[at + i * size + j]);
          }
        }
      }
      if (least > most) {
        throw new UnfitDataException(
            set.name()
                + " has no members in the training part. Look at the list at "
                + set.pointer());
      }
      if (least == most) {
        throw new UnfitDataException(
            set.numbers().get(j)
                + " is "
                + least
                + " for all members of "
                + set.name()
                + ". Leave it out");
      }
    }
  }
}
