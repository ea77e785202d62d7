package io.vigia.training;

import io.vigia.density.GradientLearner;
import java.util.List;

/**
 * How far a training loop is, at a look.
 *
 * @param step that it has taken
 * @param learner how far that is
 * @param best parameters so far
 * @param bestStep where they stood
 * @param bestNll their validation loss, nats; infinite before there was one
 * @param history of looks so far
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record LoopState(
    int step,
    GradientLearner.State learner,
    float[] best,
    int bestStep,
    double bestNll,
    List<TrainingProgress.Point> history) {
  LoopState {
    history = List.copyOf(history);
  }
}
