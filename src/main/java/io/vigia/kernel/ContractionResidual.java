package io.vigia.kernel;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;

/**
 * How far a row lies from where a Gaussian kernel smoother of reference rows would pull it: one
 * mean-shift step (Fukunaga and Hostetler 1975, equation 19; Cheng 1995). With z the standardised
 * row, r_i the R references in the same coordinates and h the bandwidth:
 *
 * <pre>
 * w_i = exp(-|z - r_i|^2 / (2 h^2))       residual = |z - sum_i w_i r_i / sum_i w_i|
 * </pre>
 *
 * <p>It is small inside the data, at a mode and along a ridge, and tends to the distance to the
 * nearest reference far out. No training, and no density: {@link LogDensity#logDensity} gives minus
 * the residual, in units of standardised features. The weights are relative to the nearest
 * reference's, so that they never all vanish.
 *
 * <p>Context numbers count as features here: what is rare is a row among all conditions. Tensors:
 * {@code standardise.mean} and {@code standardise.scale} F32 [D + C], {@code references} F32 [D +
 * C, R], already standardised. Architecture: {@code kind, features, context, references,
 * bandwidth}.
 */
public final class ContractionResidual implements CompiledDensity {
  public static final String KIND = "contraction";
  public static final String REFERENCES = "references";

  /** The most references: a row costs 2 D R multiplications and R exponentials. */
  public static final int MAX_REFERENCES = 2000;

  /** Below exp of this a reference has no weight; {@link Exponential} ends there. */
  private static final float LEAST_EXPONENT = -60;

  private final int features;
  private final int count;
  private final float exponent;
  private final float[] mean;
  private final float[] inverseScale;
  private final float[] references;

  private ContractionResidual(
      int features, int count, double bandwidth, float[] mean, float[] scale, float[] references) {
    this.features = features;
    this.count = count;
    this.exponent = (float) (-0.5 / (bandwidth * bandwidth));
    this.mean = mean;
    this.inverseScale = new float[features];
    for (int j = 0; j < features; j++) {
      inverseScale[j] = 1 / scale[j];
    }
    this.references = references;
  }

  /**
   * As a bundle stores it.
   *
   * @param context how many of the numbers are context, the last ones
   * @param references [D + C, R], standardised
   * @param bandwidth h, above 0
   */
  public static DensityWeights weights(
      int context, float[] mean, float[] scale, float[] references, double bandwidth) {
    int features = mean.length;
    int count = references.length / features;
    ObjectNode architecture = JsonNodeFactory.instance.objectNode();
    architecture.put("kind", KIND).put("features", features - context).put("context", context);
    architecture.put("references", count).put("bandwidth", bandwidth);
    DensityWeights weights =
        new DensityWeights(
            architecture,
            Map.of(
                FlowWeights.MEAN,
                Tensor.of(mean.clone(), features),
                FlowWeights.SCALE,
                Tensor.of(scale.clone(), features),
                REFERENCES,
                Tensor.of(references.clone(), features, count)));
    of(weights);
    return weights;
  }

  /**
   * @throws IllegalArgumentException where the numbers are not those of such a residual
   */
  public static ContractionResidual of(DensityWeights weights) {
    int count = weights.architecture().path("references").asInt();
    double bandwidth = weights.architecture().path("bandwidth").asDouble();
    if (count < 1 || count > MAX_REFERENCES) {
      throw new IllegalArgumentException(
          "architecture.references is " + count + "; allowed: 1 to " + MAX_REFERENCES);
    }
    if (!(bandwidth > 0 && Double.isFinite(1 / (bandwidth * bandwidth)))) {
      throw new IllegalArgumentException(
          "architecture.bandwidth is " + bandwidth + "; allowed: above 0");
    }
    int features = weights.features() + weights.context();
    TensorSet tensors = new TensorSet(weights.tensors());
    float[] mean = tensors.floats(FlowWeights.MEAN, features);
    float[] scale = tensors.scales(FlowWeights.SCALE, features);
    float[] references = tensors.floats(REFERENCES, features, count);
    tensors.requireNoOther("a contraction residual");
    return new ContractionResidual(features, count, bandwidth, mean, scale, references);
  }

  @Override
  public int inputs() {
    return features;
  }

  @Override
  public String name() {
    return KIND;
  }

  @Override
  public Meaning meaning() {
    return Meaning.SCORE;
  }

  @Override
  public long multiplications() {
    return 2L * features * count;
  }

  @Override
  public LogDensity newLogDensity() {
    return new Pass();
  }

  private final class Pass implements LogDensity {
    private final float[] z = new float[features];
    private final float[] squares = new float[count];

    @Override
    public int inputs() {
      return features;
    }

    @Override
    public double logDensity(float[] vectors, int offset) {
      Objects.checkFromIndexSize(offset, features, vectors.length);
      for (int j = 0; j < features; j++) {
        z[j] = (vectors[offset + j] - mean[j]) * inverseScale[j];
      }
      distances();
      double total = weigh();
      double sum = 0;
      for (int j = 0; j < features; j++) {
        double away = z[j] - pulled(j) / total;
        sum += away * away;
      }
      return -Math.sqrt(sum);
    }

    @Override
    public void logDensities(float[] vectors, int rows, double[] out) {
      Objects.checkFromIndexSize(0, Math.multiplyExact(rows, features), vectors.length);
      for (int row = 0; row < rows; row++) {
        out[row] = logDensity(vectors, row * features);
      }
    }

    /** Squared distances; a loop over references for each feature, which the JVM vectorises. */
    private void distances() {
      Arrays.fill(squares, 0);
      for (int j = 0; j < features; j++) {
        float value = z[j];
        int row = j * count;
        for (int i = 0; i < count; i++) {
          float away = value - references[row + i];
          squares[i] += away * away;
        }
      }
    }

    /** Squared distances become weights; returns their sum. A NaN in the row stays one. */
    private double weigh() {
      float least = squares[0];
      for (int i = 1; i < count; i++) {
        least = Math.min(least, squares[i]);
      }
      double total = 0;
      for (int i = 0; i < count; i++) {
        float power = (squares[i] - least) * exponent;
        squares[i] = Exponential.exp(Math.max(power, LEAST_EXPONENT));
        total += squares[i];
      }
      return total;
    }

    /** {@code sum_i w_i r_ij}, in four partial sums. */
    private double pulled(int feature) {
      int row = feature * count;
      double a = 0;
      double b = 0;
      double c = 0;
      double d = 0;
      int i = 0;
      for (; i + 4 <= count; i += 4) {
        a += squares[i] * references[row + i];
        b += squares[i + 1] * references[row + i + 1];
        c += squares[i + 2] * references[row + i + 2];
        d += squares[i + 3] * references[row + i + 3];
      }
      for (; i < count; i++) {
        a += squares[i] * references[row + i];
      }
      return (a + b) + (c + d);
    }
  }
}
