package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.DenseNetwork;

/**
 * The flow of a vector field from noise at t = 0 to standardised data at t = 1 (Chen et al. 2018;
 * Grathwohl et al. 2019, equations 3 and 4):
 *
 * <pre>
 * dx/dt = v(x, t, c)        log p_1(x_1 | c) = log N(x_0; 0, 1) - integral_0^1 tr(dv/dx) dt
 * </pre>
 *
 * <p>Arrays are float32 or float64, as theta's; results belong to the rows' scope.
 *
 * @param parameters theta's tensors
 */
record ContinuousFlow(VectorField field, NDList parameters, OdeSolver solver) {
  private static final double LOG_TWO_PI = Math.log(2 * Math.PI);

  /**
   * Log-densities.
   *
   * @param x standardised, [batch, D]
   * @param context [batch, C]
   * @return [batch, 1], or [batch, S] for as many estimates of the trace, in nats per unit of
   *     standardised volume
   */
  NDArray logDensity(NDArray x, NDArray context, Trace trace) {
    int features = field.architecture().features();
    NDArray end = toNoise(x, context, trace);
    NDArray noise = end.get(":, :" + features);
    NDArray logNormal = noise.square().sum(new int[] {1}).div(-2).sub(features * LOG_TWO_PI / 2);
    // Time ran from 1 to 0, so the integral has its sign turned already.
    return end.get(":, " + features + ":").add(logNormal.expandDims(1));
  }

  /**
   * From data to noise with {@code integral_1^0 tr(dv/dx) dt}, which is {@code log |det
   * dx_0/dx_1|}.
   *
   * @return [batch, D + 1], or [batch, D + S]
   */
  NDArray toNoise(NDArray x, NDArray context, Trace trace) {
    long features = field.architecture().features();
    long sums = trace.exact() ? 1 : trace.projections().getShape().get(0);
    NDArray zeros = x.getManager().zeros(new Shape(x.getShape().get(0), sums), x.getDataType());
    OdeSolver.Slope slope =
        (t, y) -> {
          NDArray here = y.get(":, :" + features);
          DenseNetwork.Derivative derivative =
              field.derivative(parameters, here, time(t, here), context, trace.directions());
          return derivative.value().concat(trace.divergence(derivative), 1);
        };
    return solver.solve(slope, x.concat(zeros, 1), 1, 0);
  }

  /** From noise to standardised data, both [batch, D]. */
  NDArray toData(NDArray noise, NDArray context) {
    return solver.solve((t, x) -> field.velocity(parameters, x, time(t, x), context), noise, 0, 1);
  }

  /** The features of t for every row, [batch, time features], in x's manager. */
  private NDArray time(double t, NDArray x) {
    int width = field.architecture().timeFeatures();
    float[] features = new float[width];
    field.writeTime(t, features, 0);
    return x.getManager()
        .create(features, new Shape(1, width))
        .toType(x.getDataType(), false)
        .broadcast(x.getShape().get(0), width);
  }
}
