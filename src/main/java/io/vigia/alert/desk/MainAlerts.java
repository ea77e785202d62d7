package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.AlertType;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.Allocation.Verdict;
import io.vigia.event.Role;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What leaves the desk's own channel: alerts, also to the subscriptions that take them without a
 * budget of their own, retractions to whoever had the alert, and a decision about each candidate.
 */
final class MainAlerts implements Channel.Listener {
  private final DeskPolicy policy;
  private final List<Subscriber> subscribers;
  private final AlertRecords records;
  private final SentAlerts sent;
  private final DeskOutlet outlet;

  /**
   * @param subscribers all of the policy
   */
  MainAlerts(
      DeskPolicy policy,
      List<Subscriber> subscribers,
      AlertRecords records,
      SentAlerts sent,
      DeskOutlet outlet) {
    this.policy = policy;
    this.subscribers = subscribers;
    this.records = records;
    this.sent = sent;
    this.outlet = outlet;
  }

  @Override
  public void sent(Unit unit, AlertType type, int number, Verdict verdict) {
    Candidate candidate = unit.candidate();
    boolean isPhysics = candidate.role() == Role.PHYSICS;
    ObjectNode alert = records.alert(unit, type, number, verdict);
    if (policy.prescale() > 1 && isPhysics) {
      alert.put("prescale", policy.prescale());
    }
    if (policy.testCrate()) {
      String reason = verdict.reason() + "; not sent: alerts.test-crate";
      outlet.decided(
          unit.arrival(),
          new Decision(candidate, Outcome.TEST_CRATE, reason, null, verdict, alert));
      return;
    }
    outlet.alert(Desk.MAIN, unit.arrival(), alert);
    List<String> subscriptions = toSubscriptions(unit, alert);
    if (isPhysics) {
      sent.remember(unit, number, verdict, subscriptions);
    }
    outlet.decided(unit.arrival(), Decision.of(candidate, Outcome.SENT, verdict));
  }

  private List<String> toSubscriptions(Unit unit, ObjectNode alert) {
    List<String> names = new ArrayList<>();
    for (Subscriber subscriber : subscribers) {
      if (!subscriber.hasBudget() && subscriber.matches(alert, unit.arrival().timeMillis())) {
        outlet.alert(subscriber.name(), unit.arrival(), subscriber.shown(alert));
        names.add(subscriber.name());
      }
    }
    return names;
  }

  @Override
  public void kept(Unit unit, Outcome outcome, String reason, @Nullable Verdict verdict) {
    outlet.decided(
        unit.arrival(), new Decision(unit.candidate(), outcome, reason, null, verdict, null));
  }

  /**
   * Takes back an alert.
   *
   * @param lifeCycle of the channel, which counts an object's records
   */
  void takeBack(SentAlerts.Sent alert, LifeCycle lifeCycle, String reason) {
    Candidate candidate = alert.arrival().candidate();
    int number = lifeCycle.retracted(candidate.objectId(), alert.number());
    ObjectNode retraction = records.retraction(candidate, number, reason);
    outlet.alert(Desk.MAIN, alert.arrival(), retraction);
    for (Subscriber subscriber : subscribers) {
      if (alert.subscriptions().contains(subscriber.name())) {
        outlet.alert(subscriber.name(), alert.arrival(), subscriber.shown(retraction));
      }
    }
    sent.forget(candidate.id());
  }
}
