package io.vigia.topology;

import io.vigia.alert.SampleDetails;
import io.vigia.alert.ScoreWriter;
import io.vigia.alert.Sighting;
import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.feature.EventReader;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import io.vigia.scoring.reason.Explainer;
import io.vigia.scoring.reason.Explanation;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Payload to score to record, for one thread: the same in the stream, over a file and in a
 * benchmark. Call {@link #read}, then {@link #score}, then what records are wanted; everything is
 * overwritten by the next {@link #read}.
 */
public final class EventScorer {
  private final TopologySpec spec;
  private final EventReader reader;
  private final Scorer scorer;
  private final ScoreWriter writer;
  private final ExposureReader exposure;
  private final SampleReader samples;
  private final ScoringModel model;
  private @Nullable Explainer explainer;

  private EventScorer(
      EventReader reader, ExposureReader exposure, ScoringModel model, TopologySpec spec) {
    this.spec = spec;
    this.reader = reader;
    this.exposure = exposure;
    this.samples = SampleReader.of(spec);
    this.model = model;
    this.scorer = model.newScorer();
    this.writer =
        new ScoreWriter(
            model.identity(), spec.features().featureNames(), spec.features().contextNames());
  }

  /**
   * @throws IllegalArgumentException when the model was trained on other features than the
   *     topology's
   */
  public static EventScorer of(TopologySpec spec, ScoringModel model) {
    return new EventScorer(
        EventReader.of(spec.source().layout(), spec.roles(), spec.features(), spec.carry()),
        ExposureReader.of(spec.exposure(), spec.source().layout()),
        model.requireSchema(spec.features()),
        spec);
  }

  /**
   * The same by another bundle, in place of this one and for the same thread: reading goes on,
   * scorer, calibration, records' provenance and explanations are the other's.
   *
   * @throws IllegalArgumentException when it was trained on other features than the topology's
   */
  EventScorer by(ScoringModel other) {
    return new EventScorer(reader, exposure, other.requireSchema(spec.features()), spec);
  }

  /**
   * Decodes and selects one event.
   *
   * @return null when it passed; else the name of the cut that it failed
   * @throws BadEventException when it must become a dead letter
   */
  public @Nullable String read(byte @Nullable [] payload) throws BadEventException {
    return reader.read(payload);
  }

  /**
   * Scores the event that was read.
   *
   * @throws BadEventException when its density is not finite
   */
  public Score score() throws BadEventException {
    Score score = scorer.score(reader.vector());
    if (score == null) {
      throw new BadEventException(
          Stage.SCORE,
          Reason.NOT_FINITE,
          "the log-density is not finite at " + Arrays.toString(reader.vector()));
    }
    return score;
  }

  /** The row of the event that was read; overwritten by the next. */
  public float[] row() {
    return reader.vector();
  }

  /**
   * Scores rows in bulk: the same as one by one.
   *
   * @return for each row its score, or null where its density is not finite
   */
  public @Nullable Score[] scores(float[] rows, int count) {
    return scorer.scores(rows, count);
  }

  public DecodedEvent event() {
    return reader.event();
  }

  public Role role() {
    return reader.role();
  }

  public ModelIdentity model() {
    return scorer.identity();
  }

  /** How many calibration rows limit p-values from below; 0 where none do. */
  long calibrationRows() {
    return BudgetReach.limitingRows(model.bundle().calibrations());
  }

  /** When the event that was read was seen, in which segment, and how it counts. */
  ExposureReader exposure(Origin origin) {
    exposure.read(reader.event(), origin);
    return exposure;
  }

  /**
   * The sample of the event that was read and scored, and seen by {@link #exposure}. A packet that
   * would make it too large for the topic gives way to the row.
   */
  byte[] sampleRecord(Score score, Origin origin, byte[] payload) {
    SampleDetails details = samples.read(payload, exposure);
    byte[] sample = sampleRecord(score, origin, details);
    return sample.length <= DeadLetter.MAX_BYTES
        ? sample
        : sampleRecord(score, origin, details.withoutPayload());
  }

  private byte[] sampleRecord(Score score, Origin origin, SampleDetails details) {
    return writer.sample(reader.event(), reader.role(), score, origin, reader.vector(), details);
  }

  byte[] candidateRecord(Score score, Origin origin, byte[] payload, Sighting sighting) {
    return writer.candidate(
        reader.event(),
        reader.role(),
        score,
        origin,
        reader.vector(),
        reader.carried(payload),
        sighting,
        spec.alerts().reasons() ? explain(score) : null);
  }

  /** Why the event that was read and scored is rare. */
  public Explanation explain(Score score) {
    if (explainer == null) {
      explainer = Explainer.of(model);
    }
    return explainer.explain(reader.vector(), score.pValue());
  }

  /** The record of the scores topic. */
  public byte[] scoreRecord(Score score, Origin origin) {
    return writer.score(reader.event(), reader.role(), score, origin);
  }
}
