package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.ScoringModel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Which bundle scores one source partition. What is said here is kept in the task's store, so that
 * it is committed, or undone, with the scores that follow from it: the last cut-over, and the
 * command that waits until its bundle is at hand.
 */
final class ModelInService {
  private static final byte[] KEY = "model".getBytes(UTF_8);
  private static final long POLL_MILLIS = 20;

  private final KeyValueStore<byte[], byte[]> store;
  private final ServedModels models;
  private @Nullable Cutover last;
  private @Nullable Activation pending;

  /**
   * The stored form.
   *
   * @param last null before the first event
   * @param pending null where no command waits
   */
  record Stored(@Nullable Cutover last, @Nullable Activation pending) {}

  private ModelInService(KeyValueStore<byte[], byte[]> store, ServedModels models, Stored stored) {
    this.store = store;
    this.models = models;
    this.last = stored.last();
    this.pending = stored.pending();
  }

  static ModelInService load(KeyValueStore<byte[], byte[]> store, ServedModels models) {
    byte[] stored = store.get(KEY);
    return new ModelInService(
        store,
        models,
        stored == null ? new Stored(null, null) : RetrainJson.parse(stored, Stored.class));
  }

  /** The bundle that scores, where it is at hand: after a restart it may have to be fetched. */
  Optional<ScoringModel> model() {
    return last == null ? Optional.of(models.own()) : models.model(last.sha256());
  }

  /**
   * The topology's own bundle begins, where none has scored this partition.
   *
   * @param at where, and when
   * @return what is to be written; empty where a bundle is in service
   */
  Optional<Cutover> begin(Place at) {
    return last == null ? Optional.of(cutOver(at, 0, models.own().identity())) : Optional.empty();
  }

  /**
   * Takes a command. One that is not above every one before is ignored; what waits is replaced. Of
   * two with one sequence, by a person and the gate at once, the digest decides: partitions may
   * read them in any order, and must agree.
   *
   * @return whether it was taken
   */
  boolean command(Activation activation) {
    if (last != null && !isAbove(activation, last.sequence(), last.sha256())) {
      return false;
    }
    if (pending != null && !isAbove(activation, pending.sequence(), pending.sha256())) {
      return false;
    }
    pending = activation;
    save();
    return true;
  }

  private static boolean isAbove(Activation activation, long sequence, String sha256) {
    return activation.sequence() > sequence
        || (activation.sequence() == sequence && activation.sha256().compareTo(sha256) > 0);
  }

  /**
   * Follows the command that waits, where its bundle is at hand.
   *
   * @param at where, and when
   * @return what is to be written; empty where the same bundle goes on
   */
  Optional<Cutover> follow(Place at) {
    Activation due = pending;
    if (due == null) {
      return Optional.empty();
    }
    return models
        .model(due.sha256())
        .map(
            model -> {
              pending = null;
              return cutOver(at, due.sequence(), model.identity());
            });
  }

  private Cutover cutOver(Place at, long sequence, ModelIdentity model) {
    Cutover cutover =
        new Cutover(
            at.topic(),
            at.partition(),
            at.fromOffset(),
            sequence,
            model.name(),
            model.version(),
            model.sha256(),
            at.timeMillis());
    last = cutover;
    save();
    return cutover;
  }

  /**
   * Waits until the bundle in service, or one that follows it, is at hand: no other may score.
   *
   * @throws ModelNotAtHandException where it is not within {@code patience}
   */
  void awaitModel(Duration patience) throws ModelNotAtHandException {
    long deadline = System.nanoTime() + patience.toNanos();
    while (model().isEmpty() && !canFollow()) {
      if (System.nanoTime() >= deadline) {
        throw new ModelNotAtHandException(String.valueOf(whyNotAtHand()));
      }
      try {
        TimeUnit.MILLISECONDS.sleep(POLL_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new ModelNotAtHandException("interrupted while " + whyNotAtHand());
      }
    }
  }

  private boolean canFollow() {
    return pending != null && models.model(pending.sha256()).isPresent();
  }

  /** For people; null where nothing is in service. */
  private @Nullable String whyNotAtHand() {
    if (last == null) {
      return null;
    }
    return "the model in service, "
        + text(last.name(), last.version(), last.sha256())
        + ", is not at hand: "
        + models.refusal(last.sha256()).orElse("it has not been read from the topics of models yet")
        + ". Nothing is scored by another; publish it again ('vigia models import'), or put"
        + " another into service ('vigia models promote')";
  }

  /**
   * How it stands, for health and metrics.
   *
   * @param isScoring whether its bundle was at hand
   */
  ModelStatus status(int partition, boolean isScoring) {
    Activation due = pending;
    return new ModelStatus(
        partition,
        sequence(),
        isScoring ? null : whyNotAtHand(),
        due == null ? null : text(due.name(), due.version(), due.sha256()),
        due == null ? null : models.refusal(due.sha256()).orElse(null));
  }

  private static String text(String name, String version, String sha256) {
    return name + "/" + version + " (" + sha256.substring(0, Math.min(12, sha256.length())) + ")";
  }

  /** Of the activation that put the bundle into service; 0 for the topology's own. */
  long sequence() {
    return last == null ? 0 : last.sequence();
  }

  private void save() {
    store.put(KEY, RetrainJson.bytes(new Stored(last, pending)));
  }

  /**
   * The first offset that a bundle scores, as a partition stands.
   *
   * @param timeMillis now, ms since 1970 UTC
   */
  record Place(String topic, int partition, long fromOffset, long timeMillis) {}
}
