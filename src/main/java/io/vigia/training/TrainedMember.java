package io.vigia.training;

import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import java.util.List;

/**
 * A trained density with the scores of its held-out rows, as the stream will compute them: p-values
 * compare like with like.
 *
 * @param settings as it was trained
 * @param weights the best on the validation part
 * @param history in order of steps; empty where there was nothing to iterate
 * @param bestStep where these weights stood
 * @param calibrationNll negative log-densities of the calibration part, in the order of its rows
 * @param evaluationNll those of the evaluation part
 * @param evaluationErrors their Monte-Carlo standard errors, nats; zeros where they are exact
 * @param seconds that the training took
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainedMember(
    MemberSettings settings,
    Preprocessing preprocessing,
    DensityWeights weights,
    Meaning meaning,
    List<TrainingProgress.Point> history,
    int bestStep,
    double[] calibrationNll,
    double[] evaluationNll,
    double[] evaluationErrors,
    double seconds) {

  public String name() {
    return settings.name();
  }

  /** The best mean loss on the validation part, nats; NaN where there was nothing to iterate. */
  public double validationNll() {
    return history.stream()
        .filter(point -> point.step() == bestStep)
        .mapToDouble(TrainingProgress.Point::validationNll)
        .findFirst()
        .orElse(Double.NaN);
  }
}
