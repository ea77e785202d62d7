package io.vigia.alert.budget;

import io.vigia.alert.budget.FalseAlarmRate.Method;
import io.vigia.calibration.FarHistory;
import io.vigia.calibration.PoissonInterval;
import org.jspecify.annotations.Nullable;

/**
 * What one bundle watched and found. Until it has had {@value #ENOUGH} candidates, and for an event
 * rarer than every other, the rate of background is the p-value times the events a live second;
 * then it is a count, the event itself included, over live seconds.
 */
final class BundleRates {
  private static final int ENOUGH = 100;

  /** Counts of this many events are the one asked about and hardly another. */
  private static final double ALONE = 1.5;

  /**
   * All that is kept.
   *
   * @param events scored physics events, each as often as its weight says
   * @param history of candidates
   */
  record State(double liveSeconds, double events, FarHistory.State history) {}

  /**
   * Background as rare as a p-value.
   *
   * @param isExtrapolated less than one such event is expected in all of the time watched
   */
  record Background(double hertz, PoissonInterval band, Method method, boolean isExtrapolated) {}

  private final FarHistory history;
  private double liveSeconds;
  private double events;

  BundleRates() {
    this.history = new FarHistory();
  }

  private BundleRates(State state) {
    this.history = FarHistory.of(state.history);
    this.liveSeconds = state.liveSeconds;
    this.events = state.events;
  }

  static BundleRates of(State state) {
    return new BundleRates(state);
  }

  State state() {
    return new State(liveSeconds, events, history.state());
  }

  void watched(double liveSeconds, double events) {
    this.liveSeconds += liveSeconds;
    this.events += events;
  }

  void candidate(double pValue, double weight) {
    history.add(pValue, weight);
  }

  /** The rate of background at or below a p-value; null while no live time was seen. */
  @Nullable Background atOrBelow(double pValue) {
    if (!(liveSeconds > 0) || !(events > 0)) {
      return null;
    }
    FarHistory.Sums counted = history.atOrBelow(pValue);
    return history.candidates() >= ENOUGH && effectiveNumber(counted) >= ALONE
        ? background(
            Method.COUNTED,
            counted.weight(),
            PoissonInterval.ofWeights(
                counted.weight(), counted.squares(), PoissonInterval.CONFIDENCE))
        : background(
            Method.RATE,
            pValue * events,
            PoissonInterval.of(pValue * events, PoissonInterval.CONFIDENCE));
  }

  /** As many events of equal weight as know a sum of weights as well. */
  private static double effectiveNumber(FarHistory.Sums sums) {
    return sums.weight() * sums.weight() / sums.squares();
  }

  private Background background(Method method, double number, PoissonInterval band) {
    return new Background(number / liveSeconds, band.times(1 / liveSeconds), method, number < 1);
  }
}
