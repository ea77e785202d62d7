package io.vigia.alert.sky;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sources on the sky, found by position: the zones algorithm of Gray, Nieto-Santisteban and Szalay
 * 2006 (MSR-TR-2006-52). Sources lie in zones of declination, each sorted by right ascension; a
 * cone of radius {@code r} around {@code (ra, dec)} can reach only the zones from {@code dec - r}
 * to {@code dec + r} and in them right ascensions within {@code asin(sin r / cos dec)}, all of them
 * where it holds a pole. Immutable.
 */
public final class SkyCatalogue {
  /** Where radii are smaller: a million sources give zones of some hundred. */
  private static final double LEAST_HEIGHT = 0.1;

  /** Rounding of right ascensions must not lose a source at the edge of a cone. */
  private static final double EDGE = 1e-9;

  /**
   * A source.
   *
   * @param name for people, may be empty
   * @param untilMillis when it no longer counts, ms since 1970 UTC; null: never
   */
  public record Source(SkyPosition position, String name, @Nullable Long untilMillis) {}

  /**
   * A source that was found.
   *
   * @param separation degrees
   */
  public record Match(Source source, double separation) {}

  private final double height;
  private final Source[] sources;
  private final double[] ra;
  private final double[] vectors;
  private final int[] zoneStarts;

  private SkyCatalogue(double height, Source[] sources) {
    this.height = height;
    this.sources = sources;
    this.ra = new double[sources.length];
    this.vectors = new double[3 * sources.length];
    this.zoneStarts = new int[(int) Math.floor(180 / height) + 2];
    for (int i = 0; i < sources.length; i++) {
      SkyPosition position = sources[i].position();
      ra[i] = position.ra();
      vectors[3 * i] = position.x();
      vectors[3 * i + 1] = position.y();
      vectors[3 * i + 2] = position.z();
      zoneStarts[zone(position.dec(), height) + 1]++;
    }
    Arrays.parallelPrefix(zoneStarts, Integer::sum);
  }

  /**
   * @param radius that will be asked for, degrees; others are right too, and slower
   */
  public static SkyCatalogue of(List<Source> sources, double radius) {
    double height = Math.min(180, Math.max(LEAST_HEIGHT, radius));
    Source[] sorted = sources.toArray(Source[]::new);
    Arrays.sort(
        sorted,
        Comparator.<Source>comparingInt(source -> zone(source.position().dec(), height))
            .thenComparingDouble(source -> source.position().ra()));
    return new SkyCatalogue(height, sorted);
  }

  private static int zone(double dec, double height) {
    return (int) Math.floor((dec + 90) / height);
  }

  public int size() {
    return sources.length;
  }

  /** How many sources no longer count at a time, ms since 1970 UTC. */
  public long expired(long timeMillis) {
    return Arrays.stream(sources).filter(source -> !counts(source, timeMillis)).count();
  }

  /**
   * The nearest source within a radius that counts at a time, or null.
   *
   * @param radius degrees
   * @param timeMillis ms since 1970 UTC
   */
  public @Nullable Match nearest(SkyPosition at, double radius, long timeMillis) {
    Search search = new Search(at, radius, timeMillis);
    double reach = rightAscensions(at.dec(), radius);
    int from = zone(Math.max(-90, at.dec() - radius), height);
    int to = zone(Math.min(90, at.dec() + radius), height);
    for (int zone = from; zone <= to; zone++) {
      if (reach >= 180) {
        search.between(zone, 0, 360);
        continue;
      }
      double west = at.ra() - reach;
      double east = at.ra() + reach;
      search.between(zone, Math.max(0, west), Math.min(360, east));
      if (west < 0) {
        search.between(zone, west + 360, 360);
      }
      if (east > 360) {
        search.between(zone, 0, east - 360);
      }
    }
    return search.found();
  }

  /** How far from its centre a cone's right ascensions go, degrees. */
  private static double rightAscensions(double dec, double radius) {
    if (Math.abs(dec) + radius >= 90) {
      return 180;
    }
    double sine = Math.sin(Math.toRadians(radius)) / Math.cos(Math.toRadians(dec));
    return Math.toDegrees(Math.asin(Math.min(1, sine))) + EDGE;
  }

  private static boolean counts(Source source, long timeMillis) {
    Long until = source.untilMillis();
    return until == null || timeMillis < until;
  }

  /** One question, and the nearest source so far. */
  private final class Search {
    private final SkyPosition at;
    private final long timeMillis;
    private final double x;
    private final double y;
    private final double z;
    private double nearest;
    private int index = -1;

    Search(SkyPosition at, double radius, long timeMillis) {
      this.at = at;
      this.timeMillis = timeMillis;
      this.x = at.x();
      this.y = at.y();
      this.z = at.z();
      double chord = 2 * Math.sin(Math.toRadians(radius) / 2);
      // A hair more, so that a source at the very edge is in whatever the rounding.
      this.nearest = chord * chord * (1 + 1e-12);
    }

    void between(int zone, double west, double east) {
      int end = zoneStarts[zone + 1];
      int i = Arrays.binarySearch(ra, zoneStarts[zone], end, west);
      for (i = i < 0 ? -i - 1 : first(i, zoneStarts[zone]); i < end && ra[i] <= east; i++) {
        double dx = vectors[3 * i] - x;
        double dy = vectors[3 * i + 1] - y;
        double dz = vectors[3 * i + 2] - z;
        double chord = dx * dx + dy * dy + dz * dz;
        if (chord <= nearest && counts(sources[i], timeMillis)) {
          nearest = chord;
          index = i;
        }
      }
    }

    /** Among equal right ascensions the first; binary search finds any. */
    private int first(int found, int start) {
      int i = found;
      while (i > start && ra[i - 1] == ra[found]) {
        i--;
      }
      return i;
    }

    @Nullable Match found() {
      return index < 0 ? null : new Match(sources[index], at.separation(sources[index].position()));
    }
  }
}
