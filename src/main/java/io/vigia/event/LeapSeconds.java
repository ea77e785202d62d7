package io.vigia.event;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * TAI - UTC since 1972, from a table bundled with the program (resource {@code leap-seconds.txt}).
 *
 * <p>The table ends. Times after {@link #validUntil()} are converted with the last known
 * difference, which is wrong by a second for each leap second announced since; {@code vigia check}
 * says so where a stream's time scale depends on the table.
 */
public final class LeapSeconds {
  private static final LeapSeconds BUNDLED = read("leap-seconds.txt");
  private static final long NANOS = 1_000_000_000L;

  private final String bulletin;
  private final LocalDate validUntil;
  private final long[] startSeconds;
  private final long[] offsetSeconds;

  private LeapSeconds(String bulletin, LocalDate validUntil, List<long[]> rows) {
    this.bulletin = bulletin;
    this.validUntil = validUntil;
    this.startSeconds = rows.stream().mapToLong(row -> row[0]).toArray();
    this.offsetSeconds = rows.stream().mapToLong(row -> row[1]).toArray();
  }

  public static LeapSeconds bundled() {
    return BUNDLED;
  }

  /** The IERS bulletin of the table and its date. */
  public String bulletin() {
    return bulletin;
  }

  /** The last day that the table vouches for. */
  public LocalDate validUntil() {
    return validUntil;
  }

  /** The number of leap seconds in the table. */
  public int count() {
    return startSeconds.length - 1;
  }

  /**
   * The UTC of a TAI reading, both as ns since their own 1970-01-01, 0 h, days of 86,400 s. The
   * instants of a leap second 23:59:60.x come out as those of the second after it, as in POSIX.
   *
   * @return {@link DecodedEvent#NO_TIME} before 1972, when UTC was not a whole number of seconds
   *     from TAI
   */
  public long utcFromTai(long taiNanos) {
    long second = Math.floorDiv(taiNanos, NANOS);
    for (int row = startSeconds.length - 1; row >= 0; row--) {
      if (second >= startSeconds[row] + offsetSeconds[row]) {
        return taiNanos - offsetSeconds[row] * NANOS;
      }
    }
    return DecodedEvent.NO_TIME;
  }

  /** Whether a leap second was inserted just before this UTC second (since 1970). */
  public boolean endsBefore(long utcSecond) {
    for (int row = 1; row < startSeconds.length; row++) {
      if (startSeconds[row] == utcSecond) {
        return true;
      }
    }
    return false;
  }

  private static LeapSeconds read(String resource) {
    String bulletin = "";
    LocalDate validUntil = LocalDate.MIN;
    List<long[]> rows = new ArrayList<>();
    try (InputStream in =
            Objects.requireNonNull(LeapSeconds.class.getResourceAsStream(resource), resource);
        BufferedReader lines =
            new BufferedReader(new InputStreamReader(in, StandardCharsets.US_ASCII))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        String[] words = line.split(" ", 3);
        switch (words[0]) {
          case "#" -> {}
          case "bulletin" -> bulletin = words[1] + " of " + words[2];
          case "valid-until" -> validUntil = LocalDate.parse(words[1]);
          default ->
              rows.add(
                  new long[] {
                    LocalDate.parse(words[0]).toEpochDay() * 86_400, Long.parseLong(words[1])
                  });
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(resource, e);
    }
    return new LeapSeconds(bulletin, validUntil, rows);
  }
}
