package io.vigia.topology;

import io.vigia.alert.desk.Burst;
import io.vigia.alert.desk.DeskPolicy;
import io.vigia.alert.desk.LifeCycleRule;
import io.vigia.alert.desk.Subscription;
import io.vigia.alert.desk.Suppression;
import io.vigia.event.DurationText;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The alert policy in words: name and text of each of its parts. */
final class DeskReport {
  private DeskReport() {}

  static Map<String, String> of(DeskPolicy policy) {
    Map<String, String> rows = new LinkedHashMap<>();
    rows.put("known", "the same event within " + DurationText.of(policy.remember()) + " is one");
    rows.put("objects", objects(policy.lifeCycle()));
    Burst burst = policy.burst();
    if (burst != null) {
      String by = burst.by().isEmpty() ? "" : " with the same " + String.join(", ", burst.by());
      rows.put(
          "bursts",
          burst.from()
              + " or more candidates"
              + by
              + " within "
              + DurationText.of(burst.within())
              + " are one alert; candidates wait as long");
    }
    if (!policy.workingPoints().isEmpty()) {
      List<String> points = new ArrayList<>();
      policy.workingPoints().forEach((name, pValue) -> points.add(name + " p <= " + pValue));
      rows.put("named", String.join(", ", points));
    }
    if (policy.prescale() > 1) {
      rows.put("prescale", "one in " + policy.prescale() + " candidates may become an alert");
    }
    if (policy.testCrate()) {
      rows.put("test crate", "alerts are decided on and not sent; the topic decisions has them");
    }
    for (Suppression rule : policy.suppress()) {
      rows.put("suppress " + rule.name(), suppression(rule));
    }
    return rows;
  }

  private static String objects(LifeCycleRule rule) {
    if (rule.refractory().isZero()) {
      return "each candidate is its own alert";
    }
    String news =
        rule.newValues().isEmpty()
            ? ""
            : ", or a new value of " + String.join(" or ", rule.newValues());
    return "within "
        + DurationText.of(rule.refractory())
        + " of its last alert an object has updates alone: p smaller by "
        + rule.factor()
        + news;
  }

  private static String suppression(Suppression rule) {
    String until = rule.until() == null ? "" : ", until " + rule.until();
    String reason = rule.reason().isEmpty() ? "" : " (" + rule.reason() + ")";
    return rule.selection() + until + reason;
  }

  /** Each subscription: its topic and what it gets. */
  static Map<String, String> subscriptions(DeskPolicy policy) {
    Map<String, String> rows = new LinkedHashMap<>();
    for (Subscription subscription : policy.subscriptions()) {
      rows.put(subscription.name(), text(subscription));
    }
    return rows;
  }

  private static String text(Subscription subscription) {
    String from = subscription.budget() == null ? "alerts" : "candidates, by a budget of its own";
    String redacted =
        subscription.redact().isEmpty()
            ? ""
            : "; without " + String.join(", ", subscription.redact());
    String share =
        subscription.force() ? "; forced" : "; at most " + subscription.maxShare() + " of alerts";
    return subscription.topic()
        + ": "
        + subscription.selection()
        + ", of "
        + from
        + redacted
        + share;
  }
}
