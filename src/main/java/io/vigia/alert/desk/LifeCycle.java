package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.AlertType;
import io.vigia.alert.Candidate;
import io.vigia.alert.selection.RecordFields;
import io.vigia.event.DurationText;
import java.time.Duration;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * What the earlier alerts of an object allow a new one to be. Without an alert in the refractory
 * time it is the first of an episode, {@code initial}. Within it only what is new passes, as an
 * {@code update}: a p-value smaller by a factor than that of every alert of the episode, or a value
 * of a field that no alert of the episode had, such as another band. An event without an object has
 * no earlier alerts.
 */
final class LifeCycle {
  /** Beyond these a field is no label, and its values are no news. */
  private static final int MOST_VALUES = 64;

  private final String channel;
  private final DeskMemory memory;
  private final LifeCycleRule rule;
  private final Duration remembered;
  private final ToDoubleFunction<Candidate> rank;

  /**
   * @param channel whose alerts count
   * @param remembered how long an object is remembered after its last alert, where its refractory
   *     time is shorter
   * @param rank what a budget orders candidates by, higher first
   */
  LifeCycle(
      String channel,
      DeskMemory memory,
      LifeCycleRule rule,
      Duration remembered,
      ToDoubleFunction<Candidate> rank) {
    this.channel = channel;
    this.memory = memory;
    this.rule = rule;
    this.rank = rank;
    this.remembered = remembered.compareTo(rule.refractory()) > 0 ? remembered : rule.refractory();
  }

  /**
   * What a candidate may be sent as.
   *
   * @param type null: not at all, see the reason
   * @param recordNumber of the alert, from 1
   */
  record Standing(@Nullable AlertType type, int recordNumber, String reason) {}

  Standing standing(Unit unit) {
    ObjectNode history = history(unit);
    if (history == null) {
      return waits(unit)
          ? new Standing(null, 1, "a rarer one of its object is held until its period ends")
          : new Standing(AlertType.INITIAL, 1, "the first alert of its object");
    }
    int number = history.path("records").asInt() + 1;
    long last = history.path("last").asLong();
    long age = unit.arrival().timeMillis() - last;
    if (number == 1 || Math.abs(age) >= rule.refractory().toMillis()) {
      return new Standing(AlertType.INITIAL, number, "its object was quiet long enough");
    }
    double rarest = history.path("p_value").asDouble(1);
    if (unit.candidate().pValue() <= rarest / rule.factor()) {
      return new Standing(AlertType.UPDATE, number, "rarer by the factor of an update");
    }
    String news = news(unit.candidate(), history);
    if (news != null) {
      return new Standing(AlertType.UPDATE, number, news);
    }
    return new Standing(
        null,
        number,
        String.format(
            Locale.ROOT,
            "its object had an alert %s, p %.2g, and there is nothing new",
            DurationText.of(Duration.ofMillis(Math.abs(age))) + (age < 0 ? " later" : " before"),
            rarest));
  }

  /**
   * Whether another candidate of its object is held that every rule prefers: at least as rare, as a
   * false-discovery rate orders them, and ranked at least as high, as a budget does. Where one
   * orders otherwise than the other both are held, and what is left of one is sent.
   */
  private boolean waits(Unit unit) {
    String object = object(unit);
    ObjectNode held = object == null ? null : memory.get(heldKey(object));
    return held != null
        && !held.path("id").asText().equals(unit.id())
        && held.path("p_value").asDouble(1) <= unit.candidate().pValue()
        && held.path("rank").asDouble(Double.NEGATIVE_INFINITY)
            >= rank.applyAsDouble(unit.candidate());
  }

  /** Remembers that a candidate is held: it stands for those of its object that come later. */
  void held(Unit unit) {
    String object = object(unit);
    if (object != null) {
      ObjectNode held = JsonNodeFactory.instance.objectNode();
      held.put("id", unit.id()).put("p_value", unit.candidate().pValue());
      held.put("rank", rank.applyAsDouble(unit.candidate()));
      memory.put(heldKey(object), held);
    }
  }

  /** Forgets that a candidate was held. */
  void heldNoMore(Unit unit) {
    String object = object(unit);
    ObjectNode held = object == null ? null : memory.get(heldKey(object));
    if (object != null && held != null && held.path("id").asText().equals(unit.id())) {
      memory.delete(heldKey(object));
    }
  }

  private @Nullable String news(Candidate candidate, ObjectNode history) {
    for (String field : rule.newValues()) {
      JsonNode value = RecordFields.value(candidate.record(), field);
      JsonNode known = history.path("values").path(field);
      if (value != null && !value.isNull() && known.size() < MOST_VALUES && !has(known, value)) {
        return "the first alert of its object with " + field + " " + value.asText();
      }
    }
    return null;
  }

  private static boolean has(JsonNode known, JsonNode value) {
    for (JsonNode one : known) {
      if (one.asText().equals(value.asText())) {
        return true;
      }
    }
    return false;
  }

  /** Remembers an alert of that standing. */
  void alerted(Unit unit, Standing standing) {
    String object = object(unit);
    if (object == null) {
      return;
    }
    String key = key(object);
    ObjectNode before = memory.get(key);
    ObjectNode history =
        before == null || standing.type() == AlertType.INITIAL
            ? JsonNodeFactory.instance.objectNode()
            : before;
    double rarest = history.path("p_value").asDouble(1);
    long last = Math.max(unit.arrival().timeMillis(), history.path("last").asLong(Long.MIN_VALUE));
    history.put("id", unit.id()).put("records", standing.recordNumber()).put("last", last);
    history.put("p_value", Math.min(rarest, unit.candidate().pValue()));
    history.put(DeskMemory.UNTIL, last + remembered.toMillis());
    for (String field : rule.newValues()) {
      JsonNode value = RecordFields.value(unit.candidate().record(), field);
      ArrayNode known = history.withObjectProperty("values").withArrayProperty(field);
      if (value != null && !value.isNull() && known.size() < MOST_VALUES && !has(known, value)) {
        known.add(value.asText());
      }
    }
    memory.put(key, history);
  }

  /** The id of the event of an object's last alert, or null where none is remembered. */
  @Nullable String lastAlert(String object) {
    ObjectNode history = memory.get(key(object));
    return history == null ? null : history.path("id").textValue();
  }

  /** Counts a retraction among an object's records, and answers its number. */
  int retracted(@Nullable String object, int alertNumber) {
    ObjectNode history = object == null ? null : memory.get(key(object));
    if (object == null || history == null) {
      return alertNumber + 1;
    }
    int number = history.path("records").asInt() + 1;
    memory.put(key(object), history.put("records", number));
    return number;
  }

  private @Nullable ObjectNode history(Unit unit) {
    String object = object(unit);
    return object == null ? null : memory.get(key(object));
  }

  /** A burst is about many objects: it neither waits for one of them nor makes it wait. */
  private static @Nullable String object(Unit unit) {
    return unit.burst() == null ? unit.candidate().objectId() : null;
  }

  private String key(String object) {
    return "object/" + channel + "/" + object;
  }

  private String heldKey(String object) {
    return "object-held/" + channel + "/" + object;
  }
}
