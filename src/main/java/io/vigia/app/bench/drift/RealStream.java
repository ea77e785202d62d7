package io.vigia.app.bench.drift;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.zip.GZIPInputStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

/** Real rows, in an order that the seed draws, or as they are. */
final class RealStream implements DriftStream {
  private final String name;
  private final List<String> features;
  private final List<float[]> rows;
  private final boolean shuffled;
  private long orderOf = Long.MIN_VALUE;
  private List<Integer> order = List.of();

  private RealStream(String name, List<String> features, List<float[]> rows, boolean shuffled) {
    this.name = name;
    this.features = features;
    this.rows = rows;
    this.shuffled = shuffled;
  }

  /** Those of the real sets that are there; says which are not. */
  static List<DriftStream> in(Path folder, Consumer<String> say) throws IOException {
    List<DriftStream> streams = new ArrayList<>();
    add(
        streams,
        folder.resolve("physics/cms_dimuon_run2011a_events.csv.gz"),
        "two-muon events",
        List.of("pt1", "eta1", "phi1", "pt2", "eta2", "phi2", "M"),
        say);
    add(
        streams,
        folder.resolve("skab/skab_anomaly-free.csv.gz"),
        "skab",
        List.of(
            "Accelerometer1RMS",
            "Accelerometer2RMS",
            "Current",
            "Pressure",
            "Temperature",
            "Thermocouple",
            "Voltage",
            "Volume_Flow_RateRMS"),
        say);
    return streams;
  }

  private static void add(
      List<DriftStream> streams,
      Path file,
      String name,
      List<String> features,
      Consumer<String> say)
      throws IOException {
    if (!Files.isRegularFile(file)) {
      say.accept("no " + file + ": " + name + " is left out");
      return;
    }
    try (InputStream bytes = new GZIPInputStream(Files.newInputStream(file));
        CSVParser csv =
            CSVFormat.DEFAULT
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new BufferedReader(new InputStreamReader(bytes, StandardCharsets.UTF_8)))) {
      List<float[]> rows = new ArrayList<>();
      for (CSVRecord line : csv) {
        float[] row = new float[features.size()];
        for (int i = 0; i < row.length; i++) {
          row[i] = Float.parseFloat(line.get(features.get(i)));
        }
        rows.add(row);
      }
      streams.add(new RealStream(name + ", shuffled", features, rows, true));
      streams.add(new RealStream(name + ", in order", features, rows, false));
    }
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public List<String> features() {
    return features;
  }

  @Override
  public long length() {
    return rows.size();
  }

  @Override
  public float[] row(long seed, long index) {
    if (!shuffled) {
      return rows.get((int) index);
    }
    if (orderOf != seed) {
      Integer[] all = new Integer[rows.size()];
      Arrays.setAll(all, i -> i);
      order = new ArrayList<>(Arrays.asList(all));
      Collections.shuffle(order, new Random(seed));
      orderOf = seed;
    }
    return rows.get(order.get((int) index));
  }

  @Override
  public float[] novel(long seed, long index) {
    throw new UnsupportedOperationException(name + " has no events of another kind");
  }
}
