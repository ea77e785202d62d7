package io.vigia.density.continuous;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Architectures;
import io.vigia.density.Density;
import io.vigia.density.RowNoise;
import io.vigia.density.SamplesInParts;
import io.vigia.density.Standardiser;
import io.vigia.density.Torch;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;

/**
 * A trained continuous flow. Up to {@value #EXACT_FEATURES} features its trace is exact, beyond
 * that it is estimated along {@value #PROBES} random vectors that follow from the row's own values.
 *
 * <p>With the solver of equal steps, the default, a row's score does not depend on the rest of its
 * batch, up to the rounding of floats; with the adaptive one, up to its tolerance.
 */
public final class ContinuousFlowDensity implements Density {
  /** The most features whose trace is exact: as many passes as features. */
  public static final int EXACT_FEATURES = 24;

  /** S, the random vectors of an estimated trace. */
  public static final int PROBES = 8;

  /** Equal steps of the default solver. */
  public static final int STEPS = 20;

  /** How many numbers the widest array of a batch may have. */
  private static final int NUMBERS_AT_ONCE = 1 << 20;

  private final VectorField field;
  private final OdeSolver solver;
  private final int probes;
  private final NDManager manager;
  private final Standardiser standardiser;
  private final NDArray theta;
  private final double logVolume;

  private ContinuousFlowDensity(
      DensityWeights weights, OdeSolver solver, int probes, Device device) {
    this.field = new VectorField(Architectures.read(weights, ContinuousFlowArchitecture.class));
    this.solver = solver;
    this.probes = probes;
    this.manager = Torch.engine().newBaseManager(device);
    this.standardiser = Standardiser.of(manager, weights.tensors(), weights.features());
    this.theta = manager.create(field.table().theta(weights.tensors()));
    this.logVolume = standardiser.logVolume();
  }

  /**
   * The density with these weights, solved with {@value #STEPS} equal steps.
   *
   * @throws IllegalArgumentException where a tensor is missing or does not fit
   */
  public static ContinuousFlowDensity open(DensityWeights weights, Device device) {
    return open(weights, OdeSolver.rungeKutta(STEPS), device);
  }

  /**
   * The density with these weights.
   *
   * @throws IllegalArgumentException where a tensor is missing or does not fit
   */
  public static ContinuousFlowDensity open(
      DensityWeights weights, OdeSolver solver, Device device) {
    int probes = weights.features() <= EXACT_FEATURES ? 0 : PROBES;
    return new ContinuousFlowDensity(weights, solver, probes, device);
  }

  /** The same with an estimated trace, whatever the number of features. */
  static ContinuousFlowDensity estimated(
      DensityWeights weights, OdeSolver solver, int probes, Device device) {
    return new ContinuousFlowDensity(weights, solver, probes, device);
  }

  /** Exact up to the solver's error and, where the trace is estimated, {@link #standardError}. */
  @Override
  public Meaning meaning() {
    return Meaning.EXACT;
  }

  @Override
  public RowSchema schema() {
    return RowSchema.coordinates(field.architecture().features(), field.architecture().context());
  }

  @Override
  public double[] logDensity(float[] rows, int count) {
    double[] out = new double[count];
    double[][] estimates = estimates(rows, count);
    for (int row = 0; row < count; row++) {
      out[row] = Arrays.stream(estimates[row]).average().orElseThrow() - logVolume;
    }
    return out;
  }

  /** Of the mean over the trace's estimates; zeros where the trace is exact. */
  @Override
  public double[] standardError(float[] rows, int count) {
    double[] errors = new double[count];
    if (probes < 2) {
      return errors;
    }
    double[][] estimates = estimates(rows, count);
    for (int row = 0; row < count; row++) {
      double mean = Arrays.stream(estimates[row]).average().orElseThrow();
      double square = Arrays.stream(estimates[row]).map(e -> (e - mean) * (e - mean)).sum();
      errors[row] = Math.sqrt(square / (probes - 1) / probes);
    }
    return errors;
  }

  @Override
  public float[] sample(float[] context, int count, long seed) {
    return SamplesInParts.draw(
        schema(),
        context,
        count,
        rowsAtOnce(1),
        (given, from, rows) -> sample(given, from, rows, seed));
  }

  /** The native arrays that this density holds between calls. */
  int nativeArrays() {
    return manager.getManagedArrays().size();
  }

  @Override
  public void close() {
    manager.close();
  }

  private float[] sample(float[] context, int from, int count, long seed) {
    int features = field.architecture().features();
    float[] noise = new float[count * features];
    for (int row = 0; row < count; row++) {
      RowNoise.fill(noise, row * features, features, seed, from + row);
    }
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            NDArray start = scope.create(noise, new Shape(count, features));
            NDArray c = scope.create(context, new Shape(count, field.architecture().context()));
            return standardiser.invert(flow(scope).toData(start, c)).toFloatArray();
          });
    }
  }

  /** One log-density a row, or one for each estimate of its trace; over standardised volume. */
  private double[][] estimates(float[] rows, int count) {
    int each = Math.max(1, probes);
    double[][] estimates = new double[count][each];
    int atOnce = rowsAtOnce(probes == 0 ? field.architecture().features() : probes);
    for (int from = 0; from < count; from += atOnce) {
      float[] part = estimates(rows, from, Math.min(atOnce, count - from));
      for (int i = 0; i < part.length; i++) {
        estimates[from + i / each][i % each] = part[i];
      }
    }
    return estimates;
  }

  private float[] estimates(float[] rows, int from, int count) {
    int inputs = field.architecture().inputs();
    float[] part = Arrays.copyOfRange(rows, from * inputs, (from + count) * inputs);
    try (NDManager scope = manager.newSubManager()) {
      return Torch.withoutGradient(
          () -> {
            Standardiser.Split split =
                standardiser.apply(scope.create(part, new Shape(count, inputs)));
            Trace trace =
                probes == 0
                    ? Trace.exact(field, scope, DataType.FLOAT32)
                    : Trace.estimated(field, rows, from, count, probes, scope);
            return flow(scope).logDensity(split.z(), split.context(), trace).toFloatArray();
          });
    }
  }

  /** The flow with theta's tensors in {@code scope}: results belong to their first operand's. */
  private ContinuousFlow flow(NDManager scope) {
    NDArray here = theta.duplicate();
    here.attach(scope);
    return new ContinuousFlow(field, field.table().split(here), solver);
  }

  private int rowsAtOnce(int directions) {
    int widest = field.networkInputs();
    for (int width : field.architecture().hidden()) {
      widest = Math.max(widest, width);
    }
    return Math.max(1, NUMBERS_AT_ONCE / widest / directions);
  }
}
