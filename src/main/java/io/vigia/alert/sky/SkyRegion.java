package io.vigia.alert.sky;

import java.util.Locale;

/** A part of the sky. */
public sealed interface SkyRegion {
  boolean contains(SkyPosition position);

  /**
   * All within an angle of a direction.
   *
   * @param radius degrees, above 0, at most 180
   */
  record Cone(SkyPosition centre, double radius) implements SkyRegion {
    /**
     * @throws IllegalArgumentException for another radius
     */
    public Cone {
      if (!(radius > 0 && radius <= 180)) {
        throw new IllegalArgumentException(
            "a cone's radius is above 0 and at most 180 degrees, this is " + radius);
      }
    }

    @Override
    public boolean contains(SkyPosition position) {
      return centre.separation(position) <= radius;
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "within %s of (%s, %s)", AngleText.of(radius), centre.ra(), centre.dec());
    }
  }

  /**
   * Between two right ascensions, eastward from the first, and two declinations, edges included. A
   * first right ascension above the second goes through 0 h.
   */
  record Box(double raFrom, double raTo, double decFrom, double decTo) implements SkyRegion {
    /**
     * @throws IllegalArgumentException for edges that are no directions, or declinations the wrong
     *     way round
     */
    public Box {
      if (!(raFrom >= 0 && raFrom <= 360 && raTo >= 0 && raTo <= 360)) {
        throw new IllegalArgumentException(
            "a box's right ascensions are in [0, 360] degrees, these are " + raFrom + ", " + raTo);
      }
      if (!(decFrom >= -90 && decFrom <= decTo && decTo <= 90)) {
        throw new IllegalArgumentException(
            "a box's declinations are in [-90, 90] degrees, the lower first; these are "
                + decFrom
                + ", "
                + decTo);
      }
    }

    @Override
    public boolean contains(SkyPosition position) {
      double ra = position.ra();
      boolean east = ra >= raFrom || (raFrom == 360 && ra == 0);
      boolean west = ra <= raTo;
      boolean inRa = raFrom <= raTo ? east && west : east || west;
      // 360 is 0: a box that ends there has its western edge at 0.
      inRa = inRa || (raTo == 360 && ra == 0);
      return inRa && position.dec() >= decFrom && position.dec() <= decTo;
    }

    @Override
    public String toString() {
      return "ra " + raFrom + " to " + raTo + ", dec " + decFrom + " to " + decTo;
    }
  }
}
