package io.vigia.density.set;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;
import java.util.SplittableRandom;

/**
 * Messages on a nearest-neighbour graph, after the edge convolution of Wang et al. 2019 ("Dynamic
 * Graph CNN", equation 8), with the coordinates' offset d on each edge:
 *
 * <pre>
 * e_ij = silu(V silu(A h_i + B h_j + C d_ij))        m_i = W (mean_j e_ij, max_j e_ij)
 * </pre>
 */
final class NeighbourMessages {
  private final SetArchitecture architecture;
  private final DenseNetwork own;
  private final DenseNetwork neighbour;
  private final DenseNetwork offset;
  private final DenseNetwork edge;
  private final DenseNetwork message;
  private final NDArray far;

  NeighbourMessages(
      SetArchitecture architecture, ParameterTable table, String name, NDManager constants) {
    this.architecture = architecture;
    int width = architecture.width();
    this.own = SetVelocity.linear(table, name + ".own", width, width);
    this.neighbour = SetVelocity.linear(table, name + ".neighbour", width, width);
    this.offset = SetVelocity.linear(table, name + ".offset", architecture.coordinates(), width);
    this.edge = SetVelocity.linear(table, name + ".edge", width, width);
    this.message = SetVelocity.linear(table, name, 2 * width, width);
    this.far = constants.create(1e6f);
  }

  void initialise(float[] theta, SplittableRandom random) {
    own.initialise(theta, random, 1);
    neighbour.initialise(theta, random, 1);
    offset.initialise(theta, random, 1);
    edge.initialise(theta, random, 1);
    message.initialise(theta, random, 1);
  }

  /**
   * @param particle [n, N, width]
   * @return [n, N, width]
   */
  NDArray of(NDList parameters, NDArray particle, Neighbours graph) {
    long sets = particle.getShape().get(0);
    long particles = architecture.particles();
    NDArray theirs =
        graph
            .chosen()
            .matMul(neighbour.apply(parameters, particle))
            .reshape(sets, particles, architecture.neighbours(), architecture.width());
    NDArray mine = own.apply(parameters, particle).expandDims(2);
    NDArray first = theirs.add(mine).add(offset.apply(parameters, graph.offset()));
    NDArray edges =
        DenseNetwork.silu(edge.apply(parameters, DenseNetwork.silu(first))).mul(graph.there());
    NDArray count = graph.there().sum(new int[] {2});
    NDArray mean = edges.sum(new int[] {2}).div(count.maximum(count.onesLike()));
    // Where a neighbour is none its zero is moved below every message.
    NDArray largest = edges.add(graph.there().sub(1).mul(far)).max(new int[] {2});
    return message.apply(parameters, mean.concat(largest, 2));
  }
}
