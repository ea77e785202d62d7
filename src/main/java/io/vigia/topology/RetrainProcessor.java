package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.alert.budget.SegmentWords;
import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import io.vigia.retrain.Activation;
import io.vigia.retrain.DriftReport;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.JobProgress;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainDecision;
import io.vigia.retrain.RetrainInput;
import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.Retraining;
import io.vigia.retrain.RetrainingKnowledge;
import io.vigia.retrain.RetrainingOutlet;
import io.vigia.retrain.Sample;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.Window;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The desk's part of the retraining loop: samples, tallies, progress of jobs and published models
 * to the loop, and its words to topics. What an input makes it say is written in the transaction of
 * that input.
 */
final class RetrainProcessor
    implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte[]>,
        RetrainingOutlet,
        RetrainingKnowledge {
  private static final Duration TICK = Duration.ofSeconds(1);
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** What the loop has said and is not yet forwarded. */
  private record Word(String child, String key, byte[] value) {}

  private final TopologySpec spec;
  private final RetrainSpec retrain;
  private final TopicNames topics;
  private final RetrainMeter meter;
  private final StreamMeter stream;
  private final SampleRecord samples;
  private final List<Word> said = new ArrayList<>();

  @SuppressWarnings("NullAway.Init") // by init
  private ProcessorContext<byte[], byte[]> context;

  @SuppressWarnings("NullAway.Init") // by init
  private KnownActivations activations;

  @SuppressWarnings("NullAway.Init") // by init
  private StoredJson desk;

  @SuppressWarnings("NullAway.Init") // by init
  private RetrainJournal journal;

  @SuppressWarnings("NullAway.Init") // by init
  private RetrainDrift drift;

  @SuppressWarnings("NullAway.Init") // by init
  private Retraining loop;

  RetrainProcessor(TopologySpec spec, RetrainSpec retrain, StreamMeter stream) {
    this.spec = spec;
    this.retrain = retrain;
    this.topics = TopicNames.of(spec);
    this.stream = stream;
    this.meter = stream.retraining();
    this.samples = SampleRecord.of(spec);
  }

  @Override
  public void init(ProcessorContext<byte[], byte[]> context) {
    this.context = context;
    said.clear(); // of a life whose transaction was aborted
    this.activations = KnownActivations.in(context);
    this.desk = new StoredJson(context.getStateStore(DeskTopology.DESK_STORE));
    KeyValueStore<String, byte[]> store = context.getStateStore(RetrainTopology.STORE);
    this.journal = new RetrainJournal(store);
    this.drift = RetrainDrift.of(spec, retrain.drift(), journal.drift());
    this.loop = new Retraining(retrain.plan(spec), drift, this, this);
    JsonNode stored = journal.loop();
    if (stored != null) {
      loop.restore(stored);
    }
    // What came since the snapshot made it say nothing; where the rules have changed it may now,
    // and that is forwarded with the next input or tick.
    journal.replay(loop::take);
    context.schedule(TICK, PunctuationType.WALL_CLOCK_TIME, this::tick);
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> input) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    try {
      RetrainInput taken = read(input, metadata);
      if (taken != null) {
        take(taken);
      }
    } catch (BadEventException e) {
      stream.deadLettered(e.stage(), e.reason());
      Origin origin =
          new Origin(metadata.topic(), metadata.partition(), metadata.offset(), input.timestamp());
      context.forward(DeadLetter.of(input, origin, e), DeskTopology.DEAD_LETTERS);
    }
  }

  private void take(RetrainInput input) throws BadEventException {
    try {
      loop.take(input);
    } catch (IllegalArgumentException
        | IllegalStateException
        | ArithmeticException
        | NullPointerException e) {
      if (input.card() == null && input.verdict() == null) {
        throw e;
      }
      say(); // the job of the card is over
      throw new BadEventException(
          Stage.DESK, Reason.MALFORMED, "a record of models cannot be judged: " + e.getMessage());
    }
    if (said.isEmpty() && !journal.isFull()) {
      journal.append(input);
    } else {
      say();
    }
  }

  private void tick(long now) {
    loop.advance(now);
    if (!said.isEmpty()) {
      say();
    }
    Retraining.Flight flight = loop.flight();
    meter.standing(
        new RetrainMeter.Standing(
            loop.rows(),
            flight == null ? 0 : 1,
            loop.isPersonAsked() ? 1 : 0,
            loop.broken().size()));
    drift.status().ifPresent(meter::drift);
  }

  /** Forwards what was said, and keeps what the loop is now. */
  private void say() {
    long now = context.currentSystemTimeMs();
    for (Word word : said) {
      context.forward(new Record<>(word.key.getBytes(UTF_8), word.value, now), word.child);
    }
    said.clear();
    journal.snapshot(loop.state(), drift.state());
  }

  /** Null for a record that says nothing to the loop. */
  private @Nullable RetrainInput read(
      Record<byte @Nullable [], byte @Nullable []> input, RecordMetadata metadata)
      throws BadEventException {
    long now = context.currentSystemTimeMs();
    String topic = metadata.topic();
    byte[] value = input.value();
    if (topics.samples().equals(topic)) {
      return RetrainInput.of(now, judged(samples.read(value, metadata.offset())));
    }
    if (value == null) {
      return null; // somebody removes a record by its key
    }
    try {
      if (topics.tallies().equals(topic)) {
        RetrainInput.Counted counted = counted(value);
        return counted == null ? null : RetrainInput.of(now, counted);
      }
      if (topics.trainingProgress().equals(topic)) {
        return RetrainInput.of(now, RetrainJson.parse(value, JobProgress.class));
      }
      byte[] key = input.key();
      boolean isVerdict = key != null && new String(key, UTF_8).endsWith(GateVerdict.KEY_ENDING);
      return isVerdict
          ? RetrainInput.of(now, RetrainJson.parse(value, GateVerdict.class))
          : RetrainInput.of(now, RetrainJson.parse(value, ModelCard.class));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new BadEventException(
          Stage.DESK,
          Reason.MALFORMED,
          "a record of " + topic + " cannot be read: " + e.getMessage());
    }
  }

  /** A sample in a time that was said to be bad is not good, whatever it says itself. */
  private Sample judged(Sample sample) {
    if (!sample.isGood() || topics.segments() == null) {
      return sample;
    }
    SegmentWords words = DeskRates.words(desk);
    String segment = sample.segment();
    boolean isBad = words.isBad(sample.eventMillis()) || (segment != null && words.isBad(segment));
    return isBad ? sample.ofBadTime() : sample;
  }

  /** Null where a tally is of a version that did not tell what was watched. */
  private static RetrainInput.@Nullable Counted counted(byte[] value) throws IOException {
    JsonNode tally = MAPPER.readTree(value);
    JsonNode watched = tally.path("watched");
    JsonNode newest = tally.at("/exposure/last_event_time");
    if (watched.isMissingNode()) {
      return null;
    }
    JsonNode time = newest.isMissingNode() ? tally.required("time") : newest;
    return new RetrainInput.Counted(
        tally.required("topic").textValue() + "-" + tally.required("partition").intValue(),
        watched.required("candidates").longValue(),
        watched.required("scored").longValue(),
        Instant.parse(time.asText()).toEpochMilli(),
        tally.path("model").asText(),
        tally.path("calibration_rows").longValue());
  }

  @Override
  public boolean isBad(String segment) {
    return topics.segments() != null && DeskRates.words(desk).isBad(segment);
  }

  @Override
  public List<Window.Span> badTimes(long fromMillis, long toMillis) {
    if (topics.segments() == null) {
      return List.of();
    }
    return DeskRates.words(desk).badTimes().state().stream()
        .map(span -> new Window.Span(span.get(0), span.get(1)))
        .filter(span -> span.fromMillis() <= toMillis && span.toMillis() > fromMillis)
        .toList();
  }

  @Override
  public @Nullable Activation lastActivation() {
    return activations.last();
  }

  @Override
  public void drift(DriftReport report) {
    meter.driftReported(report.kind());
    said.add(new Word(RetrainTopology.DRIFT, spec.name(), RetrainJson.bytes(report)));
  }

  @Override
  public void job(TrainingJob job) {
    meter.jobMade(job.cause());
    said.add(new Word(RetrainTopology.TRAINING_JOBS, job.id(), RetrainJson.bytes(job)));
  }

  @Override
  public void verdict(GateVerdict verdict) {
    meter.judged(verdict.outcome());
    said.add(new Word(RetrainTopology.VERDICTS, verdict.key(), RetrainJson.bytes(verdict)));
  }

  @Override
  public void activation(Activation activation) {
    said.add(new Word(RetrainTopology.ACTIVATE, Activation.KEY, RetrainJson.bytes(activation)));
  }

  @Override
  public void decision(RetrainDecision decision) {
    if (decision.about() == RetrainDecision.About.JOB && !decision.outcome().equals("created")) {
      meter.jobLost(decision.outcome());
    }
    said.add(new Word(DeskTopology.DECISIONS, decision.subject(), RetrainJson.bytes(decision)));
  }
}
