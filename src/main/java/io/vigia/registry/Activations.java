package io.vigia.registry;

import io.vigia.retrain.Activation;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commands of people: which bundle shall score, and what is thought of one. */
public final class Activations {
  private static final Logger LOG = LoggerFactory.getLogger(Activations.class);

  /** The desk decides seldom; it cannot be in the way more often. */
  private static final int TIMES_AGAIN = 3;

  private final Map<String, String> client;
  private final ModelTopics topics;

  /**
   * @param client settings of Kafka clients
   */
  public Activations(Map<String, String> client, ModelTopics topics) {
    this.client = Map.copyOf(client);
    this.topics = topics;
  }

  /**
   * Commands that a bundle score from now on: the activation to every partition, and the verdict,
   * in one transaction. Its sequence follows the last one's. The desk writes in transactions of its
   * own, which no fence of ours stops: where it took the same sequence, it is written again.
   *
   * @param by who commands it
   * @param reason one clause for people
   * @param timeMillis ms since 1970 UTC
   * @throws IllegalArgumentException where the topics are not there
   */
  public Activation write(ModelCard card, String by, String reason, long timeMillis)
      throws IOException {
    Activation written = writeAbove(0, card, by, reason, timeMillis);
    for (int again = 0; again < TIMES_AGAIN && isTaken(written); again++) {
      written = writeAbove(written.sequence(), card, by, reason, timeMillis);
    }
    return written;
  }

  /** Whether another bundle has its sequence. */
  private boolean isTaken(Activation written) throws IOException {
    List<Activation> all = new ArrayList<>();
    boolean read =
        TopicReading.toHighWatermark(
            client,
            topics.activations(),
            (key, value) -> {
              if (value != null && key.equals(Activation.KEY)) {
                try {
                  all.add(RetrainJson.parse(value, Activation.class));
                } catch (IllegalArgumentException e) {
                  LOG.debug("passed over: {}", e.getMessage());
                }
              }
            });
    if (!read) {
      LOG.warn(
          "activation {} is written; whether another has its sequence could not be seen, since a"
              + " transaction on {} stays open",
          written.sequence(),
          topics.activations());
    }
    return isTaken(written, all);
  }

  static boolean isTaken(Activation written, List<Activation> all) {
    return all.stream()
        .anyMatch(
            one -> one.sequence() == written.sequence() && !one.sha256().equals(written.sha256()));
  }

  private Activation writeAbove(
      long before, ModelCard card, String by, String reason, long timeMillis) throws IOException {
    return new RegistryWriter(client, topics)
        .write(
            records -> {
              long last = ModelArchive.read(client, topics).lastSequence();
              long sequence = Math.max(before, last) + 1;
              Activation activation =
                  new Activation(
                      sequence, card.name(), card.version(), card.sha256(), by, reason, timeMillis);
              byte[] value = RetrainJson.bytes(activation);
              for (int partition : partitions()) {
                records.send(topics.activations(), partition, Activation.KEY, value);
              }
              send(verdict(card, GateVerdict.Outcome.PROMOTE, by, reason, timeMillis), records);
              return activation;
            });
  }

  /** Writes that a bundle is not to go into service; the one in service stays. */
  public GateVerdict reject(ModelCard card, String by, String reason, long timeMillis)
      throws IOException {
    GateVerdict verdict = verdict(card, GateVerdict.Outcome.REJECT, by, reason, timeMillis);
    return new RegistryWriter(client, topics)
        .write(
            records -> {
              send(verdict, records);
              return verdict;
            });
  }

  private void send(GateVerdict verdict, RegistryWriter.Records records) {
    records.send(topics.models(), null, verdict.key(), RetrainJson.bytes(verdict));
  }

  private static GateVerdict verdict(
      ModelCard card, GateVerdict.Outcome outcome, String by, String reason, long timeMillis) {
    return new GateVerdict(
        card.name(), card.version(), card.sha256(), outcome, List.of(reason), by, timeMillis);
  }

  private List<Integer> partitions() {
    try (TopicReading reading = TopicReading.open(client, topics.activations())) {
      return reading.partitions();
    }
  }
}
