package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.budget.SegmentWord;
import io.vigia.alert.desk.Arrival;
import io.vigia.alert.desk.Desk;
import io.vigia.alert.desk.DeskKnowledge;
import io.vigia.alert.desk.DeskOutlet;
import io.vigia.alert.feedback.Feedback;
import io.vigia.alert.feedback.Label;
import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import io.vigia.scoring.ModelSupply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The one task that sees the whole stream: candidates to the desk and what it says to topics,
 * tallies to the event rate.
 */
final class DeskProcessor
    implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte[]>,
        DeskKnowledge,
        DeskOutlet {
  private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(5);
  private static final Duration TICK = Duration.ofSeconds(1);

  /** Without a record for so long the stream is idle, and held candidates go by the wall clock. */
  private static final Duration IDLE_AFTER = Duration.ofSeconds(5);

  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TopologySpec spec;
  private final ModelSupply supply;
  private final TopicNames topics;
  private final StreamMeter meter;
  private long lastInput;

  /** Wall-clock time up to which the desk knows what came. */
  private long toldUpTo;

  @SuppressWarnings("NullAway.Init") // by init
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init") // by init
  private DeskState state;

  @SuppressWarnings("NullAway.Init") // by init
  private DeskRates rates;

  @SuppressWarnings("NullAway.Init") // by init
  private Desk desk;

  @SuppressWarnings("NullAway.Init") // by init
  private DeskFeedback feedback;

  @SuppressWarnings("NullAway.Init") // by init
  private DeskModels models;

  DeskProcessor(TopologySpec spec, ModelSupply models, StreamMeter meter) {
    this.spec = spec;
    this.supply = models;
    this.topics = TopicNames.of(spec);
    this.meter = meter;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    KeyValueStore<String, byte[]> store = context.getStateStore(DeskTopology.DESK_STORE);
    StoredJson json = new StoredJson(store);
    this.state = DeskState.load(json);
    this.rates = DeskRates.load(json, spec);
    StoredMemory memory = new StoredMemory(store);
    this.desk = new Desk(spec.desk(), this, memory, this);
    this.models = new DeskModels(json, supply, spec, desk);
    this.feedback = new DeskFeedback(memory, spec.alerts().feedback());
    this.lastInput = context.currentSystemTimeMs();
    this.toldUpTo = lastInput;
    context.schedule(HEARTBEAT_EVERY, PunctuationType.WALL_CLOCK_TIME, this::beat);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> input) {
    lastInput = context.currentSystemTimeMs();
    toldUpTo = lastInput;
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    try {
      // No topic: a candidate that waited for its review in vain, let go by the clock.
      if (topics.tallies().equals(metadata.topic())) {
        tally(input.value());
      } else if (topics.feedback().equals(metadata.topic())) {
        feedback(input.value());
      } else if (metadata.topic() != null && metadata.topic().equals(topics.segments())) {
        word(input.value());
      } else {
        candidate(input);
      }
    } catch (BadEventException e) {
      meter.deadLettered(e.stage(), e.reason());
      Origin origin = CandidateOffset.origin(input, metadata, topics);
      context.forward(DeadLetter.of(input, origin, e), DeskTopology.DEAD_LETTERS);
    }
  }

  private void tally(byte @Nullable [] value) throws BadEventException {
    try {
      JsonNode tally = MAPPER.readTree(value == null ? new byte[0] : value);
      long told = Instant.parse(tally.required("time").textValue()).toEpochMilli();
      state.tallied(
          tally.required("topic").textValue() + "-" + tally.required("partition").intValue(),
          told,
          tally.required("received").longValue(),
          tally.required("scored_by_role").required("physics").longValue());
      if (spec.review() == null) { // with one, candidates compare with its rows
        desk.calibratedOn(tally.path("calibration_rows").asLong());
      }
      rates.tally(tally, told).ifPresent(this::exposed);
      models.tally(tally);
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new BadEventException(
          Stage.DESK, Reason.MALFORMED, "a tally cannot be read: " + e.getMessage());
    }
  }

  /** The stream was watched up to this event time. */
  private void exposed(long timeMillis) {
    desk.exposure(rates.liveSeconds(), rates.events());
    desk.advance(timeMillis);
  }

  private void feedback(byte @Nullable [] value) throws BadEventException {
    if (value == null) {
      return; // Somebody removes a record by its key; an expert takes a word back by undo.
    }
    Feedback word;
    try {
      word = Feedback.parse(value);
    } catch (IllegalArgumentException e) {
      throw new BadEventException(Stage.DESK, Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
    feedback.take(word);
    if (word.label() == Label.RETRACT && !desk.retract(word.about(), word.reason())) {
      throw new BadEventException(
          Stage.DESK, Reason.MISSING_ID, "no alert of " + word.about() + " is remembered");
    }
  }

  private void word(byte @Nullable [] value) throws BadEventException {
    if (value == null) {
      return; // somebody removes a record by its key; a word is taken back by another
    }
    try {
      rates.word(SegmentWord.parse(value));
    } catch (IllegalArgumentException e) {
      throw new BadEventException(Stage.DESK, Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
  }

  private void candidate(Record<byte @Nullable [], byte @Nullable []> input)
      throws BadEventException {
    byte[] value = input.value();
    if (value == null) {
      throw new BadEventException(Stage.DESK, Reason.EMPTY, "a candidate without a value");
    }
    Candidate candidate;
    try {
      candidate = Candidate.parse(value);
    } catch (IllegalArgumentException e) {
      throw new BadEventException(Stage.DESK, Reason.MALFORMED, String.valueOf(e.getMessage()));
    }
    state.candidate(input.timestamp());
    byte[] key = input.key();
    String text = key == null ? candidate.id() : new String(key, StandardCharsets.UTF_8);
    desk.candidate(new Arrival(candidate, text, input.timestamp()));
  }

  @Override
  public Instant now() {
    return Instant.ofEpochMilli(context.currentSystemTimeMs());
  }

  @Override
  public void counts(Candidate candidate) {
    rates.candidate(candidate);
  }

  @Override
  public @Nullable String whyNotLive(Candidate candidate, long timeMillis) {
    return rates.whyNotLive(candidate, timeMillis);
  }

  @Override
  public void addRates(Candidate candidate, ObjectNode alert) {
    rates.addTo(alert, candidate, state.physicsHertz(context.currentSystemTimeMs()));
    Double interest = feedback.interest(candidate);
    if (interest != null) {
      alert.put("interest", interest);
    }
  }

  @Override
  public double rank(Candidate candidate) {
    return feedback.rank(candidate);
  }

  @Override
  public void decided(Arrival arrival, Decision decision) {
    state.decided(decision.outcome());
    meter.decided(decision.outcome());
    forward(arrival, decision.json(now()), DeskTopology.DECISIONS);
  }

  @Override
  public void alert(String subscription, Arrival arrival, ObjectNode alert) {
    if (subscription.equals(Desk.MAIN)) {
      state.alert();
      meter.alert(arrival.candidate().role());
    } else {
      meter.subscribed(subscription);
    }
    forward(arrival, alert, DeskTopology.sink(subscription));
  }

  private void forward(Arrival arrival, ObjectNode json, String child) {
    context.forward(
        new Record<>(
            arrival.key().getBytes(StandardCharsets.UTF_8),
            json.toString().getBytes(StandardCharsets.UTF_8),
            arrival.timestamp()),
        child);
  }

  private void tick(long now) {
    if (now - lastInput >= IDLE_AFTER.toMillis()) {
      desk.idle(Duration.ofMillis(now - toldUpTo));
      toldUpTo = now;
    }
  }

  private void beat(long now) {
    ObjectNode beat = MAPPER.createObjectNode();
    beat.put("time", Instant.ofEpochMilli(now).toString()).put("topology", spec.name());
    beat.put("received", state.received());
    beat.put("physics_hertz", state.physicsHertz(now));
    beat.put("candidates", state.candidates()).put("alerts", state.alerts());
    ObjectNode decisions = beat.putObject("decisions");
    state.decisions().forEach(decisions::put);
    beat.put("held", state.held());
    if (state.lastCandidate() > 0) {
      beat.put("last_candidate", Instant.ofEpochMilli(state.lastCandidate()).toString());
    }
    context.forward(
        new Record<>(
            spec.name().getBytes(StandardCharsets.UTF_8),
            beat.toString().getBytes(StandardCharsets.UTF_8),
            now),
        DeskTopology.HEARTBEAT);
  }
}
