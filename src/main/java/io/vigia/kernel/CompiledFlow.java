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
  final List<AffineTransform> transforms;

  /** {@code -D/2 log(2 pi) - sum_j log scale_j}, in nats. */
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
    this.constant = -0.5 * mean.length * Math.log(2 * Math.PI) - logScales;
    this.transforms =
        PackedWeights.packed(
            IntStream.range(0, architecture.transforms())
                .mapToObj(t -> AffineTransform.of(weights, t))
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

  /** What scores, for provenance: such as {@code maf-simd-512} or {@code maf-plain}. */
  @Override
  public String name() {
    return architecture.kind() + "-" + kernel.label();
  }

  /** Multiplications for one vector: those that the masks leave, in whole blocks. */
  @Override
  public long multiplications() {
    return transforms.stream()
        .flatMap(transform -> transform.layers().stream())
        .mapToLong(MaskedLayer::multiplications)
        .sum();
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
