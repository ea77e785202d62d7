package io.vigia.app.demo;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.FalseAlarms;
import io.vigia.model.ModelBundle;

/**
 * What the demo says of the model in service.
 *
 * @param label of the bundle
 * @param trainingRows events that the density was learned from
 * @param calibration of its p-values
 * @param threshold p-value of an alert
 */
record ModelFacts(String label, long trainingRows, Calibration calibration, double threshold) {
  static ModelFacts of(ModelBundle bundle, double threshold) {
    return new ModelFacts(
        bundle.name() + "/" + bundle.version(),
        bundle.provenance().rows().getOrDefault("train", 0L),
        bundle.calibration(),
        threshold);
  }

  /** The probability that an ordinary event alerts. */
  double alertProbability() {
    return falseAlarms(1).probability();
  }

  /** What to expect of so many ordinary events. */
  FalseAlarms falseAlarms(long events) {
    return FalseAlarms.of(calibration, threshold, events);
  }
}
