package io.vigia.training;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CombinationRule;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.TailScore;
import io.vigia.feature.FeatureSchema;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Rows in, a bundle out: densities trained, calibrated on their own held-out rows, and judged. Of
 * an ensemble one half of the calibration part makes the members' tail scores and the other
 * calibrates what they combine to, so that its p-values hold.
 */
public final class BundleTraining {
  /**
   * A bundle and the training that made it.
   *
   * @param trained its history and warnings, for people
   */
  public record Result(ModelBundle bundle, TrainedDensities trained) {}

  private BundleTraining() {}

  /**
   * Trains and calibrates a model.
   *
   * @param schema what the columns of {@code set} mean, in order
   * @param data where the rows came from
   * @param code version and revision of the program, for provenance
   * @param clock says when; seconds are kept
   * @throws UnfitDataException where the rows cannot train a model
   * @throws DivergedException where the loss stops being finite
   */
  public static Result train(
      String name,
      String version,
      FeatureSchema schema,
      TrainingSet set,
      TrainingSettings settings,
      List<Provenance.Data> data,
      String code,
      TrainingProgress progress,
      Clock clock) {
    if (!schema.featureNames().equals(set.schema().features())
        || !schema.contextNames().equals(set.schema().context())) {
      throw new IllegalArgumentException(
          "the rows have columns "
              + set.schema()
              + ", the schema has features "
              + schema.featureNames()
              + " and context "
              + schema.contextNames());
    }
    TrainedDensities trained = DensityTraining.train(set, settings, progress);
    @Nullable CombinedScore combination = combination(trained);
    double[] statistic = statistic(trained, combination, TrainedMember::calibrationNll);
    int[] calibrating = calibrating(trained, combination);
    double[] scores = Arrays.stream(calibrating).mapToDouble(row -> statistic[row]).toArray();
    int[] groups =
        Arrays.stream(calibrating).map(row -> trained.calibrationGroups()[row]).toArray();
    ModelBundle bundle =
        new ModelBundle(
            name,
            version,
            schema,
            trained.members().stream().map(BundleTraining::member).toList(),
            combination,
            CalibrationGroups.of(trained.first().preprocessing().groupNames(), scores, groups),
            provenance(trained, settings, data, code, clock),
            evaluation(trained, combination, Calibration.of(scores)));
    return new Result(bundle, trained);
  }

  private static Member member(TrainedMember trained) {
    return new Member(
        trained.name(),
        trained.preprocessing(),
        trained.weights(),
        trained.meaning(),
        trained.settings().seed());
  }

  /** Tail scores by the first half of the calibration part; null for a single density. */
  private static @Nullable CombinedScore combination(TrainedDensities trained) {
    if (trained.members().size() == 1) {
      return null;
    }
    int[] half = half(trained, true);
    List<TailScore> tails = new ArrayList<>();
    for (TrainedMember member : trained.members()) {
      tails.add(
          TailScore.of(
              Arrays.stream(half).mapToDouble(row -> member.calibrationNll()[row]).toArray()));
    }
    return new CombinedScore(CombinationRule.MAX, tails);
  }

  private static int[] calibrating(TrainedDensities trained, @Nullable CombinedScore combination) {
    return combination == null
        ? IntStream.range(0, trained.calibrationGroups().length).toArray()
        : half(trained, false);
  }

  private static int[] half(TrainedDensities trained, boolean first) {
    int[] half =
        IntStream.range(0, trained.calibrationHalf().length)
            .filter(row -> trained.calibrationHalf()[row] == first)
            .toArray();
    if (half.length < TailScore.LEAST_SCORES) {
      throw new UnfitDataException(
          "an ensemble needs two halves of the calibration part with at least "
              + TailScore.LEAST_SCORES
              + " rows each; one has "
              + half.length
              + ". Give more data, or group by something finer");
    }
    return half;
  }

  /** What is calibrated: the one density's score, or the combined one. */
  private static double[] statistic(
      TrainedDensities trained,
      @Nullable CombinedScore combination,
      Function<TrainedMember, double[]> nll) {
    if (combination == null) {
      return nll.apply(trained.first());
    }
    List<double[]> scores = trained.members().stream().map(nll).toList();
    double[] statistic = new double[scores.get(0).length];
    double[] row = new double[scores.size()];
    for (int i = 0; i < statistic.length; i++) {
      for (int member = 0; member < row.length; member++) {
        row[member] = scores.get(member)[i];
      }
      statistic[i] = combination.at(row);
    }
    return statistic;
  }

  private static Provenance provenance(
      TrainedDensities trained,
      TrainingSettings settings,
      List<Provenance.Data> data,
      String code,
      Clock clock) {
    Map<String, Long> rows = new TreeMap<>();
    trained.rows().forEach((part, count) -> rows.put(part.key(), count.longValue()));
    Map<String, String> said = new TreeMap<>(settings.toMap());
    if (!trained.warnings().isEmpty()) {
      said.put("notes", String.join("; ", trained.warnings()));
    }
    return new Provenance(
        data,
        rows,
        settings.seed(),
        said,
        code,
        System.getProperty("java.vm.vendor") + " " + Runtime.version(),
        settings.device(),
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** On the evaluation part, by which nothing was chosen. */
  private static Map<String, Double> evaluation(
      TrainedDensities trained, @Nullable CombinedScore combination, Calibration calibration) {
    double[] statistic = statistic(trained, combination, TrainedMember::evaluationNll);
    Evaluation figures = Evaluation.of(new boolean[statistic.length], statistic, calibration);
    Map<String, Double> evaluation = new TreeMap<>();
    evaluation.put("n", (double) figures.n());
    evaluation.put("ks_distance", figures.ksDistance());
    evaluation.put("p_value_ks", figures.pValueKs());
    if (combination == null) {
      put(evaluation, "", trained.first());
    } else {
      evaluation.put("mean_statistic", figures.meanNll());
      trained.members().forEach(member -> put(evaluation, member.name() + ".", member));
    }
    return evaluation;
  }

  private static void put(Map<String, Double> evaluation, String prefix, TrainedMember member) {
    double mean = Arrays.stream(member.evaluationNll()).average().orElseThrow();
    evaluation.put(prefix + "mean_nll", mean);
    if (!member.history().isEmpty()) {
      evaluation.put(prefix + "validation_nll", member.validationNll());
      evaluation.put(prefix + "best_step", (double) member.bestStep());
    }
  }
}
