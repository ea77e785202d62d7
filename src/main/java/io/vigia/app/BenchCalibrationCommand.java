package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.app.bench.calibration.CalibrationBench;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code vigia bench calibration}. */
@Command(
    name = "calibration",
    mixinStandardHelpOptions = true,
    description = {
      "Whether p-values, false-alarm rates and budgets are what they say, table by table:",
      "on simulated streams, and on the sets of --data."
    })
final class BenchCalibrationCommand implements Callable<Integer> {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "Folder of labelled sets, CSV whose last column is 'label'. Default: none.")
  private @Nullable Path data;

  @Option(
      names = "--tables",
      split = ",",
      paramLabel = "NAME",
      description = "Which. Default: all.")
  private List<String> tables = List.of();

  @Option(
      names = "--seeds",
      paramLabel = "N",
      description = "How often what is random is drawn: seeds 1 to N. Default: ${DEFAULT-VALUE}.")
  private int seeds = 20;

  @Option(names = "--json", paramLabel = "OUT", description = "Figures as JSON, into this file.")
  private @Nullable Path json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (json != null) {
      requireWritable(json);
    }
    PrintWriter out = command.commandLine().getOut();
    PrintWriter err = command.commandLine().getErr();
    CalibrationBench bench =
        CalibrationBench.of(tables, data, seeds).run(line -> flushed(err, line), out::println);
    out.flush();
    if (json != null) {
      Files.writeString(
          json,
          new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(bench.toJson())
              + System.lineSeparator());
    }
    return 0;
  }

  /** Said before the hours that the figures may take. */
  private static void requireWritable(Path file) {
    Path folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new IllegalArgumentException(
          "--json is " + file + "; a file in a folder that exists is allowed");
    }
  }

  private static void flushed(PrintWriter writer, String line) {
    writer.println(line);
    writer.flush();
  }
}
