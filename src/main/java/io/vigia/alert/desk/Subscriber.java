package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.selection.RecordFields;
import io.vigia.alert.selection.Selector;
import io.vigia.alert.selection.SkyFields;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A {@link Subscription} at work: chooses, and takes out what its readers must not see. */
public final class Subscriber {
  private final Subscription subscription;
  private final Selector selector;

  /**
   * @throws IllegalArgumentException as {@link Selector#of}
   */
  public Subscriber(Subscription subscription, @Nullable SkyFields sky) {
    this.subscription = subscription;
    this.selector = Selector.of(subscription.selection(), sky);
  }

  public Subscription subscription() {
    return subscription;
  }

  String name() {
    return subscription.name();
  }

  /** Whether it has a rule of its own how many alerts it gets. */
  boolean hasBudget() {
    return subscription.budget() != null;
  }

  /**
   * @param record a candidate or an alert
   * @param timeMillis event time, ms since 1970 UTC
   */
  public boolean matches(ObjectNode record, long timeMillis) {
    return selector.why(record, timeMillis) != null;
  }

  /** The alert as this subscription's readers see it. */
  public ObjectNode shown(ObjectNode alert) {
    ObjectNode shown = alert.deepCopy().put("subscription", subscription.name());
    List<String> redact = subscription.redact();
    for (String name : redact) {
      RecordFields.remove(shown, name);
      if (shown.path("burst").get("key") instanceof ObjectNode key) {
        key.remove(name);
      }
    }
    if (!redact.isEmpty()) {
      // A sentence may name any value.
      shown.remove("sentence");
      takeOut(shown.get("contributions"), redact);
    }
    return shown;
  }

  private static void takeOut(@Nullable JsonNode contributions, List<String> redact) {
    if (contributions instanceof ArrayNode array) {
      for (Iterator<JsonNode> one = array.elements(); one.hasNext(); ) {
        if (redact.contains(one.next().path("feature").asText())) {
          one.remove();
        }
      }
    }
  }
}
