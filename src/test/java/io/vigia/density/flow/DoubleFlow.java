package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.vigia.density.BijectionLaws.Bijection;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowArchitecture;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The trained graph itself, in float64, for laws that float32 would hide. A conditional flow is
 * looked at under one condition.
 */
final class DoubleFlow implements Bijection, AutoCloseable {
  private final NDManager manager = Torch.engine().newBaseManager();
  private final FlowArchitecture architecture;
  private final ParameterLayout layout;
  private final FlowConstants constants;
  private final NDArray theta;
  private final FlowGraph flow;
  private double[] condition;

  /** Both gradients of a mean log-density. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Gradients(double[] theta, double[] rows) {}

  DoubleFlow(FlowArchitecture architecture, double[] theta, long seed) {
    this.architecture = architecture;
    this.layout = new ParameterLayout(architecture);
    int[][] permutations =
        FeatureOrders.permutations(architecture.features(), architecture.transforms(), seed);
    this.constants = FlowConstants.of(architecture, permutations, manager, DataType.FLOAT64);
    this.theta = manager.create(theta);
    this.flow = FlowGraph.factored(layout, constants, this.theta);
    SplittableRandom random = new SplittableRandom(seed);
    this.condition =
        random.doubles(architecture.context()).map(u -> random.nextGaussian()).toArray();
  }

  /** A random flow; with a gain of 1 it is far from the identity. */
  static DoubleFlow random(FlowArchitecture architecture, double gain, long seed) {
    return new DoubleFlow(
        architecture, doubles(new ParameterLayout(architecture).random(seed, gain)), seed);
  }

  /** The same flow, looked at under another condition from now on. */
  DoubleFlow given(double... other) {
    condition = other.clone();
    return this;
  }

  @Override
  public double[] forward(double[] x) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.forward(rows(scope, x), context(scope, x)).noise().toDoubleArray();
    }
  }

  @Override
  public double[] inverse(double[] u) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.inverse(rows(scope, u), context(scope, u)).toDoubleArray();
    }
  }

  @Override
  public double logAbsDetJacobian(double[] x) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.forward(rows(scope, x), context(scope, x)).logAbsDet().sum().getDouble();
    }
  }

  double[] logDensity(double[] rows) {
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> flow.logDensity(rows(scope, rows), context(scope, rows)).toDoubleArray());
    }
  }

  /**
   * d mean(log p) / d theta and / d rows, as DJL gives them.
   *
   * @param meanwhile runs between the forward and the backward pass
   */
  Gradients gradients(double[] rows, Runnable meanwhile) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray variable = scope.create(theta.toDoubleArray());
      variable.setRequiresGradient(true);
      NDArray x = rows(scope, rows);
      x.setRequiresGradient(true);
      FlowGraph differentiable = FlowGraph.factored(layout, constants, variable);
      NDArray mean = differentiable.logDensity(x, context(scope, rows)).mean();
      meanwhile.run();
      collector.backward(mean);
      return new Gradients(variable.getGradient().toDoubleArray(), x.getGradient().toDoubleArray());
    }
  }

  double[] theta() {
    return theta.toDoubleArray();
  }

  @Override
  public void close() {
    manager.close();
  }

  private NDArray rows(NDManager scope, double[] x) {
    int features = architecture.features();
    return scope.create(x, new Shape(x.length / features, features));
  }

  private NDArray context(NDManager scope, double[] x) {
    int count = x.length / architecture.features();
    double[] repeated = new double[count * condition.length];
    Arrays.setAll(repeated, i -> condition[i % condition.length]);
    return scope.create(repeated, new Shape(count, condition.length));
  }

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
