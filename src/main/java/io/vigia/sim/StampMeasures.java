package io.vigia.sim;

/**
 * Flux, size and ellipticity of what is in a stamp, as a survey's pipeline would measure them on
 * the noisy pixels. With Q the second moments under a Gaussian weight of 6 pixels about the stamp's
 * centre (Kaiser, Squires and Broadhurst 1995, equations 2-1 and 2-2):
 *
 * <pre>
 * flux = sum of the pixels within 15 pixels        size = sqrt((Q_xx + Q_yy) / 2)
 * ellipticity = sqrt((Q_xx - Q_yy)^2 + 4 Q_xy^2) / (Q_xx + Q_yy)
 * </pre>
 *
 * @param flux in units of the sky's noise in a pixel
 * @param size pixels; NaN where the weighted flux is not positive
 * @param ellipticity 0 for round, 1 for a line
 */
public record StampMeasures(double flux, double size, double ellipticity) {
  private static final double APERTURE = 15;
  private static final double WEIGHT = 6;

  /**
   * Measures a stamp.
   *
   * @param pixels row by row, a square of an odd side
   */
  public static StampMeasures of(float[] pixels) {
    int side = (int) Math.round(Math.sqrt(pixels.length));
    if (side * side != pixels.length || side % 2 == 0) {
      throw new IllegalArgumentException(
          pixels.length + " pixels; a square of an odd side is needed");
    }
    double flux = 0;
    double weighted = 0;
    double xx = 0;
    double yy = 0;
    double xy = 0;
    for (int i = 0; i < pixels.length; i++) {
      double x = i % side - side / 2;
      double y = i / side - side / 2;
      double square = x * x + y * y;
      flux += square <= APERTURE * APERTURE ? pixels[i] : 0;
      double light = pixels[i] * Math.exp(-square / (2 * WEIGHT * WEIGHT));
      weighted += light;
      xx += light * x * x;
      yy += light * y * y;
      xy += light * x * y;
    }
    double trace = (xx + yy) / weighted;
    return new StampMeasures(
        flux,
        weighted > 0 && trace > 0 ? Math.sqrt(trace / 2) : Double.NaN,
        Math.hypot(xx - yy, 2 * xy) / Math.abs(xx + yy));
  }
}
