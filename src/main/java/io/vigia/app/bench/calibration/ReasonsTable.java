package io.vigia.app.bench.calibration;

import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import io.vigia.scoring.reason.Contribution;
import io.vigia.scoring.reason.Explainer;
import io.vigia.scoring.reason.Explanation;
import io.vigia.training.TrainingSettings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Whether reasons name what is wrong: on rows of a simulated stream of which some features are
 * moved, how often these come first.
 */
final class ReasonsTable implements CalibrationTable {
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();
  private static final int ROWS = 20_000;

  /** Explanations that are not timed. */
  private static final int WARM_UP = 100;

  private static final int CANDIDATES = 300;
  private static final long MOST_DRAWS = 100;
  private static final double PRE_CUT = 1e-3;
  private static final double LEAST_MOVE = 4;
  private static final double MOST_MOVE = 6;

  /** What is moved in a row. */
  private enum Moved {
    ONE("one"),
    TWO("two, independent"),
    ALONG("a correlated pair, the same way"),
    AGAINST("a correlated pair, opposite ways");

    private final String label;

    Moved(String label) {
      this.label = label;
    }

    /** The features, the second one or two. */
    int[] features(CorrelatedStream stream, Random random) {
      int first = random.nextInt(stream.features());
      if (this == ONE) {
        return new int[] {first};
      }
      if (this != TWO) {
        return new int[] {first, stream.partner(first)};
      }
      int other = first;
      while (Math.abs(other / 2 - first / 2) < 2) {
        other = random.nextInt(stream.features());
      }
      return new int[] {first, other};
    }
  }

  private final TrainingSettings settings;
  private final int rows;
  private final int candidates;

  ReasonsTable(TrainingSettings settings, int rows, int candidates) {
    this.settings = settings;
    this.rows = rows;
    this.candidates = candidates;
  }

  /** As {@code vigia train} has it by default. */
  static ReasonsTable standard() {
    return new ReasonsTable(TrainingSettings.DEFAULT, ROWS, CANDIDATES);
  }

  @Override
  public String name() {
    return "reasons";
  }

  @Override
  public String caption() {
    return "candidates (p <= 1e-3) some of whose features were moved by "
        + "4 to 6 standard deviations: how often these are the first contributions, with a 95 %"
        + " interval; how often the 90 % interval of a moved feature has the value before the"
        + " move; CPU milliseconds of one explanation, after a warm-up of 100. Below 0.9 first is a failure.";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures(
            "stream",
            "features",
            "moved",
            "candidates",
            "first",
            "low",
            "high",
            "in_interval",
            "cpu_ms");
    for (CorrelatedStream stream : CorrelatedStream.values()) {
      say.accept("reasons: training on " + stream);
      ScoringModel model = train(stream);
      for (Moved moved : Moved.values()) {
        add(figures, stream, model, moved);
      }
    }
    return figures;
  }

  private ScoringModel train(CorrelatedStream stream) {
    float[] row = new float[stream.features()];
    float[] values = new float[rows * row.length];
    for (int i = 0; i < rows; i++) {
      stream.draw(1, i, row);
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
    return LearnedModel.of(row.length, values, settings);
  }

  private void add(Figures figures, CorrelatedStream stream, ScoringModel model, Moved moved) {
    Scorer scorer = model.newScorer();
    Explainer explainer = Explainer.of(model);
    Random random = new Random(7);
    float[] row = new float[stream.features()];
    int right = 0;
    int covered = 0;
    int intervals = 0;
    int count = 0;
    long nanos = 0;
    for (long index = 0; count < candidates; index++) {
      if (index > MOST_DRAWS * candidates) {
        throw new IllegalStateException(
            "of " + index + " moved rows " + count + " are candidates; train on more rows");
      }
      stream.draw(2, index, row);
      float[] before = row.clone();
      int[] features = moved.features(stream, random);
      double by = LEAST_MOVE + (MOST_MOVE - LEAST_MOVE) * random.nextDouble();
      by = random.nextBoolean() ? by : -by;
      for (int i = 0; i < features.length; i++) {
        boolean back = moved == Moved.AGAINST ? i == 1 : moved == Moved.TWO && random.nextBoolean();
        row[features[i]] = stream.moved(features[i], row[features[i]], back ? -by : by);
      }
      Score score = scorer.score(row);
      if (score == null || score.pValue() > PRE_CUT) {
        continue;
      }
      count++;
      long start = THREADS.getCurrentThreadCpuTime();
      Explanation explanation = explainer.explain(row, score.pValue());
      nanos += count > WARM_UP ? THREADS.getCurrentThreadCpuTime() - start : 0;
      List<String> first = new ArrayList<>();
      for (Contribution one : explanation.contributions().subList(0, features.length)) {
        first.add(one.feature());
      }
      boolean all = true;
      for (int j : features) {
        all &= first.contains("x" + j);
      }
      right += all ? 1 : 0;
      for (Contribution one : explanation.contributions()) {
        for (int j : features) {
          if (one.feature().equals("x" + j)) {
            intervals++;
            covered += before[j] >= one.low() && before[j] <= one.high() ? 1 : 0;
          }
        }
      }
    }
    double[] interval = wilson(right, count);
    figures.add(
        stream.name().toLowerCase(Locale.ROOT),
        stream.features(),
        moved.label,
        count,
        (double) right / count,
        interval[0],
        interval[1],
        (double) covered / intervals,
        nanos / 1e6 / Math.max(1, count - WARM_UP));
  }

  /** The 95 % interval of a share (Wilson 1927). */
  private static double[] wilson(int hits, int n) {
    double z = 1.96;
    double p = (double) hits / n;
    double centre = (p + z * z / (2 * n)) / (1 + z * z / n);
    double half = z / (1 + z * z / n) * Math.sqrt(p * (1 - p) / n + z * z / (4.0 * n * n));
    return new double[] {centre - half, centre + half};
  }
}
