package io.vigia.alert.sky;

/**
 * A direction on the celestial sphere (or on any sphere with a longitude and a latitude).
 *
 * @param ra right ascension, degrees, in [0, 360)
 * @param dec declination, degrees, in [-90, 90]
 */
public record SkyPosition(double ra, double dec) {
  /**
   * @param ra any finite number of degrees; full turns are taken off
   * @throws IllegalArgumentException where there is no such direction
   */
  public static SkyPosition of(double ra, double dec) {
    if (!Double.isFinite(ra)) {
      throw new IllegalArgumentException("a right ascension is a finite number, this is " + ra);
    }
    if (!(Math.abs(dec) <= 90)) {
      throw new IllegalArgumentException("a declination is in [-90, 90] degrees, this is " + dec);
    }
    double turned = ra - 360 * Math.floor(ra / 360);
    return new SkyPosition(turned >= 360 ? 0 : turned, dec);
  }

  double x() {
    return Math.cos(Math.toRadians(dec)) * Math.cos(Math.toRadians(ra));
  }

  double y() {
    return Math.cos(Math.toRadians(dec)) * Math.sin(Math.toRadians(ra));
  }

  double z() {
    return Math.sin(Math.toRadians(dec));
  }

  /**
   * The great-circle distance, degrees: {@code 2 asin(c / 2)} of the chord {@code c} between the
   * unit vectors, precise for small distances (as the haversine formula is).
   */
  public double separation(SkyPosition other) {
    double chord = Math.sqrt(chordSquared(other.x(), other.y(), other.z()));
    return Math.toDegrees(2 * Math.asin(Math.min(1, chord / 2)));
  }

  double chordSquared(double x, double y, double z) {
    double dx = x() - x;
    double dy = y() - y;
    double dz = z() - z;
    return dx * dx + dy * dy + dz * dz;
  }
}
