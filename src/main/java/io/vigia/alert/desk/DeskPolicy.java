package io.vigia.alert.desk;

import io.vigia.alert.selection.SkyFields;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The alert policy of a topology, as written.
 *
 * @param threshold p-value at or below which events of other roles than physics are alerts
 * @param allocation decides how many alerts of physics events are sent
 * @param periodField the field that names its periods; null: time does
 * @param workingPoints names of p-values; an alert names those that it passes
 * @param prescale one in so many alerts is sent, by the hash of the event id; 1: all
 * @param testCrate decide, and send nothing
 * @param remember how long the ids of events and alerts are remembered, event time
 * @param burst null: no bursts
 * @param sky where records say where on the sky they are; null: they do not
 */
public record DeskPolicy(
    double threshold,
    AllocationFactory allocation,
    @Nullable String periodField,
    Map<String, Double> workingPoints,
    int prescale,
    boolean testCrate,
    Duration remember,
    LifeCycleRule lifeCycle,
    @Nullable Burst burst,
    List<Suppression> suppress,
    List<Subscription> subscriptions,
    @Nullable SkyFields sky) {
  /** A week. */
  public static final Duration REMEMBER = Duration.ofDays(7);

  public DeskPolicy {
    workingPoints = Collections.unmodifiableMap(new LinkedHashMap<>(workingPoints));
    suppress = List.copyOf(suppress);
    subscriptions = List.copyOf(subscriptions);
  }

  /** The same policy for one subscription alone, and not in a test crate. */
  DeskPolicy replaying(Subscription subscription) {
    return new DeskPolicy(
        threshold,
        allocation,
        periodField,
        workingPoints,
        prescale,
        false,
        remember,
        lifeCycle,
        burst,
        suppress,
        List.of(subscription),
        sky);
  }
}
