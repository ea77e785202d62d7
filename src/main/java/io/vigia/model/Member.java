package io.vigia.model;

import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.kernel.RowSchema;
import io.vigia.kernel.Tensor;

/**
 * One density of a bundle with the way from a stream's rows to its coordinates.
 *
 * @param name unique in its bundle, {@code [a-z0-9][a-z0-9._-]*}
 * @param preprocessing from a row of features and context to the density's coordinates
 * @param weights of the density, with as many features as there are coordinates; where they are
 *     conditional on a class too, its one-hot follows the rest of the context
 * @param meaning of its log-densities
 * @param seed it was trained with
 */
public record Member(
    String name, Preprocessing preprocessing, DensityWeights weights, Meaning meaning, long seed) {
  /**
   * @throws IllegalArgumentException where the name is not allowed, the parts do not fit, or a
   *     weight is not finite
   */
  public Member {
    ModelBundle.requireName("member", name);
    if (weights.features() != preprocessing.coordinates()
        || weights.context() != preprocessing.context()) {
      throw new IllegalArgumentException(
          "member "
              + name
              + ": the weights are over "
              + weights.features()
              + " features and "
              + weights.context()
              + " context numbers, the preprocessing gives "
              + preprocessing.coordinates()
              + " and "
              + preprocessing.context());
    }
    try {
      if (FlowArchitecture.KINDS.contains(weights.kind())) {
        FlowWeights.of(weights);
      } else {
        weights.tensors().forEach(Member::requireFinite);
      }
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException("member " + name + ": " + e.getMessage(), e);
    }
  }

  /**
   * Its density compiled, over rows of inputs.
   *
   * @throws IllegalArgumentException where its kind does not compile
   */
  public CompiledDensity compiled(Kernel kernel) {
    return preprocessing.before(CompiledDensity.of(weights, kernel));
  }

  /** A flow over the features as they are. */
  static Member flow(FlowWeights weights, RowSchema schema, long seed) {
    return new Member(
        weights.architecture().kind(),
        Preprocessing.identity(schema),
        weights.toDensityWeights(),
        Meaning.EXACT,
        seed);
  }

  private static void requireFinite(String tensor, Tensor numbers) {
    if (numbers instanceof Tensor.Floats floats) {
      for (float number : floats.data()) {
        if (!Float.isFinite(number)) {
          throw new IllegalArgumentException(
              tensor
                  + " holds "
                  + number
                  + "; allowed: finite numbers (did the training diverge?)");
        }
      }
    }
  }
}
