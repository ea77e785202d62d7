package io.vigia.app;

import io.vigia.event.BadEventException;
import io.vigia.event.EventFile;
import io.vigia.event.Origin;
import io.vigia.scoring.Score;
import io.vigia.topology.EventScorer;
import io.vigia.topology.TopologySpec;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia score}. */
@Command(
    name = "score",
    mixinStandardHelpOptions = true,
    description = {
      "Scores the events of a file without Kafka.",
      "Writes the very records of the scores topic, one a line. A bundle with members that only DJL",
      "computes is scored, too, in batches. What cannot be scored is counted on the error stream by stage and reason."
    })
final class ScoreCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(index = "1", paramLabel = "FILE", description = "CSV or JSON lines, also gzipped.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--out",
      paramLabel = "FILE",
      description = "Where the scores go. Default: standard output.")
  private @Nullable Path out;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  private final Map<String, Long> outcomes = new TreeMap<>();

  @Override
  public Integer call() throws Exception {
    TopologySpec spec = topology.read();
    try (OfflineModel bundle = model.open(spec);
        EventFile events = EventFile.open(file);
        OutputStream sink = new BufferedOutputStream(open())) {
      score(EventScorer.of(spec, bundle.scoring()), events, sink);
    }
    if (outcomes.isEmpty()) {
      command.commandLine().getErr().println("no events in " + file);
    }
    outcomes.forEach(
        (outcome, count) -> command.commandLine().getErr().println(outcome + ": " + count));
    return 0;
  }

  private OutputStream open() throws IOException {
    return out == null ? System.out : Files.newOutputStream(out);
  }

  private void score(EventScorer scorer, EventFile events, OutputStream sink) throws IOException {
    long modified = Files.getLastModifiedTime(file).toMillis();
    String name = String.valueOf(file.getFileName());
    BatchScoring scoring =
        new BatchScoring(
            scorer,
            (event, number, score, whyNot) -> {
              if (score == null) {
                count(whyNot);
              } else {
                sink.write(record(scorer, event, score, new Origin(name, 0, number, modified)));
                sink.write('\n');
                count("scored");
              }
            });
    for (byte[] event = events.next(); event != null; event = events.next()) {
      scoring.add(event);
    }
    scoring.finish();
  }

  /** The record of an event whose batch was scored after it was read: it is read again. */
  private static byte[] record(EventScorer scorer, byte[] event, Score score, Origin origin) {
    try {
      scorer.read(event);
    } catch (BadEventException e) {
      throw new IllegalStateException("an event that was read once is read the same again", e);
    }
    return scorer.scoreRecord(score, origin);
  }

  private void count(String outcome) {
    outcomes.merge(outcome, 1L, Long::sum);
  }
}
