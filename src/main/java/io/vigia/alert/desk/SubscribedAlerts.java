package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.AlertType;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.Allocation.Verdict;
import org.jspecify.annotations.Nullable;

/** What leaves the channel of a subscription with a budget: its alerts, and no decisions. */
final class SubscribedAlerts implements Channel.Listener {
  private final Subscriber subscriber;
  private final AlertRecords records;
  private final boolean isTestCrate;
  private final DeskOutlet outlet;

  /**
   * @param isTestCrate nothing is sent
   */
  SubscribedAlerts(
      Subscriber subscriber, AlertRecords records, boolean isTestCrate, DeskOutlet outlet) {
    this.subscriber = subscriber;
    this.records = records;
    this.isTestCrate = isTestCrate;
    this.outlet = outlet;
  }

  @Override
  public void sent(Unit unit, AlertType type, int number, Verdict verdict) {
    if (!isTestCrate) {
      ObjectNode alert = records.alert(unit, type, number, verdict);
      outlet.alert(subscriber.name(), unit.arrival(), subscriber.shown(alert));
    }
  }

  @Override
  public void kept(Unit unit, Outcome outcome, String reason, @Nullable Verdict verdict) {
    // The desk's own decision about the candidate is the one on record.
  }
}
