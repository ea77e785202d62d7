package io.vigia.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.DecodedEvent;
import io.vigia.event.LeapSeconds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;

/**
 * A file that says which segments are good: CMS's JSON of luminosity blocks, {@code {"146436": [[1,
 * 522], [526, 799]]}}, first and last included; or a list of science segments, a line each, with
 * start and end as GPS seconds or as UTC times ({@code 2019-04-01T15:00:00Z}), the end excluded.
 * Where a line has four columns of numbers, the first is a counter and the last a duration, as
 * segment tools of gravitational-wave detectors write them. Lines that begin with # are remarks.
 */
final class GoodRuns {
  /** GPS time zero, as seconds since 1970 on the scale TAI. */
  private static final long GPS_ZERO_TAI = 315_964_800L + 19;

  private final Map<Long, TreeMap<Long, Long>> blocks = new HashMap<>();
  private final TreeMap<Long, Long> stretches = new TreeMap<>();
  private final boolean byTime;

  private GoodRuns(boolean byTime) {
    this.byTime = byTime;
  }

  /**
   * Reads a file.
   *
   * @throws IllegalArgumentException saying what is wrong with it, and where
   */
  static GoodRuns read(Path file) {
    String text;
    try {
      text = Files.readString(file);
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException(file + ": there is no such file", e);
    } catch (IOException e) {
      throw new IllegalArgumentException(file + " cannot be read: " + e, e);
    }
    GoodRuns runs =
        text.stripLeading().startsWith("{") ? ofBlocks(file, text) : ofTimes(file, text);
    if (runs.blocks.isEmpty() && runs.stretches.isEmpty()) {
      throw new IllegalArgumentException(
          file + " names no run and no time: nothing would ever be live");
    }
    return runs;
  }

  private static GoodRuns ofBlocks(Path file, String text) {
    GoodRuns runs = new GoodRuns(false);
    try {
      Iterator<Map.Entry<String, JsonNode>> entries = new ObjectMapper().readTree(text).fields();
      while (entries.hasNext()) {
        Map.Entry<String, JsonNode> run = entries.next();
        TreeMap<Long, Long> of = new TreeMap<>();
        if (!run.getValue().isArray()) {
          throw new IllegalArgumentException(
              file
                  + ": run "
                  + run.getKey()
                  + " has "
                  + run.getValue()
                  + "; [[first, last]] is needed");
        }
        for (JsonNode pair : run.getValue()) {
          if (pair.size() != 2
              || !pair.get(0).isIntegralNumber()
              || !pair.get(1).isIntegralNumber()
              || pair.get(0).longValue() > pair.get(1).longValue()) {
            throw new IllegalArgumentException(
                file + ": run " + run.getKey() + " has " + pair + "; [first, last] is needed");
          }
          of.merge(pair.get(0).longValue(), pair.get(1).longValue(), Math::max);
        }
        runs.blocks.put(Long.valueOf(run.getKey()), of);
      }
    } catch (JsonProcessingException | NumberFormatException e) {
      throw new IllegalArgumentException(
          file + " is no JSON of run numbers and blocks: " + e.getMessage(), e);
    }
    return runs;
  }

  private static GoodRuns ofTimes(Path file, String text) {
    GoodRuns runs = new GoodRuns(true);
    int number = 0;
    for (String line : text.lines().toList()) {
      number++;
      String[] columns = line.strip().split("[\\s,]+");
      if (line.isBlank() || line.strip().startsWith("#")) {
        continue;
      }
      int first = columns.length == 4 ? 1 : 0;
      if (columns.length != 2 && columns.length != 4) {
        throw new IllegalArgumentException(
            file + ", line " + number + ": \"" + line + "\"; a start and an end are needed");
      }
      try {
        long start = millis(columns[first]);
        long end = millis(columns[first + 1]);
        if (end <= start) {
          throw new IllegalArgumentException(
              file + ", line " + number + ": \"" + line + "\"; the end must be after the start");
        }
        runs.stretches.merge(start, end, Math::max);
      } catch (NumberFormatException | DateTimeParseException e) {
        throw new IllegalArgumentException(
            file + ", line " + number + ": \"" + line + "\"; GPS seconds or UTC times are needed",
            e);
      }
    }
    return runs;
  }

  private static long millis(String time) {
    if (time.contains("T")) {
      return Instant.parse(time).toEpochMilli();
    }
    long taiMillis = Math.round(1000 * Double.parseDouble(time)) + 1000 * GPS_ZERO_TAI;
    long utc = LeapSeconds.bundled().utcFromTai(1_000_000 * taiMillis);
    if (utc == DecodedEvent.NO_TIME) {
      throw new NumberFormatException("before 1980");
    }
    return utc / 1_000_000;
  }

  /** Whether segments are told by time; else by run and block. */
  boolean isByTime() {
    return byTime;
  }

  boolean isGood(long timeMillis) {
    Map.Entry<Long, Long> stretch = stretches.floorEntry(timeMillis);
    return stretch != null && timeMillis < stretch.getValue();
  }

  boolean isGood(long run, long block) {
    TreeMap<Long, Long> of = blocks.get(run);
    Map.Entry<Long, Long> range = of == null ? null : of.floorEntry(block);
    return range != null && block <= range.getValue();
  }
}
