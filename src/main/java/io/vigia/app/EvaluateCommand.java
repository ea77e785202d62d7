package io.vigia.app;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.model.ModelBundle;
import io.vigia.topology.EventScorer;
import io.vigia.topology.TopologySpec;
import io.vigia.training.Evaluation;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia evaluate}. */
@Command(
    name = "evaluate",
    mixinStandardHelpOptions = true,
    description = {
      "Says how well scores tell labelled events (1: anomaly, 0: background) apart.",
      "Also whether the background's p-values are uniform, as the calibration promises."
    })
final class EvaluateCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(index = "1", paramLabel = "FILE", description = "CSV or JSON lines, also gzipped.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @Option(
      names = "--label",
      paramLabel = "COLUMN",
      required = true,
      description = "The field that holds 0 or 1.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String label;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--published",
      description = {
        "Take the scores from the scores topic, by event id, in place of computing them:",
        "what subscribers were really sent."
      })
  private boolean published;

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    TopologySpec spec = topology.read();
    try (OfflineModel bundle = model.open(spec)) {
      EventScorer scorer = EventScorer.of(spec, bundle.scoring());
      LabelledScores scores =
          published
              ? LabelledScores.published(scorer, file, label, published(spec))
              : LabelledScores.computed(scorer, file, label);
      print(evaluation(scores, bundle.scoring().bundle()), scores.notScored());
    }
    return 0;
  }

  private static Evaluation evaluation(LabelledScores scores, ModelBundle bundle) {
    return bundle.isEnsemble() || bundle.calibrations().size() > 1
        ? Evaluation.of(
            scores.labels(),
            scores.nll(),
            scores.statistic(),
            scores.pValues(),
            bundle.calibrations())
        : Evaluation.of(scores.labels(), scores.nll(), bundle.calibration());
  }

  /** Scores by event id; where one was published twice, the last. */
  private static Map<String, LabelledScores.Scored> published(TopologySpec spec) {
    Map<String, LabelledScores.Scored> scores = new HashMap<>();
    PublishedScores.read(
        spec,
        score -> {
          double nll = score.path("nll").doubleValue();
          scores.put(
              score.path("id").asText(),
              new LabelledScores.Scored(
                  nll,
                  score.path("tail_score").asDouble(nll),
                  score.path("p_value").doubleValue()));
        });
    return scores;
  }

  private void print(Evaluation evaluation, long notScored) throws IOException {
    ObjectNode figures = JsonNodeFactory.instance.objectNode();
    figures.put("n", evaluation.n());
    figures.put("auroc", finite(evaluation.auroc()));
    figures.put("auprc", finite(evaluation.auprc()));
    figures.put("tpr_at_fpr_1e2", finite(evaluation.tprAtFpr1e2()));
    figures.put("tpr_at_fpr_1e3", finite(evaluation.tprAtFpr1e3()));
    figures.put("mean_nll", finite(evaluation.meanNll()));
    figures.put("ks_distance", finite(evaluation.ksDistance()));
    figures.put("p_value_ks", finite(evaluation.pValueKs()));
    figures.put("not_scored", notScored);
    report.print(figures);
  }

  /** JSON has no NaN: a figure that the rows cannot give is null. */
  private static @Nullable Double finite(double figure) {
    return Double.isFinite(figure) ? figure : null;
  }
}
