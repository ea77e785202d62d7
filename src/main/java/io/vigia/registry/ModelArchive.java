package io.vigia.registry;

import io.vigia.model.StoredBundle;
import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What the topics of models held when they were read: cards, verdicts, commands and facts. */
public final class ModelArchive {
  /** What a verdict's key ends with. */
  static final String VERDICT = "#verdict";

  private final Map<String, String> client;
  private final ModelTopics topics;
  private final Map<String, ModelCard> cards = new LinkedHashMap<>();
  private final Map<String, GateVerdict> verdicts = new LinkedHashMap<>();
  private final TreeMap<Long, Activation> activations = new TreeMap<>();
  private final Map<String, Cutover> cutovers = new LinkedHashMap<>();
  private final List<String> unreadable = new ArrayList<>();

  private ModelArchive(Map<String, String> client, ModelTopics topics) {
    this.client = client;
    this.topics = topics;
  }

  /**
   * Reads the four topics but the bytes to their present ends.
   *
   * @param client settings of Kafka clients
   * @throws IllegalArgumentException where one is not there
   */
  public static ModelArchive read(Map<String, String> client, ModelTopics topics)
      throws IOException {
    ModelArchive archive = new ModelArchive(Map.copyOf(client), topics);
    archive.read(topics.models(), archive::model);
    archive.read(topics.activations(), archive::activation);
    archive.read(topics.cutovers(), archive::cutover);
    return archive;
  }

  private void read(String topic, TopicReading.Reader reader) throws IOException {
    try (TopicReading reading = TopicReading.open(client, topic)) {
      reading.toPresentEnd(
          (key, value) -> {
            try {
              reader.record(key, value);
            } catch (IllegalArgumentException e) {
              unreadable.add(topic + ", key " + key + ": " + e.getMessage());
            }
          });
    }
  }

  private void model(String key, byte @Nullable [] value) {
    if (key.endsWith(VERDICT)) {
      keep(verdicts, key.substring(0, key.length() - VERDICT.length()), value, GateVerdict.class);
    } else {
      keep(cards, key, value, ModelCard.class);
    }
  }

  private void activation(String key, byte @Nullable [] value) {
    if (value != null && key.equals(Activation.KEY)) {
      Activation activation = RetrainJson.parse(value, Activation.class);
      // As on every partition: of two with one sequence the larger digest counts.
      activations.merge(
          activation.sequence(),
          activation,
          (a, b) -> b.sha256().compareTo(a.sha256()) > 0 ? b : a);
    }
  }

  private void cutover(String key, byte @Nullable [] value) {
    keep(cutovers, key, value, Cutover.class);
  }

  private static <T> void keep(
      Map<String, T> records, String key, byte @Nullable [] value, Class<T> type) {
    records.remove(key); // the later one stands later
    if (value != null) {
      records.put(key, RetrainJson.parse(value, type));
    }
  }

  /** The bundles that were published, the first one first. */
  public List<ModelCard> cards() {
    return List.copyOf(cards.values());
  }

  /** The last verdict of each bundle, by its label. */
  public Map<String, GateVerdict> verdicts() {
    return Map.copyOf(verdicts);
  }

  /** The commands that are still on their topic, by sequence. It is compacted to the last. */
  public List<Activation> activations() {
    return List.copyOf(activations.values());
  }

  /** All facts: which bundle scored from which offset. */
  public List<Cutover> cutovers() {
    return List.copyOf(cutovers.values());
  }

  /** Records that are none of ours, with why; for people. */
  public List<String> unreadable() {
    return List.copyOf(unreadable);
  }

  /** The last sequence that was commanded or obeyed; 0 where there was none. */
  public long lastSequence() {
    long obeyed = cutovers.values().stream().mapToLong(Cutover::sequence).max().orElse(0);
    return activations.isEmpty() ? obeyed : Math.max(obeyed, activations.lastKey());
  }

  /** The bundle of this digest. */
  public Optional<ModelCard> bySha256(String sha256) {
    return cards.values().stream().filter(card -> card.sha256().equals(sha256)).findFirst();
  }

  /** The result of this job. */
  public Optional<ModelCard> ofJob(String job) {
    return cards.values().stream().filter(card -> job.equals(card.job())).findFirst();
  }

  /**
   * Fetches a bundle and verifies it.
   *
   * @param directory that does not exist yet
   * @throws RefusedModelException where its bytes are missing or wrong
   */
  public StoredBundle fetch(ModelCard card, Path directory) throws IOException {
    if (Files.exists(directory)) {
      throw new FileAlreadyExistsException(
          directory.toString(), null, "bundles are never overwritten: choose another place");
    }
    Path parent = directory.toAbsolutePath().getParent();
    if (parent == null) {
      throw new IOException("not a place for a bundle: " + directory);
    }
    try (IncomingBundle incoming = IncomingBundle.of(card, parent)) {
      new Bytes(client, topics).read(List.of(incoming));
      return incoming.finish(directory);
    }
  }

  /**
   * The same from a cache, which keeps those that were read last.
   *
   * @param cache a directory of its own
   * @throws RefusedModelException where its bytes are missing or wrong
   */
  public StoredBundle fetchCached(ModelCard card, Path cache) throws IOException {
    BundleCache kept = new BundleCache(cache);
    if (kept.has(card.sha256())) {
      return kept.read(card.sha256());
    }
    try (IncomingBundle incoming = kept.incoming(card)) {
      new Bytes(client, topics).read(List.of(incoming));
      return kept.finish(incoming);
    }
  }

  /** The topic {@code model-bytes}. */
  record Bytes(Map<String, String> client, ModelTopics topics) {
    /** Reads all that is there and hands it to those that wait for some of it. */
    void read(Collection<IncomingBundle> bundles) throws IOException {
      try (TopicReading reading = TopicReading.open(client, topics.bytes())) {
        reading.toPresentEnd(
            (key, chunk) -> {
              for (IncomingBundle bundle : bundles) {
                bundle.accept(key, chunk);
              }
            });
      }
    }
  }
}
