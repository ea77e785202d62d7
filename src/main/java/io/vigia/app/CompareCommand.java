package io.vigia.app;

import io.vigia.app.compare.Comparison;
import io.vigia.app.compare.ScoreTable;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia compare}. */
@Command(
    name = "compare",
    mixinStandardHelpOptions = true,
    description = {
      "Compares our scores with another system's, joined by event id: at equal alert rate the",
      "overlap, unique events and artefact share; where anomalies are labelled the efficiency at",
      "equal false alarms, with intervals and the paired difference.",
      "Instead of TOPOLOGY, whose scores topic is read, a file that 'vigia score' wrote may stand."
    })
final class CompareCommand implements Callable<Integer> {
  private static final String LABEL = "label";

  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(
      names = "--baseline",
      required = true,
      paramLabel = "FILE",
      description = "The other system's scores: CSV or JSON lines with id, score, maybe label.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path baseline;

  @Option(
      names = "--labels",
      paramLabel = "FILE",
      description = "id and label (interesting, boring, artefact; 1, 0) in a file of their own.")
  private @Nullable Path labels;

  @Option(names = "--id", paramLabel = "COLUMN", description = "Default: ${DEFAULT-VALUE}.")
  private String id = "id";

  @Option(names = "--score", paramLabel = "COLUMN", description = "Default: ${DEFAULT-VALUE}.")
  private String score = "score";

  @Option(names = "--label", paramLabel = "COLUMN", description = "Default: " + LABEL + ".")
  private @Nullable String label;

  @Option(names = "--lower-is-rarer", description = "A low score of the baseline means an anomaly.")
  private boolean lowerIsRarer;

  @Option(
      names = "--rates",
      split = ",",
      paramLabel = "SHARE",
      description = "Alerts an event. Default: 0.001,0.01.")
  private List<Double> rates = List.of(1e-3, 1e-2);

  @Option(
      names = "--false-alarms",
      split = ",",
      paramLabel = "SHARE",
      description = "Shares of the labelled background. Default: 0.001,0.01.")
  private List<Double> falseAlarms = List.of(1e-3, 1e-2);

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    String labelled = label == null ? LABEL : label;
    ScoreTable other =
        ScoreTable.ofFile(baseline, new ScoreTable.Columns(id, score, labelled, lowerIsRarer));
    if (labels != null) {
      other.label(labels, id, labelled);
    }
    boolean asked = labels != null || label != null;
    if (asked && !other.isLabelled()) {
      throw new IllegalArgumentException(
          "no row of "
              + (labels == null ? baseline : labels)
              + " has a label in --label "
              + labelled);
    }
    Comparison comparison = Comparison.of(ours(), other, rates, falseAlarms);
    if (report.isJson()) {
      report.print(comparison.toJson());
    } else {
      comparison.lines().forEach(report::line);
    }
    return 0;
  }

  private ScoreTable ours() throws IOException {
    Path file = topology.file();
    return file.toString().matches(".*\\.ya?ml")
        ? published(topology.read())
        : ScoreTable.ofRecords(file);
  }

  private static ScoreTable published(TopologySpec spec) {
    ScoreTable table = new ScoreTable(TopicNames.of(spec).scores());
    PublishedScores.read(spec, table::addRecord);
    return table;
  }
}
