package io.vigia.app;

import io.vigia.sim.DimuonProcess;
import io.vigia.sim.DimuonSimulator;
import io.vigia.sim.SimulatedEvent;
import io.vigia.sim.VectorSimulator;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code vigia simulate}: simulated events as a file of JSON lines, to train on or to replay. */
@Command(
    name = "simulate",
    mixinStandardHelpOptions = true,
    description = {
      "Writes simulated events as JSON lines, one a line.",
      "The same seed and number give the same file."
    })
final class SimulateCommand implements Callable<Integer> {
  /** What can be simulated. */
  enum Stream {
    /** A trigger stream of two-muon events. */
    DIMUON,
    /** Events with 16 correlated numbers, the load of {@code bench stream}. */
    VECTORS
  }

  @Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec spec;

  @Parameters(paramLabel = "STREAM", description = "What to simulate: ${COMPLETION-CANDIDATES}.")
  @SuppressWarnings("NullAway.Init")
  private Stream stream;

  @Option(
      names = "--events",
      paramLabel = "N",
      description = "How many events. Default: ${DEFAULT-VALUE}.")
  private long events = 200_000;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description = "Seed of the random numbers. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(
      names = "--out",
      paramLabel = "FILE",
      required = true,
      description = "The file to write; compressed where it ends in .gz; - is standard output.")
  @SuppressWarnings("NullAway.Init")
  private String out;

  @Option(
      names = "--anomalies",
      paramLabel = "SHARE",
      description = "Share of the events that are anomalies, 0 to 1 (dimuon only). Default: none.")
  private double anomalies;

  @Option(
      names = "--anomaly",
      paramLabel = "KIND",
      description = "Kind of the anomalies: dark-photon or heavy-resonance. Default: dark-photon.")
  private String anomaly = DimuonProcess.DARK_PHOTON.label();

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      description =
          "Adds a column that is 1 for an anomaly, else 0, for 'vigia evaluate --label'"
              + " (dimuon only).")
  private @Nullable String label;

  @Option(
      names = "--start",
      paramLabel = "TIME",
      description = "Time of the first event, ISO 8601 in UTC. Default: ${DEFAULT-VALUE}.")
  private Instant start = Instant.parse("2026-01-01T00:00:00Z");

  @Option(
      names = "--rate",
      paramLabel = "HZ",
      description = "Events a second in event time. Default: ${DEFAULT-VALUE}.")
  private double rate = 1000;

  @Override
  public Integer call() throws IOException {
    require(events >= 1, "--events is " + events + "; it must be 1 or more");
    require(rate > 0, "--rate is " + rate + "; it must be above 0");
    LongFunction<byte[]> json = stream == Stream.DIMUON ? dimuon() : vectors();
    try (OutputStream lines = open()) {
      for (long i = 0; i < events; i++) {
        lines.write(json.apply(i));
        lines.write('\n');
      }
    }
    return 0;
  }

  private LongFunction<byte[]> dimuon() {
    require(
        anomalies >= 0 && anomalies <= 1, "--anomalies is " + anomalies + "; it must be 0 to 1");
    DimuonSimulator simulator = DimuonSimulator.of(seed).withAnomalies(kind(), anomalies);
    String column = label;
    return i -> {
      SimulatedEvent event = simulator.event(i, timeMillis(i));
      return column == null ? event.toJson() : event.toJson(column);
    };
  }

  private LongFunction<byte[]> vectors() {
    require(anomalies == 0, "--anomalies needs the dimuon stream; vectors have none");
    require(label == null, "--label needs the dimuon stream; vectors have no anomalies");
    VectorSimulator simulator = VectorSimulator.of(seed);
    return i -> simulator.json(i, timeMillis(i));
  }

  private DimuonProcess kind() {
    return Arrays.stream(DimuonProcess.values())
        .filter(process -> process.injected() && process.label().equals(anomaly))
        .findFirst()
        .orElseThrow(
            () ->
                usage(
                    "--anomaly is "
                        + anomaly
                        + "; it must be one of "
                        + Arrays.stream(DimuonProcess.values())
                            .filter(DimuonProcess::injected)
                            .map(DimuonProcess::label)
                            .collect(Collectors.joining(", "))));
  }

  private long timeMillis(long index) {
    return start.toEpochMilli() + (long) (index * 1000.0 / rate);
  }

  private OutputStream open() throws IOException {
    if (out.equals("-")) {
      return new BufferedOutputStream(
          new KeptOpen(new FileOutputStream(FileDescriptor.out)), 1 << 16);
    }
    Path file = Path.of(out);
    Path directory = file.toAbsolutePath().getParent();
    if (directory != null) {
      Files.createDirectories(directory);
    }
    OutputStream bytes = new FileOutputStream(file.toFile());
    return new BufferedOutputStream(
        out.endsWith(".gz") ? new GZIPOutputStream(bytes, 1 << 16) : bytes, 1 << 16);
  }

  private void require(boolean holds, String otherwise) {
    if (!holds) {
      throw usage(otherwise);
    }
  }

  private ParameterException usage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Standard output outlives the file that is written to it. */
  private static final class KeptOpen extends FilterOutputStream {
    KeptOpen(OutputStream out) {
      super(out);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      out.write(bytes, offset, length);
    }

    @Override
    public void close() throws IOException {
      flush();
    }
  }
}
