package io.vigia.density.set;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.density.diffusion.DiffusionArchitecture;

/**
 * The shape of a diffusion model of sets, as JSON in snake case. A row has N particles of f numbers
 * each, one after the other, then N ones or zeros (whether that particle is there), then C numbers
 * of context.
 *
 * @param kind {@value #KIND}
 * @param features D, of a row: N (f + 1)
 * @param context C: 0 to 1024
 * @param particles N, the most members of a set: 1 to 1024
 * @param particleFeatures f: 1 to 64
 * @param width of the network's layers: 1 to 1024
 * @param layers of the network: 1 to 16
 * @param neighbours k of the nearest-neighbour graph that messages are sent on, a particle itself
 *     among them; 0 for pooled layers alone; at most N
 * @param coordinates how many of a particle's first numbers distance is taken in: 1 to f with a
 *     graph, else 0
 * @param frequencies of the Fourier features of the noise: 0 to 12
 * @param bins the steps of the noise schedule: 1 to 256
 * @param times how many noises a score averages over: even, 4 to 1024
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record SetArchitecture(
    String kind,
    int features,
    int context,
    int particles,
    int particleFeatures,
    int width,
    int layers,
    int neighbours,
    int coordinates,
    int frequencies,
    int bins,
    int times) {
  public static final String KIND = "set-vdm";
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public SetArchitecture {
    if (!KIND.equals(kind)) {
      throw new IllegalArgumentException("architecture.kind is '" + kind + "'; allowed: " + KIND);
    }
    DiffusionArchitecture.inRange("context", context, 0, 1024);
    DiffusionArchitecture.inRange("particles", particles, 1, 1024);
    DiffusionArchitecture.inRange("particle_features", particleFeatures, 1, 64);
    int row = particles * (particleFeatures + 1);
    DiffusionArchitecture.inRange("features", features, row, row);
    DiffusionArchitecture.inRange("width", width, 1, 1024);
    DiffusionArchitecture.inRange("layers", layers, 1, 16);
    DiffusionArchitecture.inRange("neighbours", neighbours, 0, particles);
    int least = neighbours == 0 ? 0 : 1;
    DiffusionArchitecture.inRange(
        "coordinates", coordinates, least, neighbours == 0 ? 0 : particleFeatures);
    DiffusionArchitecture.inRange("frequencies", frequencies, 0, 12);
    DiffusionArchitecture.inRange("bins", bins, 1, 256);
    DiffusionArchitecture.requireTimes(times);
  }

  /** Pooled layers, for small sets. */
  public static SetArchitecture pooled(
      int particles, int particleFeatures, int context, int width, int layers) {
    return of(particles, particleFeatures, context, width, layers, 0, 0);
  }

  /** A nearest-neighbour graph in the first {@code coordinates} numbers, for larger sets. */
  public static SetArchitecture graph(
      int particles,
      int particleFeatures,
      int context,
      int width,
      int layers,
      int neighbours,
      int coordinates) {
    return of(particles, particleFeatures, context, width, layers, neighbours, coordinates);
  }

  private static SetArchitecture of(
      int particles,
      int particleFeatures,
      int context,
      int width,
      int layers,
      int neighbours,
      int coordinates) {
    return new SetArchitecture(
        KIND,
        particles * (particleFeatures + 1),
        context,
        particles,
        particleFeatures,
        width,
        layers,
        neighbours,
        coordinates,
        4,
        16,
        16);
  }

  static SetArchitecture of(ObjectNode json) {
    return DiffusionArchitecture.read(json, SetArchitecture.class);
  }

  ObjectNode toJson() {
    return MAPPER.valueToTree(this);
  }

  /** N f, the numbers of a row that the diffusion is over. */
  @JsonIgnore
  public int values() {
    return particles * particleFeatures;
  }

  /** N (f + 1) + C, the length of a row. */
  @JsonIgnore
  public int inputs() {
    return features + context;
  }
}
