package io.vigia.topology;

import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.KafkaException;

/** A command that cannot wait for long found no broker. */
public final class UnreachableBrokerException extends KafkaException {
  /** How long such a command waits. */
  static final Duration PATIENCE = Duration.ofSeconds(15);

  UnreachableBrokerException(Map<String, String> kafka, Throwable cause) {
    super(
        "no broker answers at "
            + kafka.get("bootstrap.servers")
            + " within "
            + PATIENCE.toSeconds()
            + " s; is the address right (kafka.bootstrap.servers, -K, VIGIA_BOOTSTRAP_SERVERS),"
            + " and is the broker up?",
        cause);
  }
}
