package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Which share of alerts each subscription matches. One that matches more than it may is a copy of
 * the stream or a slip of the pen, and is refused unless it is forced.
 */
public final class SubscriptionShare {
  /** Of fewer alerts nothing is concluded. */
  public static final int ENOUGH = 50;

  private final Map<Subscriber, Integer> matched = new LinkedHashMap<>();
  private int alerts;

  /**
   * @throws IllegalArgumentException as {@link Subscriber}
   */
  public SubscriptionShare(DeskPolicy policy) {
    for (Subscription subscription : policy.subscriptions()) {
      matched.put(new Subscriber(subscription, policy.sky()), 0);
    }
  }

  /** Takes an alert; a retraction is none. */
  public void alert(ObjectNode alert) {
    if (alert.path("alert_type").asText().equals("retraction")) {
      return;
    }
    alerts++;
    long timeMillis = Candidate.timeMillis(alert).orElse(0);
    matched.replaceAll(
        (subscriber, count) -> count + (subscriber.matches(alert, timeMillis) ? 1 : 0));
  }

  /** Alerts taken. */
  public int alerts() {
    return alerts;
  }

  /** What is to say of each subscription that matches too many, where enough alerts were taken. */
  public List<String> refused() {
    List<String> refused = new ArrayList<>();
    matched.forEach(
        (subscriber, count) ->
            refusal(subscriber.subscription(), count, alerts).ifPresent(refused::add));
    return refused;
  }

  /**
   * What is to say of a subscription that matches too many.
   *
   * @param alerts how many there were
   */
  private static Optional<String> refusal(Subscription subscription, int matched, int alerts) {
    double share = (double) matched / Math.max(1, alerts);
    if (subscription.force() || alerts < ENOUGH || share <= subscription.maxShare()) {
      return Optional.empty();
    }
    return Optional.of(
        String.format(
            Locale.ROOT,
            "subscription %s matches %d of %d alerts (%.2g), more than its max-share (%s):"
                + " narrow it, raise max-share, or say force: true",
            subscription.name(),
            matched,
            alerts,
            share,
            subscription.maxShare()));
  }
}
