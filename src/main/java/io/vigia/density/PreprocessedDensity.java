package io.vigia.density;

import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * A density behind a {@link Preprocessing}: over rows of inputs as a stream has them, in nats over
 * the original features. Where it is conditional on a class, it is the mixture {@code sum_k pi_k
 * p(x | k)}. A {@link Meaning#SCORE} is passed on without the volume, which it does not mean.
 */
public final class PreprocessedDensity implements Density {
  private final Preprocessing preprocessing;
  private final Density density;
  private final int width;
  private final int classes;

  /**
   * @param density over the preprocessing's coordinates and context; closed by {@link #close}
   * @throws IllegalArgumentException where it takes another number of inputs
   */
  public PreprocessedDensity(Preprocessing preprocessing, Density density) {
    this.preprocessing = preprocessing;
    this.density = density;
    this.width = preprocessing.coordinates() + preprocessing.context();
    this.classes = preprocessing.classes().size();
    if (density.schema().inputs() != width) {
      throw new IllegalArgumentException(
          "the density takes "
              + density.schema().inputs()
              + " numbers, the preprocessing gives "
              + width);
    }
  }

  @Override
  public Meaning meaning() {
    return density.meaning();
  }

  /** How many classes it is conditional on. */
  public int classes() {
    return classes;
  }

  @Override
  public RowSchema schema() {
    return preprocessing.schema();
  }

  @Override
  public double[] logDensity(float[] rows, int count) {
    double[] volumes = new double[count];
    float[] encoded = encoded(rows, count, volumes);
    if (classes == 0) {
      return sum(volumes, density.logDensity(encoded, count));
    }
    double[] mixture = new double[count];
    double[][] joint = joint(rows, encoded, count);
    for (int i = 0; i < count; i++) {
      mixture[i] = volumes[i] + logSum(joint, i);
    }
    return mixture;
  }

  /** Of a mixture the mean over the classes by their probabilities. */
  @Override
  public double[] standardError(float[] rows, int count) {
    float[] encoded = encoded(rows, count, new double[count]);
    if (classes == 0) {
      return density.standardError(encoded, count);
    }
    double[][] joint = joint(rows, encoded, count);
    double[] mean = new double[count];
    for (int k = 0; k < classes; k++) {
      setClass(encoded, count, k, 1);
      double[] errors = density.standardError(encoded, count);
      setClass(encoded, count, k, 0);
      for (int i = 0; i < count; i++) {
        mean[i] += errors[i] * Math.exp(joint[k][i] - logSum(joint, i));
      }
    }
    return mean;
  }

  /**
   * P(k | x) for each row, one row after the other.
   *
   * @return [count, classes]
   */
  public double[] classProbabilities(float[] rows, int count) {
    double[][] joint = joint(rows, encoded(rows, count, new double[count]), count);
    double[] probabilities = new double[count * classes];
    for (int i = 0; i < count; i++) {
      for (int k = 0; k < classes; k++) {
        probabilities[i * classes + k] = Math.exp(joint[k][i] - logSum(joint, i));
      }
    }
    return probabilities;
  }

  /** Categories and classes are drawn by their mass; masked features are observed. */
  @Override
  public float[] sample(float[] context, int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int features = preprocessing.schema().features().size();
    int conditions = preprocessing.schema().context().size();
    int inputs = features + conditions;
    float[] rows = new float[count * inputs];
    float[] given = new float[count * preprocessing.context()];
    float[] encoded = new float[width];
    for (int i = 0; i < count; i++) {
      int drawn = drawClass(random);
      preprocessing.drawCategories(drawn, random, rows, i * inputs);
      System.arraycopy(context, i * conditions, rows, i * inputs + features, conditions);
      preprocessing.apply(rows, i * inputs, encoded, 0);
      if (classes > 0) {
        encoded[width - classes + drawn] = 1;
      }
      System.arraycopy(
          encoded,
          preprocessing.coordinates(),
          given,
          i * preprocessing.context(),
          preprocessing.context());
    }
    float[] coordinates = density.sample(given, count, random.nextLong());
    float[] samples = new float[count * features];
    for (int i = 0; i < count; i++) {
      preprocessing.restore(coordinates, i * preprocessing.coordinates(), rows, i * inputs);
      System.arraycopy(rows, i * inputs, samples, i * features, features);
    }
    return samples;
  }

  @Override
  public void close() {
    density.close();
  }

  private int drawClass(SplittableRandom random) {
    double left = random.nextDouble();
    int drawn = 0;
    while (drawn < classes - 1 && left >= preprocessing.classes().priors().get(drawn)) {
      left -= preprocessing.classes().priors().get(drawn++);
    }
    return drawn;
  }

  private float[] encoded(float[] rows, int count, double[] volumes) {
    float[] encoded = new float[count * width];
    int inputs = preprocessing.schema().inputs();
    for (int i = 0; i < count; i++) {
      double volume = preprocessing.apply(rows, i * inputs, encoded, i * width);
      volumes[i] = meaning() == Meaning.SCORE && !Double.isNaN(volume) ? 0 : volume;
    }
    return encoded;
  }

  /** {@code log pi_k + log P(categories | k) + log p(z | k)}, [classes][count]. */
  private double[][] joint(float[] rows, float[] encoded, int count) {
    double[][] joint = new double[classes][];
    int inputs = preprocessing.schema().inputs();
    for (int k = 0; k < classes; k++) {
      setClass(encoded, count, k, 1);
      joint[k] = density.logDensity(encoded, count);
      setClass(encoded, count, k, 0);
      double logPrior = Math.log(preprocessing.classes().priors().get(k));
      for (int i = 0; i < count; i++) {
        joint[k][i] += logPrior + preprocessing.logMass(k, rows, i * inputs);
      }
    }
    return joint;
  }

  private void setClass(float[] encoded, int count, int k, float value) {
    for (int i = 0; i < count; i++) {
      encoded[(i + 1) * width - classes + k] = value;
    }
  }

  private static double logSum(double[][] joint, int row) {
    double largest = Arrays.stream(joint).mapToDouble(logs -> logs[row]).max().orElseThrow();
    double sum = 0;
    for (double[] logs : joint) {
      sum += Math.exp(logs[row] - largest);
    }
    return largest + Math.log(sum);
  }

  private static double[] sum(double[] left, double[] right) {
    double[] sum = new double[left.length];
    Arrays.setAll(sum, i -> left[i] + right[i]);
    return sum;
  }
}
