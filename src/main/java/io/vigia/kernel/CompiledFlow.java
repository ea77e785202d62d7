package io.vigia.kernel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * A flow compiled for the CPU, once, from its weights: what all threads share. Immutable and safe
 * for use by several threads; each takes its own {@link LogDensity}.
 */
public final class CompiledFlow implements CompiledDensity {
  private final FlowArchitecture architecture;
  private final Kernel kernel;

  final float[] mean;
  final float[] inverseScale;
  final OutputLayout layout;
  final List<CompiledTransform> transforms;

  /** {@code -D/2 log(2 pi) - sum_j log scale_j + sum_t log|det M_t|}, in nats. */
  final double constant;

  private CompiledFlow(FlowWeights weights, Kernel kernel) {
    this.architecture = weights.architecture();
    this.kernel = kernel;
    this.mean = weights.mean().clone();
    this.inverseScale = new float[mean.length];
    double logScales = 0;
    for (int j = 0; j < mean.length; j++) {
      inverseScale[j] = 1 / weights.scale()[j];
      logScales += Math.log(weights.scale()[j]);
    }
    for (int t = 0; t < architecture.transforms() && architecture.linearMixing(); t++) {
      logScales -= weights.logAbsDeterminant(t);
    }
    this.constant = -0.5 * mean.length * Math.log(2 * Math.PI) - logScales;
    this.layout = OutputLayout.of(architecture);
    this.transforms =
        PackedWeights.packed(
            IntStream.range(0, architecture.transforms())
                .mapToObj(t -> CompiledTransform.of(weights, t, layout))
                .toList());
  }

  /** Compiled for the kernel that this JVM was started with: {@link Kernel#selected()}. */
  public static CompiledFlow of(FlowWeights weights) {
    return of(weights, Kernel.selected());
  }

  /** Compiled for a kernel of the caller's choice. */
  public static CompiledFlow of(FlowWeights weights, Kernel kernel) {
    return new CompiledFlow(weights, kernel.requireAvailable());
  }

  public FlowArchitecture architecture() {
    return architecture;
  }

  public Kernel kernel() {
    return kernel;
  }

  @Override
  public int inputs() {
    return architecture.inputs();
  }

  /** What scores, for provenance: such as {@code nsf-ar-simd-512} or {@code maf-plain}. */
  @Override
  public String name() {
    return architecture.kind() + "-" + kernel.label();
  }

  /** Multiplications for one vector: those that the masks leave, in whole blocks. */
  @Override
  public long multiplications() {
    return transforms.stream()
        .flatMap(transform -> transform.allLayers().stream())
        .mapToLong(MaskedLayer::multiplications)
        .sum();
  }

  /**
   * Exponentials for one vector: that of each log-scale; or of each width and height of a spline,
   * and of the derivatives on both sides of a bin.
   */
  public long exponentials() {
    long each = architecture.spline() ? 2L * architecture.bins() + 2 : 1;
    return each * architecture.mapped() * architecture.transforms();
  }

  /** A density for one thread, with scratch memory of its own. */
  @Override
  public LogDensity newLogDensity() {
    return switch (kernel) {
      case SIMD -> new SimdPass(this);
      case PLAIN -> new PlainPass(this);
    };
  }
}
