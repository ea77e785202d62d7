package io.vigia.topology;

import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.HashSampling;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.Score;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Supplier;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * One source partition's data path: bytes to exactly one outcome, each in the transaction that
 * commits the input's offset. Everything here runs for every event.
 */
final class ScoreProcessor
    implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte[]>,
        ModelSwap.Partition {
  private static final byte[] TALLY_KEY = "tally".getBytes(StandardCharsets.UTF_8);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** A replay passes hours in a second; so many events and so much event time make a tally too. */
  private static final int TALLY_EVENTS = 1000;

  private static final long TALLY_EVENT_MILLIS = 60_000;
  private static final long SCORE_SAMPLING_SEED = 1;
  private static final long SAMPLE_SAMPLING_SEED = 2;

  private final TopologySpec spec;
  private final Supplier<ServedModels> models;
  private final ModelBoard board;
  private final StreamMeter meter;
  private final String source;
  private final String activations;
  private final double preCut;
  private final HashSampling publishedScores;
  private final HashSampling samples;

  @SuppressWarnings("NullAway.Init") // by init
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init") // by init
  private KeyValueStore<byte[], byte[]> store;

  @SuppressWarnings("NullAway.Init") // by init
  private ModelSwap swap;

  /** Of the event at hand. */
  @SuppressWarnings("NullAway.Init") // by event
  private EventScorer scorer;

  private Tally tally = new Tally();
  private long publishedReceived;
  private long publishedEventMillis;
  private int untimed;

  ScoreProcessor(
      TopologySpec spec, Supplier<ServedModels> models, ModelBoard board, StreamMeter meter) {
    this.spec = spec;
    this.models = models;
    this.board = board;
    this.meter = meter;
    this.source = spec.source().topic();
    this.activations = TopicNames.of(spec).activations();
    this.preCut = spec.alerts().preCut();
    this.publishedScores = new HashSampling(spec.scores().share(), SCORE_SAMPLING_SEED);
    this.samples = new HashSampling(spec.samples().rate(), SAMPLE_SAMPLING_SEED);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.store = context.getStateStore(ScoreTopology.TALLY_STORE);
    byte[] stored = store.get(TALLY_KEY);
    tally = stored == null ? new Tally() : Tally.fromBytes(stored);
    // A task that an aborted transaction threw back starts here again: what it said then is unsaid.
    publishedReceived = 0;
    publishedEventMillis = Long.MIN_VALUE;
    swap = new ModelSwap(spec, ModelInService.load(store, models.get()), board, meter, this);
    swap.adopt();
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void close() {
    swap.close();
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> input) {
    Origin origin = origin(input.timestamp());
    if (origin.topic().equals(activations)) {
      command(input, origin);
    } else {
      event(input, origin);
    }
  }

  /** A bundle shall come into service. */
  private void command(Record<byte @Nullable [], byte @Nullable []> input, Origin origin) {
    byte[] value = input.value();
    if (value == null) {
      return; // somebody removes a command; what it led to stays
    }
    Activation activation;
    try {
      activation = RetrainJson.parse(value, Activation.class);
    } catch (IllegalArgumentException e) {
      malformed(input, origin, String.valueOf(e.getMessage()));
      return;
    }
    swap.command(activation);
  }

  private void malformed(
      Record<byte @Nullable [], byte @Nullable []> input, Origin origin, String detail) {
    meter.deadLettered(Stage.DESK, Reason.MALFORMED);
    long now = context.currentSystemTimeMs(); // a command has none of its own, see ScoreTopology
    context.forward(
        DeadLetter.of(
            input.withTimestamp(now),
            origin,
            new BadEventException(Stage.DESK, Reason.MALFORMED, detail)),
        ScoreTopology.DEAD_LETTERS);
  }

  @Override
  public ModelInService.Place place() {
    return new ModelInService.Place(
        source,
        context.taskId().partition(),
        tally.lastOffset() + 1,
        context.currentSystemTimeMs());
  }

  @Override
  public void beforeCutOver() {
    publishTally(context.currentSystemTimeMs());
  }

  @Override
  public void write(Cutover cutover) {
    forward(
        cutover.key().getBytes(StandardCharsets.UTF_8),
        RetrainJson.bytes(cutover),
        cutover.timeMillis(),
        ScoreTopology.CUTOVERS);
  }

  private void tick(long now) {
    swap.look();
    publishTally(now);
  }

  private void event(Record<byte @Nullable [], byte @Nullable []> input, Origin origin) {
    scorer = swap.scorer();
    tally.received(origin.offset());
    try {
      boolean timed = --untimed < 0;
      if (timed) {
        untimed = StreamMeter.TIMED_SHARE - 1;
        timedOutcome(input, origin);
      } else {
        outcome(input, origin);
      }
    } catch (BadEventException e) {
      tally.deadLettered();
      meter.deadLettered(e.stage(), e.reason());
      context.forward(DeadLetter.of(input, origin, e), ScoreTopology.DEAD_LETTERS);
    }
    if (isTallyDue()) {
      publishTally(context.currentSystemTimeMs());
    } else {
      store.put(TALLY_KEY, tally.toBytes());
    }
  }

  private boolean isTallyDue() {
    ExposureTally exposure = tally.exposure();
    return exposure.isFull()
        || (tally.received() - publishedReceived >= TALLY_EVENTS
            && exposure.lastMillis() >= publishedEventMillis + TALLY_EVENT_MILLIS);
  }

  private Origin origin(long timestamp) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    return new Origin(metadata.topic(), metadata.partition(), metadata.offset(), timestamp);
  }

  private void outcome(Record<byte @Nullable [], byte @Nullable []> input, Origin origin)
      throws BadEventException {
    String failedCut = scorer.read(input.value());
    if (failedCut != null) {
      filtered(failedCut, origin);
    } else {
      scored(scorer.score(), input, origin);
    }
  }

  /** As {@link #outcome}, with the clock read around each step. */
  private void timedOutcome(Record<byte @Nullable [], byte @Nullable []> input, Origin origin)
      throws BadEventException {
    long start = System.nanoTime();
    String failedCut = scorer.read(input.value());
    long decoded = System.nanoTime();
    meter.decodeNanos(decoded - start);
    if (failedCut != null) {
      filtered(failedCut, origin);
      return;
    }
    Score score = scorer.score();
    meter.scoreNanos(System.nanoTime() - decoded);
    meter.eventToScoreMillis(context.currentSystemTimeMs() - origin.timestamp());
    scored(score, input, origin);
  }

  private void filtered(String cut, Origin origin) {
    tally.filtered();
    meter.filtered(cut);
    if (scorer.role() == Role.PHYSICS) {
      seen(scorer.exposure(origin), 0, 0);
    }
  }

  /** A physics event shows that its time was watched. */
  private void seen(ExposureReader event, int scored, double weight) {
    ExposureTally exposure = tally.exposure();
    exposure.at(event.timeMillis());
    if (!event.isGood()) {
      return;
    }
    double seconds = event.segmentSeconds();
    String segment = event.segment();
    if (segment == null || Double.isNaN(seconds)) {
      exposure.covered(event.timeMillis(), event.maxGapMillis());
    } else {
      exposure.inSegment(segment, seconds, scored, weight);
    }
    exposure.counted(weight);
  }

  private void scored(
      Score score, Record<byte @Nullable [], byte @Nullable []> input, Origin origin)
      throws BadEventException {
    ExposureReader exposure = scorer.exposure(origin);
    double weight = exposure.weight();
    byte[] candidate = candidate(score, input.value(), origin, exposure);
    DecodedEvent event = scorer.event();
    Role role = scorer.role();
    tally.scored(role);
    if (role == Role.PHYSICS) {
      seen(exposure, 1, weight);
      if (exposure.isGood()) {
        tally.watched(candidate != null);
      }
    }
    meter.scored(role, score.nll(), score.pValue());
    byte[] key = event.key().getBytes(StandardCharsets.UTF_8);
    long timestamp = Math.max(0, input.timestamp());
    if (publishedScores.contains(event.eventId())) {
      forward(key, scorer.scoreRecord(score, origin), timestamp, ScoreTopology.SCORES);
    }
    byte[] payload = input.value();
    if (payload != null && role == Role.PHYSICS && samples.contains(event.eventId())) {
      forward(key, scorer.sampleRecord(score, origin, payload), timestamp, ScoreTopology.SAMPLES);
    }
    if (candidate != null) {
      tally.candidate(role);
      meter.candidate(role);
      forward(key, candidate, timestamp, ScoreTopology.CANDIDATES);
    }
  }

  /**
   * The candidate record of an event that is one, else null.
   *
   * @throws BadEventException where its carried fields make it too large for the topic, so that the
   *     producer would stop the stream; before anything is counted or sent
   */
  private byte @Nullable [] candidate(
      Score score, byte @Nullable [] payload, Origin origin, ExposureReader exposure)
      throws BadEventException {
    if (score.pValue() > preCut || payload == null) {
      return null;
    }
    byte[] candidate = scorer.candidateRecord(score, origin, payload, exposure.sighting());
    if (candidate.length > DeadLetter.MAX_BYTES) {
      throw new BadEventException(
          Stage.SCORE,
          Reason.TOO_LARGE,
          "with its carried fields the candidate has "
              + candidate.length
              + " bytes, more than "
              + DeadLetter.MAX_BYTES);
    }
    return candidate;
  }

  private void forward(byte[] key, byte[] value, long timestamp, String child) {
    context.forward(new Record<>(key, value, timestamp), child);
  }

  /** Once a second where something came; also after a restart, so that no count stays unsaid. */
  private void publishTally(long now) {
    EventScorer last = swap.scorerAtHand();
    if (last == null || tally.received() == publishedReceived) {
      return;
    }
    publishedReceived = tally.received();
    publishedEventMillis = tally.exposure().lastMillis();
    int partition = context.taskId().partition();
    byte[] key = (source + "-" + partition).getBytes(StandardCharsets.UTF_8);
    byte[] json =
        tally.toJson(
            source,
            partition,
            last.model().sha256(),
            swap.activation(),
            last.calibrationRows(),
            now);
    forward(key, json, now, ScoreTopology.TALLIES);
    tally.exposure().told();
    store.put(TALLY_KEY, tally.toBytes());
  }
}
