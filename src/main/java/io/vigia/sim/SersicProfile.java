package io.vigia.sim;

import org.apache.commons.numbers.gamma.LogGamma;

/**
 * A galaxy's surface brightness by Sersic's law (Sersic 1963; Graham and Driver 2005, equations 1
 * and 4), with elliptical isophotes:
 *
 * <pre>
 * I(R) = I_e exp(-b ((R / R_e)^(1/n) - 1))        R^2 = u^2 + v^2 / q^2        q = 1 - ellipticity
 * F    = 2 pi n q R_e^2 I_e exp(b) b^(-2 n) Gamma(2 n)
 * b    = 2 n - 1/3 + 4 / (405 n) + 46 / (25515 n^2)       (Ciotti and Bertin 1999, equation 18)
 * </pre>
 *
 * <p>with (u, v) along the major and the minor axis. n = 1 is an exponential disc, n = 4 de
 * Vaucouleurs' law.
 *
 * @param flux F over the whole plane, in units of the sky's noise in a pixel
 * @param halfLightRadius R_e, the major semi-axis of the isophote that holds half of the flux,
 *     pixels, above 0
 * @param index n, 0.5 to 10
 * @param ellipticity 0 for a circle to below 1
 * @param angle of the major axis from the x axis towards the y axis, rad
 * @param x of the centre, pixels from the stamp's
 * @param y likewise
 */
public record SersicProfile(
    double flux,
    double halfLightRadius,
    double index,
    double ellipticity,
    double angle,
    double x,
    double y) {

  /**
   * @throws IllegalArgumentException where radius, index or ellipticity is not among those allowed
   */
  public SersicProfile {
    require("half-light radius", halfLightRadius, halfLightRadius > 0, "above 0");
    require("index", index, index >= 0.5 && index <= 10, "0.5 to 10");
    require("ellipticity", ellipticity, ellipticity >= 0 && ellipticity < 1, "0 to below 1");
  }

  /** The surface brightness at a place, flux per square pixel. */
  public double at(double px, double py) {
    return shape().at(px, py);
  }

  /** What is the same for all places, computed once. */
  Shape shape() {
    double b = steepness(index);
    double q = 1 - ellipticity;
    double logScale =
        Math.log(2 * Math.PI * index * q * halfLightRadius * halfLightRadius)
            + b
            - 2 * index * Math.log(b)
            + LogGamma.value(2 * index);
    return new Shape(this, b, flux / Math.exp(logScale), Math.cos(angle), Math.sin(angle));
  }

  /** b of the index: half of the flux lies within R_e. */
  static double steepness(double n) {
    return 2 * n - 1.0 / 3 + 4 / (405 * n) + 46 / (25515 * n * n);
  }

  private static void require(String name, double value, boolean holds, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException("the " + name + " is " + value + "; allowed: " + allowed);
    }
  }

  /**
   * A profile ready to be drawn.
   *
   * @param steepness b
   * @param effective I_e
   */
  record Shape(
      SersicProfile profile, double steepness, double effective, double cosine, double sine) {
    double at(double px, double py) {
      double dx = px - profile.x;
      double dy = py - profile.y;
      double u = cosine * dx + sine * dy;
      double v = (cosine * dy - sine * dx) / (1 - profile.ellipticity);
      double radius = Math.sqrt(u * u + v * v) / profile.halfLightRadius;
      return effective * Math.exp(-steepness * (Math.pow(radius, 1 / profile.index) - 1));
    }
  }
}
