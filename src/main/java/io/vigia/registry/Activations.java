package io.vigia.registry;

import io.vigia.retrain.Activation;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import java.io.IOException;
import java.util.List;
import java.util.Map;

/** Commands of people: which bundle shall score, and what is thought of one. */
public final class Activations {
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
   * in one transaction. Its sequence follows the last one's.
   *
   * @param by who commands it
   * @param reason one clause for people
   * @param timeMillis ms since 1970 UTC
   * @throws IllegalArgumentException where the topics are not there
   */
  public Activation write(ModelCard card, String by, String reason, long timeMillis)
      throws IOException {
    return new RegistryWriter(client, topics)
        .write(
            records -> {
              long sequence = ModelArchive.read(client, topics).lastSequence() + 1;
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
