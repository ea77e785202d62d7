package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Alert;
import io.vigia.alert.AlertPolicy;
import io.vigia.alert.Candidate;
import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/** The one task that sees the whole stream: candidates become alerts, tallies the event rate. */
final class DeskProcessor
    implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte[]> {
  private static final Duration HEARTBEAT_EVERY = Duration.ofSeconds(5);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String name;
  private final TopicNames topics;
  private final AlertPolicy policy;
  private final double threshold;
  private final StreamMeter meter;

  @SuppressWarnings("NullAway.Init") // by init
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init") // by init
  private DeskState state;

  DeskProcessor(TopologySpec spec, StreamMeter meter) {
    this.name = spec.name();
    this.topics = TopicNames.of(spec);
    this.threshold = spec.alerts().threshold();
    this.policy = AlertPolicy.threshold(threshold);
    this.meter = meter;
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    this.state = DeskState.load(context.getStateStore(DeskTopology.DESK_STORE));
    context.schedule(HEARTBEAT_EVERY, PunctuationType.WALL_CLOCK_TIME, this::beat);
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> input) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    try {
      // No topic: a candidate that waited for its review in vain, let go by the clock.
      if (topics.tallies().equals(metadata.topic())) {
        tally(input.value());
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
      state.tallied(
          tally.required("topic").textValue() + "-" + tally.required("partition").intValue(),
          Instant.parse(tally.required("time").textValue()).toEpochMilli(),
          tally.required("received").longValue(),
          tally.required("scored_by_role").required("physics").longValue());
    } catch (IOException | IllegalArgumentException | java.time.DateTimeException e) {
      throw new BadEventException(
          Stage.DESK, Reason.MALFORMED, "a tally cannot be read: " + e.getMessage());
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
    if (policy.alerts(candidate)) {
      alert(candidate, input);
    }
  }

  private void alert(Candidate candidate, Record<byte @Nullable [], byte @Nullable []> input) {
    byte[] key = input.key();
    byte[] json =
        Alert.json(
            candidate,
            Instant.ofEpochMilli(context.currentSystemTimeMs()),
            far(candidate),
            threshold);
    state.alert();
    meter.alert(candidate.role());
    context.forward(
        new Record<>(
            key == null ? candidate.id().getBytes(StandardCharsets.UTF_8) : key,
            json,
            input.timestamp()),
        DeskTopology.ALERTS);
  }

  /** How often background gives an event this rare, Hz: p-value times rate of scored events. */
  private @Nullable Double far(Candidate candidate) {
    Double hertz = state.physicsHertz(context.currentSystemTimeMs());
    return hertz == null ? null : candidate.pValue() * hertz;
  }

  private void beat(long now) {
    ObjectNode beat = MAPPER.createObjectNode();
    beat.put("time", Instant.ofEpochMilli(now).toString()).put("topology", name);
    beat.put("received", state.received());
    beat.put("physics_hertz", state.physicsHertz(now));
    beat.put("candidates", state.candidates()).put("alerts", state.alerts());
    if (state.lastCandidate() > 0) {
      beat.put("last_candidate", Instant.ofEpochMilli(state.lastCandidate()).toString());
    }
    context.forward(
        new Record<>(
            name.getBytes(StandardCharsets.UTF_8),
            beat.toString().getBytes(StandardCharsets.UTF_8),
            now),
        DeskTopology.HEARTBEAT);
  }
}
