package io.vigia.density.companion;

import io.vigia.density.Density;
import io.vigia.kernel.ContractionResidual;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.LogDensity;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The {@link ContractionResidual} with the face of a density, and what it takes in place of a
 * training: at most {@value ContractionResidual#MAX_REFERENCES} of the rows as references, and a
 * bandwidth of {@value #BANDWIDTH} times their median distance from each other.
 */
public final class ContractionDensity implements Density {
  /** By the mean over twelve sets, see docs/benchmarks.md; 0.1 to 0.3 differ by half a point. */
  private static final double BANDWIDTH = 0.2;

  private static final int PAIRS = 20_000;

  private final RowSchema schema;
  private final LogDensity residual;

  private ContractionDensity(RowSchema schema, LogDensity residual) {
    this.schema = schema;
    this.residual = residual;
  }

  /**
   * @throws IllegalArgumentException where the weights are not those of a residual
   */
  public static ContractionDensity open(DensityWeights weights) {
    return new ContractionDensity(
        RowSchema.coordinates(weights.features(), weights.context()),
        ContractionResidual.of(weights).newLogDensity());
  }

  /**
   * References and bandwidth from rows.
   *
   * @param context how many of a row's numbers are context, the last ones
   * @param rows one after the other
   * @param mean of each number of a row
   * @param scale of each, above 0
   * @param seed of the choice of references
   * @throws IllegalArgumentException where most rows are equal, so that there is no distance
   */
  public static DensityWeights fit(
      int context, float[] rows, float[] mean, float[] scale, long seed) {
    int features = mean.length;
    int count = Math.min(rows.length / features, ContractionResidual.MAX_REFERENCES);
    SplittableRandom random = new SplittableRandom(seed);
    int[] chosen = chosen(rows.length / features, count, random);
    float[] references = new float[features * count];
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < features; j++) {
        references[j * count + i] = (rows[chosen[i] * features + j] - mean[j]) / scale[j];
      }
    }
    double median = medianDistance(references, features, count, random);
    if (!(median > 0)) {
      throw new IllegalArgumentException(
          "the median distance between rows is " + median + ": most rows are the same");
    }
    return ContractionResidual.weights(context, mean, scale, references, BANDWIDTH * median);
  }

  /** The first {@code count} of a random order (Fisher and Yates). */
  private static int[] chosen(int rows, int count, SplittableRandom random) {
    int[] order = new int[rows];
    Arrays.setAll(order, row -> row);
    for (int i = 0; i < count; i++) {
      int other = i + random.nextInt(rows - i);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
    return Arrays.copyOf(order, count);
  }

  private static double medianDistance(
      float[] references, int features, int count, SplittableRandom random) {
    if (count < 2) {
      return 0;
    }
    double[] distances = new double[PAIRS];
    for (int pair = 0; pair < PAIRS; pair++) {
      int a = random.nextInt(count);
      int b = (a + 1 + random.nextInt(count - 1)) % count;
      double sum = 0;
      for (int j = 0; j < features; j++) {
        double away = references[j * count + a] - references[j * count + b];
        sum += away * away;
      }
      distances[pair] = Math.sqrt(sum);
    }
    Arrays.sort(distances);
    return distances[PAIRS / 2];
  }

  @Override
  public Meaning meaning() {
    return Meaning.SCORE;
  }

  @Override
  public RowSchema schema() {
    return schema;
  }

  /** Minus the residual, in units of standardised features. */
  @Override
  public double[] logDensity(float[] rows, int count) {
    double[] out = new double[count];
    residual.logDensities(rows, count, out);
    return out;
  }

  @Override
  public float[] sample(float[] context, int count, long seed) {
    throw new UnsupportedOperationException(
        "a contraction residual ranks rows and is no density: it cannot draw any");
  }

  @Override
  public void close() {}
}
