package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Alert;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.Allocation.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The alerts that were sent, by the id of their event: what a retraction needs of them. */
final class SentAlerts {
  private final DeskMemory memory;
  private final Duration horizon;

  SentAlerts(DeskMemory memory, Duration horizon) {
    this.memory = memory;
    this.horizon = horizon;
  }

  /**
   * An alert that was sent.
   *
   * @param number its record number
   * @param threshold the p-value that it passed
   * @param subscriptions that got it too
   */
  record Sent(Arrival arrival, int number, double threshold, List<String> subscriptions) {}

  void remember(Unit unit, int number, Verdict verdict, List<String> subscriptions) {
    ObjectNode sent = JsonNodeFactory.instance.objectNode();
    sent.put(DeskMemory.UNTIL, unit.arrival().timeMillis() + horizon.toMillis());
    sent.put("number", number).put("p_value_threshold", verdict.threshold());
    subscriptions.forEach(sent.putArray("subscriptions")::add);
    sent.set(
        "arrival",
        new Arrival(
                Candidate.of(Alert.names(unit.candidate())),
                unit.arrival().key(),
                unit.arrival().timestamp(),
                unit.arrival().timeMillis())
            .toJson());
    memory.put(key(unit.id()), sent);
  }

  @Nullable Sent of(String id) {
    ObjectNode sent = memory.get(key(id));
    if (sent == null || !(sent.get("arrival") instanceof ObjectNode arrival)) {
      return null;
    }
    List<String> subscriptions = new ArrayList<>();
    sent.path("subscriptions").forEach(name -> subscriptions.add(name.asText()));
    return new Sent(
        Arrival.of(arrival),
        sent.path("number").asInt(),
        sent.path("p_value_threshold").asDouble(),
        subscriptions);
  }

  /** An alert is taken back once. */
  void forget(String id) {
    memory.delete(key(id));
  }

  private static String key(String id) {
    return "sent/" + id;
  }
}
