package io.vigia.topology;

import io.vigia.alert.Candidate;
import io.vigia.alert.Review;
import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import java.time.Duration;
import java.util.OptionalLong;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Stands before the desk where there is a second level: a candidate goes on when its review comes,
 * or after {@code review.wait} without it, so that a second level that is slow or dead stops
 * nothing. While the desk itself is down no candidate's time runs. Where the second level was taken
 * out no candidate waits, and those that did go on first.
 */
final class AwaitReviewProcessor
    implements Processor<
        byte @Nullable [], byte @Nullable [], byte @Nullable [], byte @Nullable []> {
  private final TopicNames topics;
  private final Duration patience;
  private final StreamMeter meter;
  private long startedAt;

  @SuppressWarnings("NullAway.Init") // by init
  private ProcessorContext<byte @Nullable [], byte @Nullable []> context;

  @SuppressWarnings("NullAway.Init") // by init
  private AwaitedReviews awaited;

  AwaitReviewProcessor(TopologySpec spec, StreamMeter meter) {
    this.topics = TopicNames.of(spec);
    ReviewSpec review = spec.review();
    this.patience = review == null ? Duration.ZERO : review.patience();
    this.meter = meter;
  }

  @Override
  public void init(ProcessorContext<byte @Nullable [], byte @Nullable []> context) {
    this.context = context;
    this.awaited = new AwaitedReviews(context.getStateStore(AwaitedReviews.STORE));
    this.startedAt = context.currentSystemTimeMs();
    context.schedule(lookEvery(patience), PunctuationType.WALL_CLOCK_TIME, this::letGo);
  }

  /** Often enough that a wait is at most a quarter longer; never more than 50 times a second. */
  private static Duration lookEvery(Duration patience) {
    return Duration.ofMillis(Math.max(20, Math.min(1_000, patience.toMillis() / 4)));
  }

  @Override
  public void process(Record<byte @Nullable [], byte @Nullable []> input) {
    RecordMetadata metadata =
        context
            .recordMetadata()
            .orElseThrow(() -> new IllegalStateException("a record without metadata"));
    if (metadata.topic().equals(topics.candidates())) {
      candidate(input, metadata.offset());
      return;
    }
    OptionalLong candidate = CandidateOffset.of(input);
    if (candidate.isEmpty()) {
      refuse(input, metadata);
    } else if (awaited.reviewed(candidate.getAsLong())) {
      context.forward(input, DeskTopology.DESK);
    }
  }

  private void candidate(Record<byte @Nullable [], byte @Nullable []> input, long offset) {
    long now = context.currentSystemTimeMs();
    if (patience.isZero()) {
      letGo(now);
      awaited.unreviewed(offset);
      context.forward(input, DeskTopology.DESK);
    } else {
      awaited.candidate(HeldRecord.of(input, offset, now));
    }
  }

  private void refuse(
      Record<byte @Nullable [], byte @Nullable []> stranger, RecordMetadata metadata) {
    BadEventException failure =
        new BadEventException(
            Stage.DESK,
            Reason.MALFORMED,
            "no header "
                + CandidateOffset.HEADER
                + " with an offset: not of our review application, which alone may write here");
    meter.deadLettered(failure.stage(), failure.reason());
    Origin origin = CandidateOffset.origin(stranger, metadata, topics);
    context.forward(DeadLetter.of(stranger, origin, failure), DeskTopology.DEAD_LETTERS);
  }

  /** Those that waited long enough go on with what the first level said of them. */
  private void letGo(long now) {
    if (now - startedAt < patience.toMillis()) {
      return;
    }
    for (HeldRecord candidate : awaited.heldSince(now - patience.toMillis())) {
      meter.reviewed(Review.Outcome.LATE);
      context.forward(
          new Record<>(
              candidate.key(),
              late(candidate.value()),
              candidate.timestamp(),
              CandidateOffset.headers(candidate.offset())),
          DeskTopology.DESK);
    }
  }

  private static byte @Nullable [] late(byte @Nullable [] value) {
    try {
      return value == null ? null : Review.without(Candidate.parse(value), Review.Outcome.LATE);
    } catch (IllegalArgumentException e) {
      return value; // The desk says what is wrong with it.
    }
  }
}
