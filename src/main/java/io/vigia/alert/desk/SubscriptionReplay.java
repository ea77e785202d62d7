package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.budget.FalseAlarmRate;
import io.vigia.alert.budget.FalseAlarmRates;
import io.vigia.alert.budget.TallyReading;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a subscription would have been sent of candidates that came: a desk over an empty memory,
 * with all of the policy but its other subscriptions and its test crate.
 */
public final class SubscriptionReplay implements DeskOutlet, DeskKnowledge {
  /** Longer than anything is held. */
  private static final Duration TO_THE_END = Duration.ofDays(400);

  private final Subscription subscription;
  private final Desk desk;
  private final FalseAlarmRates rates;
  private final SubscriptionShare share;
  private final List<ObjectNode> sent = new ArrayList<>();
  private int candidates;
  private int alerts;
  private long now;

  /**
   * @param rates what of the stream is live
   * @throws IllegalArgumentException where the policy has no such subscription
   */
  public SubscriptionReplay(DeskPolicy policy, FalseAlarmRates.Terms rates, String name) {
    this.rates = FalseAlarmRates.of(rates);
    this.subscription =
        policy.subscriptions().stream()
            .filter(one -> one.name().equals(name))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "there is no subscription "
                            + name
                            + "; the topology has "
                            + policy.subscriptions().stream().map(Subscription::name).toList()));
    DeskPolicy alone = policy.replaying(subscription);
    this.share = new SubscriptionShare(alone);
    this.desk = new Desk(alone, this, new MapMemory(), this);
  }

  /**
   * Takes a candidate, in the order of the topic.
   *
   * @param timestamp of its record, ms since 1970 UTC
   */
  public void candidate(Candidate candidate, long timestamp) {
    candidates++;
    Arrival arrival = new Arrival(candidate, candidate.id(), timestamp);
    now = arrival.timeMillis();
    desk.candidate(arrival);
  }

  /** Takes what a part of the stream saw; without it live budgets know no event rate. */
  public void tally(TallyReading reading) {
    rates.tally(reading);
    desk.exposure(rates.liveSeconds(), rates.events());
    if (reading.lastMillis() != TallyReading.NO_TIME) {
      desk.advance(reading.lastMillis());
    }
  }

  /** Nothing comes any more: what is held is let go. */
  public void end() {
    desk.idle(TO_THE_END);
  }

  public Subscription subscription() {
    return subscription;
  }

  public int candidates() {
    return candidates;
  }

  /** The desk's own alerts. */
  public int alerts() {
    return alerts;
  }

  /** The subscription's alerts, oldest first. */
  public List<ObjectNode> sent() {
    return List.copyOf(sent);
  }

  /** Why the subscription is refused, where it is. */
  public Optional<String> refusal() {
    return share.refused().stream().findFirst();
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(now);
  }

  @Override
  public void counts(Candidate candidate) {
    rates.candidate(candidate.judgedBy(), candidate.pValue(), candidate.weight());
  }

  @Override
  public void addRates(Candidate candidate, ObjectNode alert) {
    FalseAlarmRate rate = rates.of(candidate.judgedBy(), candidate.pValue());
    alert.put("far", rate == null ? null : rate.hertz());
  }

  @Override
  public void decided(Arrival arrival, Decision decision) {
    // Alerts tell what is asked.
  }

  @Override
  public void alert(String name, Arrival arrival, ObjectNode alert) {
    if (name.equals(Desk.MAIN)) {
      alerts++;
      share.alert(alert);
    } else {
      sent.add(alert);
    }
  }
}
