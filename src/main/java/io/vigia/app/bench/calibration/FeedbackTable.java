package io.vigia.app.bench.calibration;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.feedback.Feedback;
import io.vigia.alert.feedback.Interest;
import io.vigia.alert.feedback.Label;
import io.vigia.alert.feedback.RarityPattern;
import io.vigia.app.bench.accuracy.LabelledFile;
import io.vigia.app.bench.accuracy.LabelledSet;
import io.vigia.app.bench.accuracy.VaryingColumns;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import io.vigia.scoring.reason.Contribution;
import io.vigia.scoring.reason.Explainer;
import io.vigia.training.MemberSettings;
import io.vigia.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What 30 answers bring: a labelled set replayed as a stream of 20 periods, each of which alerts on
 * the five candidates of highest rank. Those of the first six periods are answered, anomalies as
 * interesting, the rest as boring. Anomalies are thinned to {@value #ANOMALOUS} of the stream.
 */
final class FeedbackTable implements CalibrationTable {
  private static final int PERIODS = 20;
  private static final int ALERTS = 5;
  private static final int ANSWERED = 30;
  private static final double ANOMALOUS = 0.03;
  private static final double PRE_CUT = 0.05;

  private final @Nullable Path data;
  private final int seeds;

  private FeedbackTable(@Nullable Path data, int seeds) {
    this.data = data;
    this.seeds = seeds;
  }

  /**
   * @param data folder of labelled sets; null: no rows
   * @param seeds orders in which a set is replayed
   */
  static FeedbackTable of(@Nullable Path data, int seeds) {
    return new FeedbackTable(data, seeds);
  }

  @Override
  public String name() {
    return "feedback";
  }

  @Override
  public String caption() {
    return "labelled sets replayed as streams in which anomalies are rare: true anomalies among the"
        + " first 100 alerts, with no answer and with 30 of them, means over orders, and the"
        + " standard error of the difference. Fewer with answers would be a failure.";
  }

  /** A test row that the desk sees. */
  private record Event(boolean anomaly, double pValue, RarityPattern pattern) {}

  @Override
  public Figures run(Consumer<String> say) throws IOException {
    Figures figures =
        new Figures(
            "set", "features", "rows", "anomalies", "orders", "without", "with", "gain", "error");
    if (data != null) {
      for (Path file : LabelledFile.in(List.of(data))) {
        LabelledSet set = LabelledFile.read(file);
        say.accept("feedback: " + set.name());
        add(figures, set);
      }
    }
    return figures;
  }

  private void add(Figures figures, LabelledSet set) {
    List<Event> events = events(set);
    double[] without = new double[seeds];
    double[] gain = new double[seeds];
    int rows = 0;
    int anomalies = 0;
    for (int seed = 1; seed <= seeds; seed++) {
      List<Event> stream = stream(events, new Random(seed));
      rows = stream.size();
      anomalies = (int) stream.stream().filter(Event::anomaly).count();
      without[seed - 1] = found(stream, 0);
      gain[seed - 1] = found(stream, ANSWERED) - without[seed - 1];
    }
    double mean = Arrays.stream(gain).average().orElseThrow();
    double squares = Arrays.stream(gain).map(g -> (g - mean) * (g - mean)).sum();
    double before = Arrays.stream(without).average().orElseThrow();
    figures.add(
        set.name(),
        set.features(),
        rows,
        anomalies,
        seeds,
        before,
        before + mean,
        mean,
        seeds < 2 ? Double.NaN : Math.sqrt(squares / (seeds - 1) / seeds));
  }

  /** Its test rows scored, and explained where they are candidates. */
  private static List<Event> events(LabelledSet set) {
    VaryingColumns columns = VaryingColumns.of(set.train(), set.features());
    ScoringModel model =
        LearnedModel.of(
            columns.size(),
            columns.of(set.train()),
            TrainingSettings.DEFAULT.withMembers(MemberSettings.of("maf", 1)));
    Scorer scorer = model.newScorer();
    Explainer explainer = Explainer.of(model);
    float[] test = columns.of(set.test());
    List<Event> events = new ArrayList<>();
    for (int i = 0; i < set.anomaly().length; i++) {
      float[] row = Arrays.copyOfRange(test, i * columns.size(), (i + 1) * columns.size());
      Score score = scorer.score(row);
      if (score != null) {
        boolean candidate = score.pValue() <= PRE_CUT;
        events.add(
            new Event(
                set.anomaly()[i],
                score.pValue(),
                candidate
                    ? pattern(explainer.explain(row, score.pValue()).contributions())
                    : RarityPattern.NONE));
      }
    }
    return events;
  }

  /** As the candidate's record would have it. */
  private static RarityPattern pattern(List<Contribution> contributions) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    for (Contribution one : contributions) {
      record
          .withArray("/contributions")
          .addObject()
          .put("feature", one.feature())
          .put("nats", one.nats())
          .put("direction", one.direction().label());
    }
    return RarityPattern.of(record);
  }

  private static List<Event> stream(List<Event> events, Random random) {
    List<Event> normals = new ArrayList<>(events.stream().filter(e -> !e.anomaly()).toList());
    List<Event> anomalies = new ArrayList<>(events.stream().filter(Event::anomaly).toList());
    Collections.shuffle(anomalies, random);
    int most = (int) (ANOMALOUS / (1 - ANOMALOUS) * normals.size());
    normals.addAll(anomalies.subList(0, Math.min(most, anomalies.size())));
    Collections.shuffle(normals, random);
    return normals;
  }

  /** True anomalies among the alerts of all periods, of which the first so many are answered. */
  private static int found(List<Event> stream, int answered) {
    Interest interest = Interest.NONE;
    int found = 0;
    int asked = 0;
    for (int period = 0; period < PERIODS; period++) {
      Interest now = interest;
      List<Event> alerts =
          IntStream.range(period * stream.size() / PERIODS, (period + 1) * stream.size() / PERIODS)
              .mapToObj(stream::get)
              .filter(event -> event.pValue() <= PRE_CUT)
              .sorted(Comparator.comparingDouble(e -> -now.rank(e.pValue(), e.pattern())))
              .limit(ALERTS)
              .toList();
      for (Event alert : alerts) {
        found += alert.anomaly() ? 1 : 0;
        if (asked < answered) {
          Label label = alert.anomaly() ? Label.INTERESTING : Label.BORING;
          interest = interest.with(new Feedback("e" + asked, label, "oracle", "", alert.pattern()));
          asked++;
        }
      }
    }
    return found;
  }
}
