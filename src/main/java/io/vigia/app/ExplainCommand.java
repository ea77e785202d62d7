package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.BadEventException;
import io.vigia.event.EventFile;
import io.vigia.scoring.Score;
import io.vigia.topology.EventScorer;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia explain}. */
@Command(
    name = "explain",
    mixinStandardHelpOptions = true,
    description = {
      "Says why an event is rare: which features make it so, by how many nats, what was expected of",
      "them given the others, what p would be with them as expected, the nearest typical event."
    })
final class ExplainCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(
      names = "--event",
      required = true,
      paramLabel = "FILE|ID",
      description =
          "A file of events (.csv, .jsonl, also .gz), or the id of a candidate on the cluster.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String event;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "Of a file the first N events. Default: ${DEFAULT-VALUE}.")
  private long limit = 10;

  @Mixin private ModelOption model = new ModelOption();

  @Option(names = "--json", description = "One JSON object for each event instead of text.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new IllegalArgumentException("--limit is " + limit + "; allowed: 1 or more");
    }
    TopologySpec spec = topology.read();
    try (OfflineModel bundle = model.open(spec)) {
      EventScorer scorer = EventScorer.of(spec, bundle.scoring());
      ExplainReport report = new ExplainReport(bundle.scoring(), spec.features());
      return EventFile.isNamedLikeOne(event) || Files.isRegularFile(Path.of(event))
          ? ofFile(scorer, report)
          : ofRecord(spec, scorer, report);
    }
  }

  private int ofFile(EventScorer scorer, ExplainReport report) throws IOException {
    int explained = 0;
    try (EventFile events = EventFile.open(Path.of(event))) {
      byte[] payload = events.next();
      if (payload == null) {
        throw new IllegalArgumentException("--event is " + event + ", which has no events");
      }
      for (long number = 0; payload != null && number < limit; number++) {
        explained += explain(payload, number, scorer, report) ? 1 : 0;
        payload = events.next();
      }
    }
    return explained > 0 ? 0 : 1;
  }

  private boolean explain(byte[] payload, long number, EventScorer scorer, ExplainReport report) {
    try {
      String cut = scorer.read(payload);
      if (cut == null) {
        Score score = scorer.score();
        print(report, report.of(scorer.event().eventId(), scorer.row().clone(), score));
        return true;
      }
      complain("event " + number + " has no score: it is filtered by " + cut);
    } catch (BadEventException e) {
      complain("event " + number + " has no score: " + e.getMessage());
    }
    return false;
  }

  private int ofRecord(TopologySpec spec, EventScorer scorer, ExplainReport report) {
    JsonNode record = CandidateLookup.byId(spec, event);
    if (record == null) {
      complain(
          "there is no file and no candidate "
              + event
              + "; candidates are on "
              + TopicNames.of(spec).candidates()
              + " for as long as the topic keeps them");
      return 1;
    }
    String trained = record.at("/model/sha256").asText();
    if (!trained.equals(scorer.model().sha256())) {
      complain(
          "the candidate was scored by another model than this ("
              + record.at("/model/name").asText()
              + "/"
              + record.at("/model/version").asText()
              + "); give its folder by --model for its own reasons");
    }
    float[] row = RecordedRow.of(record, spec.features());
    Score score = scorer.scores(row, 1)[0];
    if (score == null) {
      complain("this model has no finite density at the candidate");
      return 1;
    }
    print(report, report.of(event, row, score));
    return 0;
  }

  private void print(ExplainReport report, ExplainReport.Entry entry) {
    PrintWriter out = command.commandLine().getOut();
    if (json) {
      out.println(report.json(entry));
    } else {
      report.lines(entry).forEach(out::println);
    }
    out.flush();
  }

  private void complain(String line) {
    command.commandLine().getErr().println(line);
  }
}
