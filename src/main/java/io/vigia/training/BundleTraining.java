package io.vigia.training;

import io.vigia.calibration.Calibration;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Rows in, a bundle out: the flow trained, calibrated on its own held-out rows, and judged. */
public final class BundleTraining {
  /**
   * A bundle and the training that made it.
   *
   * @param flow its history and warnings, for people
   */
  public record Result(ModelBundle bundle, TrainedFlow flow) {}

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
    List<String> features = schema.features().stream().map(Feature::name).toList();
    if (!features.equals(set.columns())) {
      throw new IllegalArgumentException(
          "the rows have columns " + set.columns() + ", the schema has features " + features);
    }
    TrainedFlow flow = FlowTraining.train(set, settings, progress);
    Calibration calibration = Calibration.of(flow.calibrationNll());
    ModelBundle bundle =
        ModelBundle.ofFlow(
            name,
            version,
            schema,
            flow.weights(),
            calibration,
            provenance(flow, settings, data, code, clock),
            evaluation(flow, calibration));
    return new Result(bundle, flow);
  }

  private static Provenance provenance(
      TrainedFlow flow,
      TrainingSettings settings,
      List<Provenance.Data> data,
      String code,
      Clock clock) {
    Map<String, Long> rows = new TreeMap<>();
    flow.rows().forEach((part, count) -> rows.put(part.key(), count.longValue()));
    return new Provenance(
        data,
        rows,
        settings.seed(),
        settings.toMap(),
        code,
        System.getProperty("java.vm.vendor") + " " + Runtime.version(),
        "cpu",
        clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** On the evaluation part, by which nothing was chosen. */
  private static Map<String, Double> evaluation(TrainedFlow flow, Calibration calibration) {
    double[] nll = flow.evaluationNll();
    Evaluation figures = Evaluation.of(new boolean[nll.length], nll, calibration);
    return Map.of(
        "n", (double) figures.n(),
        "mean_nll", figures.meanNll(),
        "ks_distance", figures.ksDistance(),
        "p_value_ks", figures.pValueKs(),
        "validation_nll", flow.validationNll(),
        "best_step", (double) flow.bestStep());
  }
}
