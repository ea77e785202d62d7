package io.vigia.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.desk.SubscriptionShare;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Whether a subscription matches more of the topology's recent alerts than it may. That can be
 * known where there are such alerts: before the first ones every subscription is taken.
 */
final class SubscriptionGuard {
  private static final Logger LOG = LoggerFactory.getLogger(SubscriptionGuard.class);
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration RECENT = Duration.ofDays(2);
  private static final int MOST = 10_000;

  private SubscriptionGuard() {}

  /**
   * Looks at the alerts of the last two days.
   *
   * @throws IllegalArgumentException naming each subscription that matches too many
   */
  static void check(TopologySpec spec) {
    if (spec.desk().subscriptions().isEmpty()) {
      return;
    }
    SubscriptionShare share = new SubscriptionShare(spec.desk());
    try (TopicTail alerts = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).alerts())) {
      alerts
          .since(Instant.now().minus(RECENT).toEpochMilli())
          .toPresentEnd(record -> add(record, share));
    }
    List<String> refused = share.refused();
    if (!refused.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", refused));
    }
    if (share.alerts() < SubscriptionShare.ENOUGH) {
      LOG.info(
          "{} recent alerts: too few to tell which share of them the subscriptions match",
          share.alerts());
    }
  }

  private static boolean add(ConsumerRecord<byte[], byte[]> record, SubscriptionShare share) {
    try {
      if (MAPPER.readTree(record.value()) instanceof ObjectNode alert) {
        share.alert(alert);
      }
    } catch (IOException e) {
      LOG.debug("an alert that is not JSON", e);
    }
    return share.alerts() < MOST;
  }
}
