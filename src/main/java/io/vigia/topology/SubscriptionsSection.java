package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.desk.AllocationFactory;
import io.vigia.alert.desk.Subscription;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;

/** What the key {@code subscriptions} of a topology file means. */
final class SubscriptionsSection {
  /** Of alerts; more than that is a copy of the stream, or a slip of the pen. */
  static final double DEFAULT_MAX_SHARE = 0.2;

  /** Without these no reader knows what an alert is about. */
  private static final Set<String> NEEDED = Set.of("id", "alert_type", "record_number");

  private final JsonNode file;
  private final RecordNames names;
  private final SelectionSection selections;
  private final BudgetSection budgets;
  private final BiConsumer<String, String> refuse;

  SubscriptionsSection(
      JsonNode file,
      RecordNames names,
      SelectionSection selections,
      BudgetSection budgets,
      BiConsumer<String, String> refuse) {
    this.file = file;
    this.names = names;
    this.selections = selections;
    this.budgets = budgets;
    this.refuse = refuse;
  }

  List<Subscription> read() {
    List<Subscription> subscriptions = new ArrayList<>();
    Map<String, String> keysByTopic = new HashMap<>();
    JsonNode list = file.path("subscriptions");
    double preCut = file.at("/alerts/pre-cut").asDouble(DeskSection.DEFAULT_PRE_CUT);
    String stem = file.at("/topics/prefix").asText("") + file.path("name").asText();
    for (int i = 0; i < list.size(); i++) {
      String key = "subscriptions[" + i + "]";
      JsonNode one = list.get(i);
      String name = one.path("name").asText();
      String topic = one.path("topic").asText(TopicNames.subscribed(stem, name));
      checkTopic(key, name, topic, stem);
      String same = keysByTopic.putIfAbsent(topic, key);
      if (same != null) {
        refuse.accept(
            key + (one.has("topic") ? ".topic" : ".name"),
            "gives the topic " + topic + ", which " + same + " has");
      }
      AllocationSpec budget = budgets.budget(key + ".budget", one.path("budget"));
      subscriptions.add(
          new Subscription(
              name,
              selections.of(key, one),
              budget == null
                  ? null
                  : AllocationFactory.of(
                      budgets.rule(one.path("budget")), state -> budget.restore(preCut, state)),
              budget == null ? null : budget.per().field(),
              topic,
              redacted(key + ".redact", one.path("redact")),
              one.path("max-share").asDouble(DEFAULT_MAX_SHARE),
              one.path("force").asBoolean(false)));
    }
    return subscriptions;
  }

  private void checkTopic(String key, String name, String topic, String stem) {
    boolean ours = TopicNames.isOurs(topic, stem);
    if ((ours && !topic.equals(TopicNames.subscribed(stem, name)))
        || topic.equals(file.at("/source/topic").asText())
        || topic.equals(file.at("/segments/topic").asText())) {
      refuse.accept(
          key + ".topic", "is \"" + topic + "\", which is another topic of this stream; name one");
    }
  }

  private List<String> redacted(String key, JsonNode list) {
    List<String> redacted = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      String name = RecordNames.label(list.get(i).asText());
      if (NEEDED.contains(name)) {
        refuse.accept(key + "[" + i + "]", "is \"" + name + "\", which every alert needs");
      } else if (!names.has(name)) {
        refuse.accept(key + "[" + i + "]", "is " + names.unknown(name));
      }
      redacted.add(name);
    }
    return redacted;
  }
}
