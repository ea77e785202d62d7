package io.vigia.app.bench.calibration;

import io.vigia.sim.VectorSimulator;
import java.util.Random;

/** A simulated stream whose features depend on each other, and how one of them is moved. */
enum CorrelatedStream {
  /**
   * Ten features, pairwise dependent: a Gaussian pair of correlation 0.9, the same with heavy tails
   * (sinh), a curve, the Gaussian pair as log-normals, and two that share two modes.
   */
  PAIRS(10) {
    @Override
    void draw(long seed, long index, float[] row) {
      Random random = new Random(seed * 1_000_003 + index);
      double[] n = random.doubles(9).map(u -> random.nextGaussian()).toArray();
      row[0] = (float) n[0];
      row[1] = (float) beside(n[0], n[1]);
      row[2] = (float) Math.sinh(n[2]);
      row[3] = (float) Math.sinh(beside(n[2], n[3]));
      row[4] = (float) n[4];
      row[5] = (float) (0.5 * n[4] * n[4] + 0.3 * n[5]);
      row[6] = (float) Math.exp(0.5 * n[6]);
      row[7] = (float) Math.exp(0.5 * beside(n[6], n[7]));
      row[8] = (float) ((random.nextBoolean() ? 2 : -2) + 0.5 * n[8]);
      row[9] = (float) (row[8] + 0.5 * random.nextGaussian());
    }

    @Override
    float moved(int feature, float value, double by) {
      return switch (feature) {
        case 2, 3 -> (float) Math.sinh(asinh(value) + by);
        case 6, 7 -> (float) (value * Math.exp(0.5 * by));
        case 5 -> (float) (value + 0.77 * by);
        case 8, 9 -> (float) (value + 2.06 * by);
        default -> (float) (value + by);
      };
    }

    @Override
    int partner(int feature) {
      return feature ^ 1;
    }
  },
  /** The 16 features of {@code bench stream}, each correlated with the next. */
  CHAIN(VectorSimulator.FEATURES) {
    @Override
    void draw(long seed, long index, float[] row) {
      double[] x = VectorSimulator.of(seed).vector(index);
      for (int j = 0; j < row.length; j++) {
        row[j] = (float) x[j];
      }
    }

    @Override
    float moved(int feature, float value, double by) {
      // Of a standard normal y and 0.3 (y'^2 - 1), or sinh(0.7 y) and 0.3 y' of correlation 0.6.
      return (float) (value + by * (feature % 2 == 0 ? 1.09 : 1.12));
    }

    @Override
    int partner(int feature) {
      return feature == features() - 1 ? feature - 1 : feature + 1;
    }
  };

  private static final double RHO = 0.9;
  private final int features;

  CorrelatedStream(int features) {
    this.features = features;
  }

  int features() {
    return features;
  }

  /** Writes the row of this index. */
  abstract void draw(long seed, long index, float[] row);

  /**
   * A value moved by so many of its standard deviations, in the coordinate in which it is near
   * normal.
   */
  abstract float moved(int feature, float value, double by);

  /** A feature that this one depends on. */
  abstract int partner(int feature);

  private static double beside(double one, double fresh) {
    return RHO * one + Math.sqrt(1 - RHO * RHO) * fresh;
  }

  private static double asinh(double value) {
    return Math.copySign(Math.log(Math.abs(value) + Math.sqrt(value * value + 1)), value);
  }
}
