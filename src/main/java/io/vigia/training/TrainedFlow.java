package io.vigia.training;

import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import java.util.List;
import java.util.Map;

/**
 * A flow with the scores of its held-out rows, as the compiled kernel gives them: p-values compare
 * like with like.
 *
 * @param weights the best on the validation part
 * @param history in order of steps
 * @param bestStep where these weights stood
 * @param rows how many each part had
 * @param calibrationNll negative log-likelihoods of the calibration part, nats
 * @param evaluationNll those of the evaluation part
 * @param seconds that the loop took
 * @param warnings what a person should know; may be empty
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record TrainedFlow(
    FlowWeights weights,
    List<TrainingProgress.Point> history,
    int bestStep,
    Map<Part, Integer> rows,
    double[] calibrationNll,
    double[] evaluationNll,
    double seconds,
    List<String> warnings) {

  public FlowArchitecture architecture() {
    return weights.architecture();
  }

  /** The best mean negative log-likelihood on the validation part, nats. */
  public double validationNll() {
    return history.stream()
        .filter(point -> point.step() == bestStep)
        .findFirst()
        .orElseThrow()
        .validationNll();
  }
}
