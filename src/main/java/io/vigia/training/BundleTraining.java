package io.vigia.training;

import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CalibrationSettings;
import io.vigia.calibration.CombinationRule;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.EnsembleCalibration;
import io.vigia.calibration.TailMethod;
import io.vigia.calibration.TailScore;
import io.vigia.feature.FeatureSchema;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
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
   * @param calibrated how its scores are to be calibrated
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
      CalibrationSettings calibrated,
      List<Provenance.Data> data,
      String code,
      TrainingProgress progress,
      Clock clock) {
    return train(
        name,
        version,
        schema,
        set,
        settings,
        calibrated,
        data,
        code,
        Continuation.NONE,
        progress,
        clock);
  }

  /**
   * As the other.
   *
   * @param from what it goes on from
   */
  public static Result train(
      String name,
      String version,
      FeatureSchema schema,
      TrainingSet set,
      TrainingSettings settings,
      CalibrationSettings calibrated,
      List<Provenance.Data> data,
      String code,
      Continuation from,
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
    TrainedDensities trained =
        DensityTraining.train(set, settings, GroupingFit.axes(set, calibrated), from, progress);
    @Nullable EnsembleCalibration ensemble =
        trained.members().size() == 1 ? null : ensemble(trained, calibrated.tail());
    @Nullable CombinedScore combination = ensemble == null ? null : ensemble.combination();
    CalibrationGroups calibrations =
        ensemble == null
            ? CalibrationGroups.of(
                trained.grouping(),
                trained.first().calibrationNll(),
                trained.calibrationGroups(),
                calibrated.tail())
            : ensemble.calibrations();
    ModelBundle bundle =
        new ModelBundle(
            name,
            version,
            schema,
            trained.members().stream().map(BundleTraining::member).toList(),
            combination,
            calibrations,
            SupportFit.of(set, trained.first().preprocessing()),
            provenance(trained, settings, calibrated, data, code, clock),
            evaluation(trained, combination, calibrations),
            trained.typical(),
            null);
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

  private static EnsembleCalibration ensemble(TrainedDensities trained, TailMethod tail) {
    boolean[] forTails = trained.calibrationHalf();
    requireHalf(forTails, true);
    requireHalf(forTails, false);
    return EnsembleCalibration.of(
        CombinationRule.MAX,
        trained.members().stream().map(TrainedMember::calibrationNll).toArray(double[][]::new),
        forTails,
        trained.grouping(),
        trained.calibrationGroups(),
        tail);
  }

  private static void requireHalf(boolean[] forTails, boolean which) {
    long rows = IntStream.range(0, forTails.length).filter(i -> forTails[i] == which).count();
    if (rows < TailScore.LEAST_SCORES) {
      throw new UnfitDataException(
          "an ensemble needs two halves of the calibration part with at least "
              + TailScore.LEAST_SCORES
              + " rows each; one has "
              + rows
              + ". Give more data, or group by something finer");
    }
  }

  private static Provenance provenance(
      TrainedDensities trained,
      TrainingSettings settings,
      CalibrationSettings calibrated,
      List<Provenance.Data> data,
      String code,
      Clock clock) {
    Map<String, Long> rows = new TreeMap<>();
    trained.rows().forEach((part, count) -> rows.put(part.key(), count.longValue()));
    Map<String, String> said = new TreeMap<>(settings.toMap());
    said.put("calibration.tail", calibrated.tail().label());
    if (!calibrated.by().isEmpty()) {
      said.put("calibration.by", calibrated.by().toString());
    }
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

  /** On the evaluation part, by which nothing was chosen: its rows scored as the stream would. */
  private static Map<String, Double> evaluation(
      TrainedDensities trained,
      @Nullable CombinedScore combination,
      CalibrationGroups calibrations) {
    double[] statistic =
        combination == null
            ? trained.first().evaluationNll()
            : combination.ofRows(
                trained.members().stream()
                    .map(TrainedMember::evaluationNll)
                    .toArray(double[][]::new));
    double[] pValues =
        IntStream.range(0, statistic.length)
            .mapToDouble(
                row -> calibrations.of(trained.evaluationGroups()[row]).pValue(statistic[row]))
            .toArray();
    Evaluation figures =
        Evaluation.of(new boolean[statistic.length], statistic, statistic, pValues, calibrations);
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
    double error = Arrays.stream(member.evaluationErrors()).average().orElseThrow();
    if (error > 0) {
      evaluation.put(prefix + "nll_standard_error", error);
    }
    if (!member.history().isEmpty()) {
      evaluation.put(prefix + "validation_nll", member.validationNll());
      evaluation.put(prefix + "best_step", (double) member.bestStep());
    }
  }
}
