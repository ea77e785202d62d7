package io.vigia.sim;

/**
 * An image cutout of {@value #SIDE} x {@value #SIDE} pixels in which a scene is drawn; the centre
 * pixel is (0, 0). Brightness is in units of the sky's noise in a pixel.
 */
final class Stamp {
  static final int SIDE = 63;

  private static final int HALF = SIDE / 2;

  /** Pixels this close to a galaxy's centre are averaged over a grid of points. */
  private static final int CORE = 3;

  private static final int POINTS = 5;

  private final double[] pixels = new double[SIDE * SIDE];

  /** Adds a galaxy: its brightness at the pixels' centres, near its own centre averaged. */
  void add(SersicProfile profile) {
    SersicProfile.Shape shape = profile.shape();
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double x = column - HALF;
        double y = row - HALF;
        boolean core = Math.abs(x - profile.x()) < CORE && Math.abs(y - profile.y()) < CORE;
        pixels[row * SIDE + column] += core ? averaged(shape, x, y) : shape.at(x, y);
      }
    }
  }

  private static double averaged(SersicProfile.Shape shape, double x, double y) {
    double sum = 0;
    for (int i = 0; i < POINTS; i++) {
      for (int j = 0; j < POINTS; j++) {
        sum += shape.at(x + (i + 0.5) / POINTS - 0.5, y + (j + 0.5) / POINTS - 0.5);
      }
    }
    return sum / (POINTS * POINTS);
  }

  /**
   * Adds a straight trail across the stamp, of Gaussian cross-section.
   *
   * @param brightness on its axis
   * @param width the cross-section's standard deviation, pixels
   * @param angle of its direction, rad
   * @param offset of its axis from the centre, pixels
   */
  void addTrail(double brightness, double width, double angle, double offset) {
    for (int row = 0; row < SIDE; row++) {
      for (int column = 0; column < SIDE; column++) {
        double across = (row - HALF) * Math.cos(angle) - (column - HALF) * Math.sin(angle) - offset;
        pixels[row * SIDE + column] +=
            brightness * Math.exp(-across * across / (2 * width * width));
      }
    }
  }

  /** The image seen through a Gaussian point-spread function; beyond the edge there is nothing. */
  void blur(double deviation) {
    int reach = (int) Math.ceil(4 * deviation);
    double[] weights = new double[2 * reach + 1];
    double sum = 0;
    for (int i = -reach; i <= reach; i++) {
      weights[i + reach] = Math.exp(-i * i / (2 * deviation * deviation));
      sum += weights[i + reach];
    }
    for (int i = 0; i < weights.length; i++) {
      weights[i] /= sum;
    }
    convolve(weights, 1, SIDE);
    convolve(weights, SIDE, 1);
  }

  /** Convolves along lines whose pixels are {@code step} apart, the lines {@code next}. */
  private void convolve(double[] weights, int step, int next) {
    int reach = weights.length / 2;
    double[] line = new double[SIDE];
    for (int l = 0; l < SIDE; l++) {
      for (int i = 0; i < SIDE; i++) {
        line[i] = 0;
        for (int k = Math.max(-reach, -i); k <= Math.min(reach, SIDE - 1 - i); k++) {
          line[i] += weights[k + reach] * pixels[l * next + (i + k) * step];
        }
      }
      for (int i = 0; i < SIDE; i++) {
        pixels[l * next + i * step] = line[i];
      }
    }
  }

  /** Row by row. */
  double[] pixels() {
    return pixels;
  }
}
