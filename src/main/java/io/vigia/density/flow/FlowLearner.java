package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.vigia.density.AdamW;
import io.vigia.density.MovingAverage;
import io.vigia.density.Optimisation;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A flow under training on standardised rows. The parameters live in Java; a step copies them into
 * a native scope, asks for the gradient there and closes the scope, so that native memory is the
 * same after each step. One thread, and one learner at a time in a JVM (DJL has one gradient
 * collector).
 */
public final class FlowLearner implements AutoCloseable {
  /** Of the last layers at the start: shifts and log-scales of about a hundredth. */
  private static final double INITIAL_GAIN = 0.01;

  private static final int SCORED_AT_ONCE = 4096;

  private final ParameterLayout layout;
  private final int[][] permutations;
  private final Optimisation optimisation;
  private final float[] theta;
  private final float[] gradient;
  private final AdamW optimiser;
  private final MovingAverage average;
  private final NDManager manager;
  private final FlowConstants constants;
  // Native copies of what a step reads; made once, since only a garbage collection frees them.
  private final ByteBuffer thetaCopy;
  private ByteBuffer rowsCopy = direct(0);

  /** A new flow near the identity; the same seed gives the same flow. */
  public FlowLearner(FlowArchitecture architecture, Optimisation optimisation, long seed) {
    this.layout = new ParameterLayout(architecture);
    this.permutations =
        FeatureOrders.permutations(architecture.features(), architecture.transforms(), seed);
    this.optimisation = optimisation;
    this.theta = layout.initial(seed, INITIAL_GAIN);
    this.gradient = new float[theta.length];
    this.optimiser = new AdamW(theta.length, optimisation.weightDecay());
    this.average = new MovingAverage(theta, optimisation.averaging());
    this.thetaCopy = direct(theta.length);
    this.manager = Torch.engine().newBaseManager();
    this.constants = FlowConstants.of(architecture, permutations, manager, DataType.FLOAT32);
  }

  /**
   * One step of {@link AdamW} on the mean negative log-likelihood of these rows.
   *
   * @param z standardised rows one after the other, the first {@code count} of them
   * @return that mean before the step, in nats per unit of standardised volume; where it or its
   *     gradient is not finite, NaN, and the parameters are as they were
   */
  public double step(float[] z, int count, double rate) {
    double loss = differentiate(z, count);
    layout.applyMasks(gradient);
    double norm = AdamW.clip(gradient, optimisation.gradientNorm());
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      return Double.NaN;
    }
    optimiser.step(theta, gradient, rate);
    average.update(theta);
    return loss;
  }

  /** The averaged parameters as they stand: a copy, to keep while it is the best. */
  public float[] parameters() {
    return average.value();
  }

  /** Log-densities under {@code parameters} of standardised rows, per standardised volume. */
  public double[] logDensity(float[] parameters, float[] z, int count) {
    try (NDManager scope = manager.newSubManager()) {
      MaskedAutoregressiveFlow flow =
          new MaskedAutoregressiveFlow(
              layout, constants, vector(scope, direct(parameters.length), parameters));
      double[] out = new double[count];
      for (int from = 0; from < count; from += SCORED_AT_ONCE) {
        score(flow, scope, z, from, Math.min(SCORED_AT_ONCE, count - from), out);
      }
      return out;
    }
  }

  /**
   * The flow with {@code parameters} as weights for the compiled kernel.
   *
   * @param mean subtracted from each feature before the flow
   * @param scale each feature is then divided by this, above 0
   */
  public FlowWeights weights(float[] parameters, float[] mean, float[] scale) {
    return FlowExport.weights(layout, permutations, parameters, mean, scale);
  }

  /** The native arrays that this learner holds between calls. */
  int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }

  /** Fills {@link #gradient}; returns the loss. */
  private double differentiate(float[] z, int count) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray parameters = vector(scope, thetaCopy, theta);
      parameters.setRequiresGradient(true);
      NDArray rows = rows(scope, z, 0, count);
      NDArray loss;
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        MaskedAutoregressiveFlow flow = new MaskedAutoregressiveFlow(layout, constants, parameters);
        loss = flow.logDensity(rows).mean().neg();
        collector.backward(loss);
      }
      ByteBuffer slope = parameters.getGradient().toByteBuffer();
      slope.order(ByteOrder.nativeOrder()).asFloatBuffer().get(gradient);
      return loss.getFloat();
    }
  }

  private void score(
      MaskedAutoregressiveFlow flow,
      NDManager parent,
      float[] z,
      int from,
      int count,
      double[] out) {
    try (NDManager scope = parent.newSubManager()) {
      float[] batch =
          Torch.withoutGradient(() -> flow.logDensity(rows(scope, z, from, count)).toFloatArray());
      for (int row = 0; row < count; row++) {
        out[from + row] = batch[row];
      }
    }
  }

  /** Rows {@code from .. from + count} of z, valid until the next call. */
  private NDArray rows(NDManager scope, float[] z, int from, int count) {
    int features = layout.architecture().features();
    if (rowsCopy.capacity() < count * features * Float.BYTES) {
      rowsCopy = direct(count * features);
    }
    rowsCopy.asFloatBuffer().put(z, from * features, count * features);
    ByteBuffer exact = rowsCopy.slice(0, count * features * Float.BYTES);
    return scope.create(
        exact.order(ByteOrder.nativeOrder()), new Shape(count, features), DataType.FLOAT32);
  }

  private static NDArray vector(NDManager scope, ByteBuffer copy, float[] values) {
    copy.asFloatBuffer().put(values);
    return scope.create(copy, new Shape(values.length), DataType.FLOAT32);
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }
}
