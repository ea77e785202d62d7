package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import io.vigia.density.DenseNetwork;
import io.vigia.density.ParameterTable;
import java.util.SplittableRandom;

/**
 * The vector field v(x, t, c): a dense network that reads x, features of t and c, in this order. A
 * pure function of theta.
 */
final class VectorField {
  private static final double GAIN = 0.1;

  private final ParameterTable table = new ParameterTable();
  private final ContinuousFlowArchitecture architecture;
  private final DenseNetwork network;

  VectorField(ContinuousFlowArchitecture architecture) {
    this.architecture = architecture;
    int inputs = architecture.inputs() + architecture.timeFeatures();
    this.network =
        new DenseNetwork(table, "field", inputs, architecture.hidden(), architecture.features());
  }

  ContinuousFlowArchitecture architecture() {
    return architecture;
  }

  ParameterTable table() {
    return table;
  }

  float[] initial(long seed) {
    float[] theta = new float[table.size()];
    network.initialise(theta, new SplittableRandom(seed), GAIN);
    return theta;
  }

  /** How many numbers the network reads: D, the features of time, C. */
  int networkInputs() {
    return architecture.inputs() + architecture.timeFeatures();
  }

  /** Writes t and the sines and cosines of {@code 2 pi k t}. */
  void writeTime(double t, float[] out, int at) {
    out[at] = (float) t;
    for (int k = 1; k <= architecture.frequencies(); k++) {
      out[at + 2 * k - 1] = (float) Math.sin(2 * Math.PI * k * t);
      out[at + 2 * k] = (float) Math.cos(2 * Math.PI * k * t);
    }
  }

  /**
   * The velocities.
   *
   * @param x standardised, [batch, D]
   * @param time features of t, [batch, time features]
   * @param context [batch, C]
   * @return [batch, D]
   */
  NDArray velocity(NDList parameters, NDArray x, NDArray time, NDArray context) {
    return network.apply(parameters, inputs(x, time, context));
  }

  /**
   * The velocities and their derivatives along directions.
   *
   * @param directions [S, batch or 1, {@link #networkInputs}]
   */
  DenseNetwork.Derivative derivative(
      NDList parameters, NDArray x, NDArray time, NDArray context, NDArray directions) {
    return network.derivative(parameters, inputs(x, time, context), directions);
  }

  private static NDArray inputs(NDArray x, NDArray time, NDArray context) {
    NDArray timed = x.concat(time, 1);
    return context.getShape().get(1) == 0 ? timed : timed.concat(context, 1);
  }
}
