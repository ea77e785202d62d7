package io.vigia.training;

/** Hears from a training while it goes on, on the training's thread. */
@FunctionalInterface
public interface TrainingProgress {
  /** Hears nothing. */
  TrainingProgress NONE = point -> {};

  /** Called after each look at the averaged parameters. */
  void at(Point point);

  /**
   * How far a training is.
   *
   * @param member whose training it is
   * @param step steps done, from 1
   * @param of steps at most; early stopping may end sooner
   * @param loss the mean loss of the training rows since the last point: where the kind of density
   *     learns by its likelihood or a bound, nats over the original features
   * @param validationNll that of the validation part under the averaged parameters; NaN where
   *     nothing is held out
   * @param rate the learning rate
   */
  record Point(String member, int step, int of, double loss, double validationNll, double rate) {}
}
