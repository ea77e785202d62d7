package io.vigia.kernel;

import java.util.Set;
import java.util.TreeSet;

/**
 * A density compiled for the CPU: what all threads share. Immutable and safe for use by several
 * threads; each takes its own {@link LogDensity}.
 */
public interface CompiledDensity {
  /** The length of a row. */
  int inputs();

  /** A density for one thread, with scratch memory of its own. */
  LogDensity newLogDensity();

  /** What scores, for provenance: such as {@code nsf-ar-simd-512}. */
  String name();

  /** Multiplications for one row: those that the masks leave, in whole blocks. */
  long multiplications();

  /** What its numbers are. */
  default Meaning meaning() {
    return Meaning.EXACT;
  }

  /** The kinds of density that {@link #of} compiles; the others need DJL. */
  static Set<String> kinds() {
    Set<String> kinds = new TreeSet<>(FlowArchitecture.KINDS);
    kinds.add(ContractionResidual.KIND);
    return kinds;
  }

  /**
   * Compiles a density.
   *
   * @throws IllegalArgumentException where its kind is not among {@link #kinds()}, or its weights
   *     do not fit its shape
   */
  static CompiledDensity of(DensityWeights weights, Kernel kernel) {
    if (!kinds().contains(weights.kind())) {
      throw new IllegalArgumentException(
          "a density of kind " + weights.kind() + " does not compile; these do: " + kinds());
    }
    return weights.kind().equals(ContractionResidual.KIND)
        ? ContractionResidual.of(weights)
        : CompiledFlow.of(FlowWeights.of(weights), kernel);
  }
}
