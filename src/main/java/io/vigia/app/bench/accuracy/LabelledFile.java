package io.vigia.app.bench.accuracy;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Reads labelled sets: CSV, maybe gzipped, with a header and a last column {@code label}. */
public final class LabelledFile {
  private static final String LABEL = "label";

  private LabelledFile() {}

  /** The CSV files among these files and directly in these folders, in alphabetical order. */
  public static List<Path> in(List<Path> places) throws IOException {
    List<Path> files = new ArrayList<>();
    for (Path place : places) {
      if (Files.isDirectory(place)) {
        try (Stream<Path> inside = Files.list(place)) {
          inside.filter(LabelledFile::isCsv).sorted().forEach(files::add);
        }
      } else {
        files.add(place);
      }
    }
    if (files.isEmpty()) {
      throw new IllegalArgumentException("there is no .csv or .csv.gz file in " + places);
    }
    return files;
  }

  private static boolean isCsv(Path file) {
    String name = file.toString();
    return name.endsWith(".csv") || name.endsWith(".csv.gz");
  }

  /** {@code annthyroid} for {@code annthyroid.csv} and {@code annthyroid.csv.gz}. */
  static String name(Path file) {
    return String.valueOf(file.getFileName()).replaceFirst("\\.csv(\\.gz)?$", "");
  }

  /**
   * Reads a set.
   *
   * @throws IllegalArgumentException naming row and column of what is no number, or no label
   */
  public static LabelledSet read(Path file) throws IOException {
    try (Reader text = text(file);
        CSVParser rows =
            CSVFormat.DEFAULT.builder().setHeader().setSkipHeaderRecord(true).get().parse(text)) {
      List<String> header = rows.getHeaderNames();
      int features = header.size() - 1;
      if (features < 1 || !header.get(features).equals(LABEL)) {
        throw new IllegalArgumentException(
            file
                + ": the last column must be 'label' after at least one feature; the header is "
                + header);
      }
      float[] values = new float[1 << 12];
      boolean[] anomaly = new boolean[1 << 8];
      int count = 0;
      for (CSVRecord row : rows) {
        if ((count + 1) * features > values.length) {
          values = Arrays.copyOf(values, Math.max(2 * values.length, (count + 1) * features));
        }
        if (count == anomaly.length) {
          anomaly = Arrays.copyOf(anomaly, 2 * count);
        }
        for (int j = 0; j < features; j++) {
          values[count * features + j] = number(file, row, header, j);
        }
        anomaly[count++] = label(file, row, header, features);
      }
      return LabelledSet.of(
          name(file),
          header.subList(0, features),
          Arrays.copyOf(values, count * features),
          Arrays.copyOf(anomaly, count));
    }
  }

  private static Reader text(Path file) throws IOException {
    InputStream bytes = new BufferedInputStream(Files.newInputStream(file));
    InputStream plain = file.toString().endsWith(".gz") ? new GZIPInputStream(bytes) : bytes;
    return new InputStreamReader(plain, StandardCharsets.UTF_8);
  }

  private static float number(Path file, CSVRecord row, List<String> header, int column) {
    String text = column < row.size() ? row.get(column) : "";
    try {
      float value = Float.parseFloat(text);
      if (Float.isFinite(value)) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Told below, with its place.
    }
    throw new IllegalArgumentException(
        "%s: row %d: %s is '%s'; finite numbers are needed"
            .formatted(file, row.getRecordNumber(), header.get(column), text));
  }

  private static boolean label(Path file, CSVRecord row, List<String> header, int column) {
    float label = number(file, row, header, column);
    if (label != 0 && label != 1) {
      throw new IllegalArgumentException(
          "%s: row %d: label is %s; 0 (normal) or 1 (anomaly) are allowed"
              .formatted(file, row.getRecordNumber(), label));
    }
    return label == 1;
  }
}
