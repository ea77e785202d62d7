package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.vigia.density.BijectionLaws.Bijection;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowArchitecture;

/** The trained graph itself, in float64, for laws that float32 would hide. */
final class DoubleFlow implements Bijection, AutoCloseable {
  private final NDManager manager = Torch.engine().newBaseManager();
  private final FlowArchitecture architecture;
  private final ParameterLayout layout;
  private final FlowConstants constants;
  private final NDArray theta;
  private final FlowGraph flow;

  DoubleFlow(FlowArchitecture architecture, double[] theta, long seed) {
    this.architecture = architecture;
    this.layout = new ParameterLayout(architecture);
    int[][] permutations =
        FeatureOrders.permutations(architecture.features(), architecture.transforms(), seed);
    this.constants = FlowConstants.of(architecture, permutations, manager, DataType.FLOAT64);
    this.theta = manager.create(theta);
    this.flow = FlowGraph.factored(layout, constants, this.theta);
  }

  /** A random flow; with a gain of 1 it is far from the identity. */
  static DoubleFlow random(FlowArchitecture architecture, double gain, long seed) {
    return new DoubleFlow(
        architecture, doubles(new ParameterLayout(architecture).initial(seed, gain)), seed);
  }

  @Override
  public double[] forward(double[] x) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.forward(rows(scope, x), null).noise().toDoubleArray();
    }
  }

  @Override
  public double[] inverse(double[] u) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.inverse(rows(scope, u), null).toDoubleArray();
    }
  }

  @Override
  public double logAbsDetJacobian(double[] x) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.forward(rows(scope, x), null).logAbsDet().sum().getDouble();
    }
  }

  double[] logDensity(double[] rows) {
    try (NDManager scope = manager.newSubManager()) {
      return flow.logDensity(rows(scope, rows), null).toDoubleArray();
    }
  }

  /**
   * d mean(log p) / d theta, as DJL gives it.
   *
   * @param meanwhile runs between the forward and the backward pass
   */
  double[] gradient(double[] rows, Runnable meanwhile) {
    try (NDManager scope = manager.newSubManager();
        GradientCollector collector = Torch.engine().newGradientCollector()) {
      NDArray variable = scope.create(theta.toDoubleArray());
      variable.setRequiresGradient(true);
      FlowGraph differentiable = FlowGraph.factored(layout, constants, variable);
      NDArray mean = differentiable.logDensity(rows(scope, rows), null).mean();
      meanwhile.run();
      collector.backward(mean);
      return variable.getGradient().toDoubleArray();
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

  static double[] doubles(float[] values) {
    double[] doubles = new double[values.length];
    for (int i = 0; i < values.length; i++) {
      doubles[i] = values[i];
    }
    return doubles;
  }
}
