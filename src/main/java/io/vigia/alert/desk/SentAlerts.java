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
  /** Rows of more numbers, images, are not kept: they would be most of the desk's memory. */
  private static final int MOST_KEPT = 256;

  private static final int STEP = 256;
  private static final String PREFIX = "sent/";

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
   * @param scored features and context of its event; null where they are not kept
   */
  record Sent(
      Arrival arrival,
      int number,
      double threshold,
      List<String> subscriptions,
      @Nullable ObjectNode scored) {}

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
    ObjectNode scored = unit.candidate().record().deepCopy().retain("features", "context");
    if (scored.path("features").size() + scored.path("context").size() <= MOST_KEPT) {
      sent.set("scored", scored);
    }
    memory.put(key(unit.id()), sent);
  }

  /**
   * The alerts that are open: a retraction may still concern somebody.
   *
   * @param timeMillis event time has come so far, ms since 1970 UTC
   */
  List<Sent> open(long timeMillis) {
    List<Sent> open = new ArrayList<>();
    List<DeskMemory.Entry> next = memory.from(PREFIX, STEP);
    while (!next.isEmpty()) {
      for (DeskMemory.Entry entry : next) {
        if (!entry.key().startsWith(PREFIX)) {
          return open;
        }
        Sent sent = sent(entry.value());
        if (sent != null && entry.value().path(DeskMemory.UNTIL).asLong() >= timeMillis) {
          open.add(sent);
        }
      }
      next = memory.from(next.get(next.size() - 1).key() + '\0', STEP);
    }
    return open;
  }

  @Nullable Sent of(String id) {
    ObjectNode sent = memory.get(key(id));
    return sent == null ? null : sent(sent);
  }

  private static @Nullable Sent sent(ObjectNode sent) {
    if (!(sent.get("arrival") instanceof ObjectNode arrival)) {
      return null;
    }
    List<String> subscriptions = new ArrayList<>();
    sent.path("subscriptions").forEach(name -> subscriptions.add(name.asText()));
    return new Sent(
        Arrival.of(arrival),
        sent.path("number").asInt(),
        sent.path("p_value_threshold").asDouble(),
        subscriptions,
        sent.get("scored") instanceof ObjectNode scored ? scored : null);
  }

  /** An alert is taken back once. */
  void forget(String id) {
    memory.delete(key(id));
  }

  private static String key(String id) {
    return PREFIX + id;
  }
}
