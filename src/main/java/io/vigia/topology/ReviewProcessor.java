package io.vigia.topology;

import io.vigia.alert.Candidate;
import io.vigia.alert.Review;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Looks at candidates again, many at once, since a density on DJL takes about as long for a hundred
 * rows as for one. A candidate may be committed before its batch is full, so what is held stands in
 * the store, and in memory only beside it: {@link #init} takes up what a process before left.
 */
final class ReviewProcessor
    implements Processor<byte @Nullable [], byte @Nullable [], byte[], byte @Nullable []> {
  static final int BATCH = 256;

  /** The longest that the first of a batch waits for others. */
  static final Duration LINGER = Duration.ofMillis(20);

  /**
   * A candidate in its batch.
   *
   * @param candidate null where the record is none
   * @param refused why it has no row
   * @param row its row's number in the batch, or -1
   */
  private record Look(
      HeldRecord record,
      @Nullable Candidate candidate,
      Review.@Nullable Outcome refused,
      int row) {}

  private final Supplier<SecondLevel> opened;
  private final StreamMeter meter;
  private final List<HeldRecord> held = new ArrayList<>(BATCH);

  @SuppressWarnings("NullAway.Init") // by init
  private ProcessorContext<byte[], byte @Nullable []> context;

  @SuppressWarnings("NullAway.Init") // by init
  private KeyValueStore<Long, byte[]> store;

  @SuppressWarnings("NullAway.Init") // by init
  private SecondLevel secondLevel;

  @SuppressWarnings("NullAway.Init") // by init
  private Scorer scorer;

  @SuppressWarnings("NullAway.Init") // by init
  private float[] rows;

  ReviewProcessor(Supplier<SecondLevel> opened, StreamMeter meter) {
    this.opened = opened;
    this.meter = meter;
  }

  @Override
  public void init(ProcessorContext<byte[], byte @Nullable []> context) {
    this.context = context;
    this.secondLevel = opened.get();
    this.scorer = secondLevel.newScorer();
    this.rows = new float[BATCH * secondLevel.inputs()];
    this.store = context.getStateStore(ReviewTopology.HELD_STORE);
    held.clear();
    try (KeyValueIterator<Long, byte[]> left = store.all()) {
      while (left.hasNext()) {
        KeyValue<Long, byte[]> entry = left.next();
        held.add(HeldRecord.fromBytes(entry.value));
      }
    }
    context.schedule(LINGER, PunctuationType.WALL_CLOCK_TIME, now -> review());
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> input) {
    long offset =
        context
            .recordMetadata()
            .map(RecordMetadata::offset)
            .orElseThrow(() -> new IllegalStateException("a candidate without metadata"));
    HeldRecord record = HeldRecord.of(input, offset, context.currentSystemTimeMs());
    store.put(offset, record.toBytes());
    held.add(record);
    if (held.size() >= BATCH) {
      review();
    }
  }

  /** Reviews all that is held, in order, and lets it go. */
  private void review() {
    for (int from = 0; from < held.size(); from += BATCH) {
      reviewBatch(held.subList(from, Math.min(held.size(), from + BATCH)));
    }
    held.clear();
  }

  private void reviewBatch(List<HeldRecord> batch) {
    List<Look> looks = new ArrayList<>();
    int count = 0;
    for (HeldRecord record : batch) {
      Candidate candidate = parsed(record.value());
      int offset = count * secondLevel.inputs();
      Review.Outcome refused = candidate == null ? null : secondLevel.take(candidate, rows, offset);
      boolean scored = candidate != null && refused == null;
      looks.add(new Look(record, candidate, refused, scored ? count++ : -1));
    }
    @Nullable Score[] scores = scores(count);
    for (Look look : looks) {
      forward(look.record, reviewed(look, scores));
    }
  }

  private static @Nullable Candidate parsed(byte @Nullable [] value) {
    try {
      return value == null ? null : Candidate.parse(value);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }

  private @Nullable Score[] scores(int count) {
    if (count == 0) {
      return new @Nullable Score[0];
    }
    long start = System.nanoTime();
    @Nullable Score[] scores =
        scorer.scores(Arrays.copyOf(rows, count * secondLevel.inputs()), count);
    meter.reviewBatch(count, System.nanoTime() - start);
    return scores;
  }

  private byte @Nullable [] reviewed(Look look, @Nullable Score[] scores) {
    Candidate candidate = look.candidate;
    if (candidate == null) {
      return look.record.value(); // What is no candidate goes on as it is: the desk says so.
    }
    Score score = look.row < 0 ? null : scores[look.row];
    if (score != null) {
      meter.reviewed(Review.Outcome.DONE);
      return Review.done(candidate, secondLevel.preCut(), score, secondLevel.identity());
    }
    Review.Outcome why = look.refused == null ? Review.Outcome.NOT_FINITE : look.refused;
    meter.reviewed(why);
    return Review.without(candidate, why);
  }

  private void forward(HeldRecord record, byte @Nullable [] value) {
    context.forward(
        new Record<>(
            record.key(), value, record.timestamp(), CandidateOffset.headers(record.offset())),
        ReviewTopology.REVIEWED);
    store.delete(record.offset());
    meter.reviewMillis(context.currentSystemTimeMs() - record.heldSince());
  }
}
