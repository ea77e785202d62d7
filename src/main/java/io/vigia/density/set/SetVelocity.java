package io.vigia.density.set;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;
import io.vigia.density.diffusion.NoiseFeatures;
import io.vigia.density.diffusion.VelocityPredictor;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * A network over sets: reordering the particles reorders what it gives, and particles that the mask
 * takes away change nothing. Each particle has a state h, the set a state g, and a layer is
 *
 * <pre>
 * g += silu(W_g (mean_i h_i, sum_i h_i / N, g))
 * h_i += silu(W_h h_i + U g [+ W_m m_i])
 * </pre>
 *
 * <p>with means and sums over the particles that are there (Zaheer et al. 2017, "Deep Sets";
 * Buhmann, Kasieczka and Thaler 2023, "EPiC-GAN", equations 3 and 4), and with the messages m_i of
 * {@link NeighbourMessages} where there is a graph.
 */
final class SetVelocity implements VelocityPredictor {
  /** One layer's networks. */
  private record Layer(
      DenseNetwork ofSet,
      DenseNetwork ofParticle,
      DenseNetwork fromSet,
      @Nullable NeighbourMessages messages) {}

  private final SetArchitecture architecture;
  private final NoiseFeatures noise;
  private final DenseNetwork setStart;
  private final DenseNetwork particleStart;
  private final DenseNetwork particleStartFromSet;
  private final List<Layer> layers = new ArrayList<>();
  private final DenseNetwork last;
  private final NDArray share;

  SetVelocity(SetArchitecture architecture, ParameterTable table, NDManager constants) {
    this.architecture = architecture;
    this.noise = new NoiseFeatures(architecture.frequencies(), constants);
    this.share = constants.create(1f / architecture.particles());
    int width = architecture.width();
    int told = noise.count() + 1 + architecture.context();
    this.setStart = new DenseNetwork(table, "set", told, List.of(width), width);
    this.particleStart = linear(table, "particle", architecture.particleFeatures(), width);
    this.particleStartFromSet = linear(table, "particle.set", width, width);
    for (int l = 0; l < architecture.layers(); l++) {
      String name = "layer." + l;
      layers.add(
          new Layer(
              linear(table, name + ".set", 3 * width, width),
              linear(table, name + ".particle", width, width),
              linear(table, name + ".from_set", width, width),
              architecture.neighbours() == 0
                  ? null
                  : new NeighbourMessages(architecture, table, name + ".message", constants)));
    }
    this.last = linear(table, "velocity", width, architecture.particleFeatures());
  }

  /** Begins as the function 0. */
  void initialise(float[] theta, SplittableRandom random) {
    setStart.initialise(theta, random, 1);
    particleStart.initialise(theta, random, 1);
    particleStartFromSet.initialise(theta, random, 1);
    for (Layer layer : layers) {
      layer.ofSet.initialise(theta, random, 1);
      layer.ofParticle.initialise(theta, random, 1);
      layer.fromSet.initialise(theta, random, 1);
      if (layer.messages != null) {
        layer.messages.initialise(theta, random);
      }
    }
    last.initialise(theta, random, 0);
  }

  /**
   * @param z [n, N f]
   * @param condition [n, N + C]: the mask, then the context
   */
  @Override
  public NDArray velocity(NDList parameters, NDArray z, NDArray gamma, NDArray condition) {
    long sets = z.getShape().get(0);
    int particles = architecture.particles();
    NDArray mask = condition.get(":, :" + particles).reshape(sets, particles, 1);
    NDArray count = mask.sum(new int[] {1});
    NDArray atLeastOne = count.maximum(count.onesLike());
    NDArray told = noise.of(gamma).concat(count.mul(share), 1);
    if (architecture.context() > 0) {
      told = told.concat(condition.get(":, " + particles + ":"), 1);
    }
    NDArray values = z.reshape(sets, particles, architecture.particleFeatures());
    Neighbours graph =
        architecture.neighbours() == 0 ? null : Neighbours.of(architecture, values, mask);

    NDArray set = DenseNetwork.silu(setStart.apply(parameters, told));
    NDArray particle =
        DenseNetwork.silu(
            particleStart
                .apply(parameters, values)
                .add(spread(particleStartFromSet.apply(parameters, set))));
    for (Layer layer : layers) {
      NDArray sum = particle.mul(mask).sum(new int[] {1});
      NDArray seen = sum.div(atLeastOne).concat(sum.mul(share), 1).concat(set, 1);
      set = set.add(DenseNetwork.silu(layer.ofSet.apply(parameters, seen)));
      NDArray change =
          layer
              .ofParticle
              .apply(parameters, particle)
              .add(spread(layer.fromSet.apply(parameters, set)));
      if (layer.messages != null && graph != null) {
        change = change.add(layer.messages.of(parameters, particle, graph));
      }
      particle = particle.add(DenseNetwork.silu(change)).mul(mask);
    }
    return last.apply(parameters, particle).mul(mask).reshape(sets, architecture.values());
  }

  /** [n, width] for each particle. */
  private static NDArray spread(NDArray set) {
    return set.expandDims(1);
  }

  static DenseNetwork linear(ParameterTable table, String name, int inputs, int outputs) {
    return new DenseNetwork(table, name, inputs, List.of(), outputs);
  }
}
