package io.vigia.registry;

import io.vigia.feature.FeatureSchema;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.ModelSupply;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The bundles that a process may be told to score by: fetched from their topics by a thread of its
 * own, verified, compiled, warmed up. Bundles that are published from now on are fetched as they
 * come; those before when they are asked for. What was fetched stays on disk, so that a process
 * that starts again needs no broker for it.
 */
public final class ModelShelf implements ModelSupply, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelShelf.class);
  private static final long PAUSE_MILLIS = 1000;
  private static final long CLOSE_MILLIS = 2000;

  private final Map<String, String> client;
  private final ModelTopics topics;
  private final BundleCache cache;
  private final Inspection inspection;
  private final CompiledModels ready = new CompiledModels();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();
  private final Set<String> wanted = ConcurrentHashMap.newKeySet();
  private final Map<String, ModelCard> cards = new HashMap<>(); // of the thread
  private final Map<String, Waiting> waiting = new HashMap<>(); // of the thread
  private final Thread thread = new Thread(this::run, "model-shelf");
  private volatile boolean open = true;

  private ModelShelf(
      Map<String, String> client, ModelTopics topics, BundleCache cache, Inspection inspection) {
    this.client = client;
    this.topics = topics;
    this.cache = cache;
    this.inspection = inspection;
  }

  /**
   * Starts fetching. The topics may come later.
   *
   * @param client settings of Kafka clients
   * @param cache a directory of its own
   * @param needed the features of the stream that is scored
   */
  public static ModelShelf open(
      Map<String, String> client, ModelTopics topics, Path cache, FeatureSchema needed) {
    ModelShelf shelf =
        new ModelShelf(Map.copyOf(client), topics, new BundleCache(cache), new Inspection(needed));
    shelf.thread.setDaemon(true);
    shelf.thread.start();
    return shelf;
  }

  @Override
  public Optional<ScoringModel> model(String sha256) {
    Optional<ScoringModel> model = ready.get(sha256);
    if (model.isEmpty() && !refusals.containsKey(sha256)) {
      wanted.add(sha256);
    }
    return model;
  }

  @Override
  public Optional<String> refusal(String sha256) {
    return Optional.ofNullable(refusals.get(sha256));
  }

  private void run() {
    while (open) {
      try (TopicReading models = TopicReading.open(client, topics.models())) {
        models.toPresentEnd((key, value) -> remember(key, value, false));
        while (open) {
          fetchWanted();
          models.poll((key, value) -> remember(key, value, true));
        }
      } catch (IllegalArgumentException e) {
        LOG.debug("waiting for the topics of models", e);
        pause();
      } catch (IOException | KafkaException e) {
        LOG.warn("models cannot be fetched yet: {}", e.getMessage());
        pause();
      }
    }
  }

  private void pause() {
    try {
      fetchCached();
      TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
    } catch (IOException e) {
      LOG.warn("the cache of models cannot be read: {}", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      open = false;
    }
  }

  private void remember(String key, byte @Nullable [] value, boolean isNew) {
    if (value == null || key.endsWith(ModelArchive.VERDICT)) {
      return;
    }
    try {
      ModelCard card = RetrainJson.parse(value, ModelCard.class);
      cards.put(card.sha256(), card);
      waiting.remove(card.sha256());
      refusals.remove(card.sha256()); // published again, perhaps whole this time
      if (isNew && ready.get(card.sha256()).isEmpty()) {
        wanted.add(card.sha256());
      }
    } catch (IllegalArgumentException e) {
      LOG.warn("a card on {} cannot be read: {}", topics.models(), e.getMessage());
    }
  }

  private void fetchWanted() throws IOException {
    fetchCached();
    List<ModelCard> missing = new ArrayList<>();
    for (String sha256 : wanted) {
      ModelCard card = cards.get(sha256);
      Waiting later = waiting.get(sha256);
      if (card != null && (later == null || later.isDue(System.nanoTime()))) {
        missing.add(card);
      }
    }
    if (!missing.isEmpty()) {
      fetch(missing);
    }
  }

  /** What is on disk needs no topic. */
  private void fetchCached() throws IOException {
    for (String sha256 : new HashSet<>(wanted)) {
      if (cache.has(sha256)) {
        settle(sha256, () -> inspection.compiled(cache.read(sha256)));
      }
    }
  }

  /** Fetches these in one pass over the bytes. */
  private void fetch(List<ModelCard> missing) throws IOException {
    List<IncomingBundle> incoming = new ArrayList<>();
    try {
      for (ModelCard card : missing) {
        begin(card, incoming);
      }
      new ModelArchive.Bytes(client, topics).read(incoming);
      for (IncomingBundle bundle : incoming) {
        settle(bundle.card().sha256(), () -> inspection.compiled(cache.finish(bundle)));
      }
    } finally {
      for (IncomingBundle bundle : incoming) {
        bundle.close();
      }
    }
  }

  private void begin(ModelCard card, List<IncomingBundle> incoming) throws IOException {
    try {
      incoming.add(cache.incoming(card));
    } catch (RefusedModelException e) {
      refuse(card.sha256(), e);
    }
  }

  private interface Compiling {
    ScoringModel compiled() throws IOException;
  }

  private void settle(String sha256, Compiling compiling) throws IOException {
    try {
      ScoringModel model = compiling.compiled();
      ready.put(model);
      wanted.remove(sha256);
      waiting.remove(sha256);
      refusals.remove(sha256);
      LOG.info("model {}/{} is at hand", model.identity().name(), model.identity().version());
    } catch (MissingBytesException e) {
      await(sha256, e);
    } catch (RefusedModelException e) {
      refuse(sha256, e);
    }
  }

  /** What is missing may come: it stays wanted, and people hear of it after about a minute. */
  private void await(String sha256, MissingBytesException why) {
    long now = System.nanoTime();
    Waiting before = waiting.get(sha256);
    Waiting next = before == null ? Waiting.first(now) : before.again(now);
    waiting.put(sha256, next);
    if (next.isLong() && refusals.put(sha256, String.valueOf(why.getMessage())) == null) {
      LOG.warn("{}; it is looked for again each minute", why.getMessage());
    }
  }

  private void refuse(String sha256, RefusedModelException why) {
    LOG.warn("{}", why.getMessage());
    refusals.put(sha256, String.valueOf(why.getMessage()));
    wanted.remove(sha256);
    waiting.remove(sha256);
  }

  /** Stops fetching, within a moment; what is at hand stays so. */
  @Override
  public void close() {
    open = false;
    try {
      thread.join(CLOSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
