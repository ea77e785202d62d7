package io.vigia.alert.desk;

import java.time.Duration;
import java.util.List;

/**
 * When an object may have another alert.
 *
 * @param refractory how long after an alert only updates pass; zero: each candidate is its own
 * @param factor by which an update's p-value is smaller than that of every earlier alert, above 1
 * @param newValues carried fields or features whose new values are an update too
 */
public record LifeCycleRule(Duration refractory, double factor, List<String> newValues) {
  /** Thirty days, ten times rarer. */
  public static final LifeCycleRule DEFAULT = new LifeCycleRule(Duration.ofDays(30), 10, List.of());

  public LifeCycleRule {
    newValues = List.copyOf(newValues);
  }
}
