package io.vigia.alert.budget;

/**
 * Where a telescope stands.
 *
 * @param latitude degrees, north positive, -90 to 90
 * @param longitude degrees, east positive, -180 to 180
 */
public record Site(double latitude, double longitude) {
  /**
   * @throws IllegalArgumentException for a place that is none
   */
  public Site {
    if (!(Math.abs(latitude) <= 90) || !(Math.abs(longitude) <= 180)) {
      throw new IllegalArgumentException(
          "a site at latitude "
              + latitude
              + ", longitude "
              + longitude
              + "; degrees from -90 to 90 and from -180 to 180 are needed");
    }
  }
}
