package io.vigia.alert.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import org.jspecify.annotations.Nullable;
import org.shredzone.commons.suncalc.SunTimes;

/**
 * The nights of a site, named after the local date of their evening. Each local day, from mean
 * solar noon ({@code 12 h UTC - longitude / 15}) to the next, has one night, and a night lasts
 * until the next begins, so that every moment is in exactly one.
 *
 * <ul>
 *   <li>By noon: a night begins and ends at noon.
 *   <li>By the Sun: it ends when the Sun rises above an altitude, and the next begins. Where the
 *       Sun stays above or below it from noon to noon (polar day, polar night), it ends at that
 *       noon.
 * </ul>
 *
 * The Sun's position is that of commons-suncalc, good to about a minute of time.
 */
public final class Nights implements Periods {
  private static final long DAY = 86_400_000L;

  private final Site site;
  private final @Nullable Double altitude;
  private final long noonOffset;
  private @Nullable Period last;

  private Nights(Site site, @Nullable Double altitude) {
    this.site = site;
    this.altitude = altitude;
    this.noonOffset = Math.round(DAY / 2 - site.longitude() / 360 * DAY);
  }

  /** Nights from noon to noon. */
  public static Nights fromNoonToNoon(Site site) {
    return new Nights(site, null);
  }

  /**
   * Nights that end when the Sun rises above an altitude.
   *
   * @param altitude degrees, below 0 under the horizon; -18 to 0 are usual
   */
  public static Nights untilTheSunIsAbove(double altitude, Site site) {
    return new Nights(site, altitude);
  }

  @Override
  public Period at(long timeMillis) {
    Period night = last;
    if (night == null || !night.contains(timeMillis)) {
      night = find(timeMillis);
      last = night;
    }
    return night;
  }

  private Period find(long timeMillis) {
    long day = Math.floorDiv(timeMillis - noonOffset, DAY);
    long evening = timeMillis < end(day) ? day : day + 1;
    return new Period(LocalDate.ofEpochDay(evening).toString(), end(evening - 1), end(evening));
  }

  /** When the night ends whose evening is on this day since 1970. */
  private long end(long day) {
    long noon = day * DAY + noonOffset;
    if (altitude == null) {
      return noon + DAY;
    }
    ZonedDateTime rise =
        SunTimes.compute()
            .on(Instant.ofEpochMilli(noon).atZone(ZoneOffset.UTC))
            .at(site.latitude(), site.longitude())
            .twilight(altitude)
            .oneDay()
            .execute()
            .getRise();
    return rise == null ? noon + DAY : Math.min(rise.toInstant().toEpochMilli(), noon + DAY);
  }
}
