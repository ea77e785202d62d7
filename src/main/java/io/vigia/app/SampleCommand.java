package io.vigia.app;

import io.vigia.density.Density;
import io.vigia.kernel.Meaning;
import io.vigia.model.BundleDirectory;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.topology.TopologyFile;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia sample}. */
@Command(
    name = "sample",
    mixinStandardHelpOptions = true,
    description = {
      "Draws events from a model: rows of its features, and of what they are conditional on.",
      "With --context it emulates events at given conditions. The same seed gives the same rows."
    })
final class SampleCommand implements Callable<Integer> {
  private static final int AT_ONCE = 4096;

  @Parameters(
      paramLabel = "BUNDLE|TOPOLOGY",
      description = "A bundle, or a topology that names one.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path source;

  @Option(
      names = "--n",
      paramLabel = "N",
      defaultValue = "1000",
      description = "How many rows. Default: ${DEFAULT-VALUE}.")
  private long n;

  @Option(names = "--seed", defaultValue = "1", description = "Default: ${DEFAULT-VALUE}.")
  private long seed;

  @Option(
      names = "--context",
      arity = "1..*",
      paramLabel = "NAME=VALUE",
      description = "The conditions of all rows.")
  private Map<String, Double> context = new HashMap<>();

  @Option(
      names = "--context-file",
      paramLabel = "FILE",
      description = {
        "CSV or JSON lines with the conditions, a row for each sample in turn,",
        "from the start again after its end."
      })
  private @Nullable Path contextFile;

  @Option(
      names = "--member",
      paramLabel = "NAME",
      description = "Of an ensemble. Default: the first that is a density, exactly or by a bound.")
  private @Nullable String member;

  @Mixin private DeviceOption device = new DeviceOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "CSV where it ends in .csv, else JSON lines. Default: standard output.")
  private @Nullable Path out;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    if (n < 1) {
      throw new IllegalArgumentException("--n is " + n + "; allowed: 1 or more");
    }
    if (contextFile != null && !context.isEmpty()) {
      throw new IllegalArgumentException("give --context or --context-file, not both");
    }
    ModelBundle bundle = BundleDirectory.read(directory()).content();
    Member chosen = chosen(bundle);
    List<String> names = chosen.preprocessing().schema().context();
    Conditions conditions =
        contextFile == null ? Conditions.of(names, context) : Conditions.read(names, contextFile);
    try (Density density = OfflineModel.open(chosen, device.name())) {
      if (out == null) {
        write(density, conditions, command.commandLine().getOut());
      } else {
        try (Writer writer = Files.newBufferedWriter(out)) {
          write(density, conditions, writer);
        }
      }
    }
    return 0;
  }

  private Path directory() throws IOException {
    return Files.isRegularFile(source) ? TopologyFile.read(source).model() : source;
  }

  private Member chosen(ModelBundle bundle) {
    List<Member> able =
        bundle.members().stream().filter(one -> one.meaning() != Meaning.SCORE).toList();
    return able.stream()
        .filter(one -> member == null || one.name().equals(member))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    (member == null ? "nothing" : "no member " + member)
                        + " to sample from in "
                        + bundle.name()
                        + "/"
                        + bundle.version()
                        + "; its densities: "
                        + able.stream().map(Member::name).toList()
                        + ", and scores only: "
                        + bundle.members().stream()
                            .filter(one -> !able.contains(one))
                            .map(Member::name)
                            .toList()));
  }

  private void write(Density density, Conditions conditions, Writer writer) throws IOException {
    List<String> names = new ArrayList<>(density.schema().features());
    int features = names.size();
    names.addAll(conditions.names());
    SampleWriter samples =
        new SampleWriter(writer, names, out != null && out.toString().endsWith(".csv"));
    SplittableRandom seeds = new SplittableRandom(seed);
    int width = conditions.names().size();
    for (long from = 0; from < n; from += AT_ONCE) {
      int count = (int) Math.min(AT_ONCE, n - from);
      float[] given = conditions.rows(from, count);
      float[] rows = density.sample(given, count, seeds.nextLong());
      for (int i = 0; i < count; i++) {
        samples.write(rows, i * features, features, given, i * width);
      }
    }
    writer.flush();
  }
}
