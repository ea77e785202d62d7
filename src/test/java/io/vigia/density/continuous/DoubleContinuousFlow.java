package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.BijectionLaws.Bijection;
import io.vigia.density.Torch;

/** The graph in float64, from data to noise, for laws that float32 would hide. */
final class DoubleContinuousFlow implements Bijection, AutoCloseable {
  private final NDManager manager = Torch.engine().newBaseManager();
  private final int features;
  private final ContinuousFlow flow;
  private final Trace trace;

  /** A random field; the larger the gain, the farther from standing still. */
  DoubleContinuousFlow(
      ContinuousFlowArchitecture architecture, double gain, long seed, OdeSolver solver) {
    VectorField field = new VectorField(architecture);
    float[] start = field.initial(seed);
    double[] theta = new double[start.length];
    for (int i = 0; i < theta.length; i++) {
      theta[i] = gain * start[i];
    }
    this.features = architecture.features();
    this.flow = new ContinuousFlow(field, field.table().split(manager.create(theta)), solver);
    this.trace = Trace.exact(field, manager, DataType.FLOAT64);
  }

  @Override
  public double[] forward(double[] x) {
    return Torch.withoutGradient(
        () -> {
          try (NDManager scope = manager.newSubManager()) {
            NDArray end = flow.toNoise(rows(scope, x), context(scope, x), trace);
            return end.get(":, :" + features).toDoubleArray();
          }
        });
  }

  @Override
  public double[] inverse(double[] u) {
    return Torch.withoutGradient(
        () -> {
          try (NDManager scope = manager.newSubManager()) {
            return flow.toData(rows(scope, u), context(scope, u)).toDoubleArray();
          }
        });
  }

  @Override
  public double logAbsDetJacobian(double[] x) {
    return Torch.withoutGradient(
        () -> {
          try (NDManager scope = manager.newSubManager()) {
            NDArray end = flow.toNoise(rows(scope, x), context(scope, x), trace);
            return end.toDoubleArray()[features];
          }
        });
  }

  @Override
  public void close() {
    manager.close();
  }

  private NDArray rows(NDManager scope, double[] x) {
    return scope.create(x, new Shape(x.length / features, features));
  }

  private NDArray context(NDManager scope, double[] x) {
    return scope.zeros(new Shape(x.length / features, 0), DataType.FLOAT64);
  }
}
