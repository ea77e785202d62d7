package io.vigia.training;

import io.vigia.kernel.ContextColumn;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Rows as a density under training reads them: coordinates, context, the one-hot of the class; with
 * the random parts that scoring does not have:
 *
 * <ul>
 *   <li>rounded values are spread uniformly over one step around them
 *   <li>fillers of missing values and atoms are drawn from their normal distribution
 *   <li>with {@code blur}, one row in two gets a larger measurement error s' than its own s, that
 *       of another training row, by noise of variance {@code s'^2 - s^2}. Its context says s'. So
 *       the density at each error learns from all rows with a smaller one; right where errors are
 *       Gaussian and independent of the true value
 * </ul>
 */
final class RowEncoder {
  private final Preprocessing preprocessing;
  private final float[] trainingRows;
  private final int inputs;
  private final int features;
  private final float[] row;
  private final List<Rounded> rounded = new ArrayList<>();
  private final List<Filled> filled = new ArrayList<>();
  private final List<Blurred> blurred = new ArrayList<>();

  private record Rounded(int place, FeatureColumn.Continuous column) {}

  private record Filled(int place, int coordinate, FeatureColumn.Continuous column) {}

  private record Blurred(int place, int error) {}

  /**
   * @param trainingRows whose measurement errors are drawn
   */
  RowEncoder(Preprocessing preprocessing, float[] trainingRows) {
    this.preprocessing = preprocessing;
    this.trainingRows = trainingRows;
    this.features = preprocessing.features().size();
    this.inputs = preprocessing.schema().inputs();
    this.row = new float[inputs];
    int coordinate = 0;
    for (int j = 0; j < features; j++) {
      if (preprocessing.features().get(j) instanceof FeatureColumn.Continuous column) {
        if (column.resolution() > 0) {
          rounded.add(new Rounded(j, column));
        }
        if (column.slots() > 0) {
          filled.add(new Filled(j, coordinate, column));
        }
        coordinate++;
      }
    }
    for (int k = 0; k < preprocessing.conditions().size(); k++) {
      if (preprocessing.conditions().get(k) instanceof ContextColumn.Sigma sigma) {
        blurred.add(new Blurred(sigma.feature(), features + k));
      }
    }
  }

  /** The numbers of an encoded row. */
  int width() {
    return preprocessing.coordinates() + preprocessing.context();
  }

  /**
   * Encodes one row.
   *
   * @param inClass its class; without classes, any
   * @return what to add to the log-density of what is written to have that of the row, in nats
   */
  double encode(
      float[] rows,
      int offset,
      int inClass,
      boolean blur,
      SplittableRandom random,
      float[] out,
      int outOffset) {
    System.arraycopy(rows, offset, row, 0, inputs);
    if (blur) {
      blur(random);
    }
    for (Rounded one : rounded) {
      if (!one.column.filled(row[one.place])) {
        row[one.place] += (float) (one.column.resolution() * (random.nextDouble() - 0.5));
      }
    }
    double volume = preprocessing.apply(row, 0, out, outOffset);
    for (Filled one : filled) {
      if (one.column.filled(row[one.place])) {
        double normal = random.nextGaussian();
        out[outOffset + one.coordinate] += (float) (one.column.spread() * normal);
        volume += 0.5 * normal * normal;
      }
    }
    int classes = preprocessing.classes().size();
    if (classes > 0) {
      out[outOffset + width() - classes + inClass] = 1;
      volume += preprocessing.logMass(inClass, row, 0);
    }
    return volume;
  }

  private void blur(SplittableRandom random) {
    for (Blurred one : blurred) {
      if (random.nextBoolean()) {
        continue;
      }
      int other = random.nextInt(trainingRows.length / inputs);
      double own = row[one.error];
      double larger = trainingRows[other * inputs + one.error];
      if (larger > own) {
        // NaN, a value that is missing, stays NaN.
        row[one.place] += (float) (Math.sqrt(larger * larger - own * own) * random.nextGaussian());
        row[one.error] = (float) larger;
      }
    }
  }

  /**
   * Encodes all rows, without blur; the same seed gives the same.
   *
   * @param volumes for each row what {@link #encode} gives; filled
   */
  float[] encodeAll(float[] rows, int[] classOfRow, long seed, double[] volumes) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] out = new float[volumes.length * width()];
    for (int i = 0; i < volumes.length; i++) {
      volumes[i] = encode(rows, i * inputs, classOfRow[i], false, random, out, i * width());
    }
    return out;
  }
}
