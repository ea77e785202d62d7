package io.vigia.alert.sky;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * A catalogue as a CSV file with a header: {@code ra} and {@code dec} in degrees, and where there
 * are {@code name} and {@code until} (a UTC date such as 2027-01-31, or a time), the day or time
 * from which the row no longer counts. Other columns are passed over.
 */
public final class CatalogueFile {
  private CatalogueFile() {}

  /**
   * Reads a catalogue.
   *
   * @param radius that will be asked for, degrees
   * @throws IllegalArgumentException naming file, line and value, where a row is wrong
   */
  public static SkyCatalogue read(Path file, double radius) {
    CSVFormat format =
        CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).setTrim(true).get();
    List<SkyCatalogue.Source> sources = new ArrayList<>();
    try (Reader reader = Files.newBufferedReader(file);
        CSVParser rows = CSVParser.parse(reader, format)) {
      if (rows.getHeaderNames().isEmpty()) {
        throw new IllegalArgumentException(
            file + " is empty; a header with ra and dec (degrees) is needed");
      }
      for (String column : List.of("ra", "dec")) {
        if (!rows.getHeaderMap().containsKey(column)) {
          throw new IllegalArgumentException(
              file
                  + " has no column "
                  + column
                  + "; a header with ra and dec (degrees) is needed, its columns are "
                  + String.join(", ", rows.getHeaderNames()));
        }
      }
      boolean named = rows.getHeaderMap().containsKey("name");
      boolean dated = rows.getHeaderMap().containsKey("until");
      for (CSVRecord row : rows) {
        sources.add(source(file, row, named, dated));
      }
    } catch (NoSuchFileException e) {
      throw new IllegalArgumentException("there is no file " + file, e);
    } catch (IOException | java.io.UncheckedIOException e) {
      throw new IllegalArgumentException(file + " cannot be read as CSV: " + e.getMessage(), e);
    }
    return SkyCatalogue.of(sources, radius);
  }

  private static SkyCatalogue.Source source(
      Path file, CSVRecord row, boolean named, boolean dated) {
    try {
      SkyPosition position =
          SkyPosition.of(Double.parseDouble(row.get("ra")), Double.parseDouble(row.get("dec")));
      return new SkyCatalogue.Source(
          position, named ? row.get("name") : "", dated ? until(row.get("until")) : null);
    } catch (IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(
          file + ", row " + row.getRecordNumber() + ": " + e.getMessage(), e);
    }
  }

  private static @Nullable Long until(String text) {
    if (text.isEmpty()) {
      return null;
    }
    return until(text, "until").toEpochMilli();
  }

  /**
   * The time that a date (its beginning, UTC) or a time means.
   *
   * @param key named where it is neither
   * @throws IllegalArgumentException where it is neither
   */
  public static Instant until(String text, String key) {
    try {
      return text.contains("T")
          ? Instant.parse(text)
          : LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant();
    } catch (DateTimeException e) {
      throw new IllegalArgumentException(
          key
              + " is \""
              + text
              + "\"; a UTC date such as 2027-01-31 or a time such as 2027-01-31T12:00:00Z is"
              + " allowed",
          e);
    }
  }
}
