package io.vigia.density;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.vigia.kernel.DensityWeights;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A density under training by AdamW with a clipped gradient and averaged parameters. The parameters
 * live in Java; a step copies them into a native scope, asks for the gradient there and closes the
 * scope, so that native memory is the same after each step. One thread, and one learner at a time
 * in a JVM (DJL has one gradient collector).
 */
public final class GradientLearner implements AutoCloseable {
  private static final int ROWS_JUDGED_AT_ONCE = 2048;

  /** Numbers of rows judged at once: a thousand images would need gigabytes. */
  private static final int NUMBERS_JUDGED_AT_ONCE = 1 << 20;

  private final TrainableDensity density;
  private final int inputs;
  private final Optimisation optimisation;
  private final float[] theta;
  private final float[] gradient;
  private final AdamW optimiser;
  private final MovingAverage average;
  private final NDManager manager;
  // Native copies of what a step reads; made once, since only a garbage collection frees them.
  private final ByteBuffer thetaCopy;
  private ByteBuffer rowsCopy = direct(0);
  private long steps;

  /**
   * @param density closed by {@link #close()}
   * @param device where steps are computed, see {@link Torch#device}
   */
  public GradientLearner(
      TrainableDensity density, Optimisation optimisation, long seed, Device device) {
    this(density, optimisation, density.initial(seed), device);
  }

  /**
   * One that goes on from given parameters.
   *
   * @param density closed by {@link #close()}
   * @param start such as {@link TrainableDensity#parameters} gives them
   * @param device where steps are computed, see {@link Torch#device}
   */
  public GradientLearner(
      TrainableDensity density, Optimisation optimisation, float[] start, Device device) {
    this.density = density;
    this.inputs = density.schema().inputs();
    this.optimisation = optimisation;
    this.theta = start.clone();
    this.gradient = new float[theta.length];
    this.optimiser = new AdamW(theta.length, optimisation.weightDecay());
    this.average = new MovingAverage(theta, optimisation.averaging());
    this.thetaCopy = direct(theta.length);
    this.manager = Torch.engine().newBaseManager(device);
  }

  /** The numbers in a row. */
  public int inputs() {
    return inputs;
  }

  /**
   * One step on the mean loss of these rows.
   *
   * @param rows one after the other, the first {@code count} of them
   * @return that mean before the step, in nats; where it or its gradient is not finite, NaN, and
   *     the parameters are as they were
   */
  public double step(float[] rows, int count, double rate) {
    double loss = differentiate(rows, count);
    density.applyMasks(gradient);
    double norm = AdamW.clip(gradient, optimisation.gradientNorm());
    if (!Double.isFinite(loss) || !Double.isFinite(norm)) {
      return Double.NaN;
    }
    optimiser.step(theta, gradient, rate);
    average.update(theta);
    return loss;
  }

  /**
   * All that the next step depends on beside its rows.
   *
   * @param theta the parameters
   * @param moments of the optimiser
   * @param average of the parameters
   * @param steps taken, which random numbers follow from; the average has seen as many but those
   *     that were not finite
   * @param updates of the average
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record State(
      float[] theta, AdamW.Moments moments, float[] average, int updates, long steps) {}

  /** A copy of how far it is. */
  public State state() {
    return new State(theta.clone(), optimiser.moments(), average.value(), average.updates(), steps);
  }

  /**
   * Goes on from what {@link #state} gave: the same steps then give the same parameters.
   *
   * @throws IllegalArgumentException where it has another number of parameters
   */
  public void restore(State state) {
    if (state.theta.length != theta.length
        || state.average.length != theta.length
        || state.moments.mean().length != theta.length
        || state.moments.variance().length != theta.length) {
      throw new IllegalArgumentException(
          "a state of " + state.theta.length + " parameters; this density has " + theta.length);
    }
    System.arraycopy(state.theta, 0, theta, 0, theta.length);
    optimiser.restore(state.moments);
    average.restore(state.average, state.updates);
    steps = state.steps;
  }

  /** The averaged parameters as they stand: a copy, to keep while it is the best. */
  public float[] parameters() {
    return average.value();
  }

  /** The mean loss of rows under {@code parameters}, in nats; the same rows give the same. */
  public double loss(float[] parameters, float[] rows, int count) {
    double sum = 0;
    try (NDManager scope = manager.newSubManager()) {
      NDArray vector = vector(scope, direct(parameters.length), parameters);
      int most = Math.min(ROWS_JUDGED_AT_ONCE, Math.max(1, NUMBERS_JUDGED_AT_ONCE / inputs));
      for (int from = 0; from < count; from += most) {
        sum += lossSum(vector, rows, from, Math.min(most, count - from));
      }
    }
    return sum / count;
  }

  /** The density with these parameters, as a bundle stores it. */
  public DensityWeights weights(float[] parameters) {
    return density.weights(parameters);
  }

  @Override
  public void close() {
    density.close();
    manager.close();
  }

  private double lossSum(NDArray vector, float[] rows, int from, int count) {
    try (NDManager scope = manager.newSubManager()) {
      // Theta in this scope: results belong to the first operand's.
      NDArray here = vector.duplicate();
      here.attach(scope);
      return Torch.withoutGradient(
          () -> density.loss(here, rows(scope, rows, from, count), scope, from).getFloat() * count);
    }
  }

  /** Fills {@link #gradient}; returns the loss. */
  private double differentiate(float[] rows, int count) {
    try (NDManager scope = manager.newSubManager()) {
      NDArray parameters = vector(scope, thetaCopy, theta);
      parameters.setRequiresGradient(true);
      NDArray batch = rows(scope, rows, 0, count);
      NDArray loss;
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        loss = density.loss(parameters, batch, scope, ++steps);
        collector.backward(loss);
      }
      ByteBuffer slope = parameters.getGradient().toByteBuffer();
      slope.order(ByteOrder.nativeOrder()).asFloatBuffer().get(gradient);
      return loss.getFloat();
    }
  }

  /** Rows {@code from .. from + count}, valid until the next call. */
  private NDArray rows(NDManager scope, float[] rows, int from, int count) {
    if (rowsCopy.capacity() < count * inputs * Float.BYTES) {
      rowsCopy = direct(count * inputs);
    }
    rowsCopy.asFloatBuffer().put(rows, from * inputs, count * inputs);
    ByteBuffer exact = rowsCopy.slice(0, count * inputs * Float.BYTES);
    return scope.create(
        exact.order(ByteOrder.nativeOrder()), new Shape(count, inputs), DataType.FLOAT32);
  }

  private static NDArray vector(NDManager scope, ByteBuffer copy, float[] values) {
    copy.asFloatBuffer().put(values);
    return scope.create(copy, new Shape(values.length), DataType.FLOAT32);
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.nativeOrder());
  }
}
