package io.vigia.topology;

import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.scoring.ScoringModel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What scores one source partition, and the moment at which another bundle takes over: between two
 * events, with everything that belongs to it. Owned by the partition's task.
 */
final class ModelSwap {
  /** How long a task waits for the bundle in service before it begins anew. */
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final TopologySpec spec;
  private final ModelInService service;
  private final ModelBoard board;
  private final StreamMeter meter;
  private final Partition partition;
  private @Nullable EventScorer scorer;
  private long activation;
  private boolean isReady;

  /** The partition whose bundle this is. */
  interface Partition {
    /** The next offset, now. */
    ModelInService.Place place();

    /** What was counted under the old bundle is told as the old one's. */
    void beforeCutOver();

    /** Writes it, in the transaction of what follows from it. */
    void write(Cutover cutover);
  }

  ModelSwap(
      TopologySpec spec,
      ModelInService service,
      ModelBoard board,
      StreamMeter meter,
      Partition partition) {
    this.spec = spec;
    this.service = service;
    this.board = board;
    this.meter = meter;
    this.partition = partition;
  }

  /** What scores the next event where it is at hand; else null. */
  @Nullable EventScorer scorerAtHand() {
    return scorer;
  }

  /** The activation that {@link #scorerAtHand} is of; 0: none, the topology's own bundle. */
  long activation() {
    return activation;
  }

  /**
   * What scores the next event. Before the first one of this start the bundle in service is waited
   * for: no other may score.
   *
   * @throws ModelNotAtHandException where it is not at hand for long
   */
  EventScorer scorer() {
    if (!isReady) {
      service.awaitModel(PATIENCE);
      look();
      isReady = true;
    }
    EventScorer ready = scorer;
    if (ready == null) {
      throw new IllegalStateException("a bundle was at hand and is no more");
    }
    return ready;
  }

  /** Takes a command, and follows it where its bundle is at hand; else the old one goes on. */
  void command(Activation activation) {
    if (service.command(activation)) {
      look();
    }
  }

  /** Looks what is at hand by now. */
  void look() {
    service.begin(partition.place()).ifPresent(this::write);
    service
        .follow(partition.place())
        .ifPresent(
            cutover -> {
              if (scorer != null) {
                partition.beforeCutOver();
              }
              write(cutover);
              adopt();
            });
    if (scorer == null) {
      adopt();
    }
    board.put(service.status(partition.place().partition(), scorer != null));
  }

  private void write(Cutover cutover) {
    meter.cutOver();
    partition.write(cutover);
  }

  /** Scores by the bundle in service; by none, where that is not at hand. */
  void adopt() {
    ScoringModel model = service.model().orElse(null);
    if (model == null) {
      scorer = null;
      isReady = false;
      return;
    }
    scorer = scorer == null ? EventScorer.of(spec, model) : scorer.by(model);
    activation = service.sequence();
    meter.modelInService(model.identity());
  }

  /** The partition is left to others. */
  void close() {
    board.remove(partition.place().partition());
  }
}
