package io.vigia.density.set;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.ParameterTable;
import io.vigia.density.Standardiser;
import io.vigia.density.diffusion.DiffusionInput;
import io.vigia.density.diffusion.NoiseSchedule;
import io.vigia.density.diffusion.VariationalDiffusion;

/** What training, scoring and sampling of a set model share. */
final class SetGraph {
  private final SetArchitecture architecture;
  private final ParameterTable table = new ParameterTable();
  private final SetVelocity predictor;
  private final VariationalDiffusion diffusion;
  private final Standardiser standardiser;

  /**
   * @param standardiser of a particle's numbers
   * @param constants outlives every graph
   */
  SetGraph(SetArchitecture architecture, Standardiser standardiser, NDManager constants) {
    this.architecture = architecture;
    this.standardiser = standardiser;
    NoiseSchedule schedule = new NoiseSchedule(table, architecture.bins(), constants);
    this.predictor = new SetVelocity(architecture, table, constants);
    this.diffusion = new VariationalDiffusion(schedule, predictor, constants);
  }

  ParameterTable table() {
    return table;
  }

  SetVelocity predictor() {
    return predictor;
  }

  VariationalDiffusion diffusion() {
    return diffusion;
  }

  Standardiser standardiser() {
    return standardiser;
  }

  /**
   * @param rows [n, N (f + 1) + C]
   */
  DiffusionInput input(NDArray rows) {
    int values = architecture.values();
    NDArray mask = rows.get(":, " + values + ":" + architecture.features());
    NDArray wide = wide(mask);
    NDArray particles = rows.get(":, :" + values).reshape(-1, architecture.particleFeatures());
    NDArray x = standardiser.apply(particles).z().reshape(-1, values).mul(wide);
    return new DiffusionInput(x, rows.get(":, " + values + ":"), wide);
  }

  /** From [n, N] to [n, N f]: for each of a particle's numbers. */
  NDArray wide(NDArray mask) {
    long sets = mask.getShape().get(0);
    long particles = architecture.particles();
    return mask.reshape(sets, particles, 1)
        .broadcast(new Shape(sets, particles, architecture.particleFeatures()))
        .reshape(sets, architecture.values());
  }
}
