package io.vigia.app;

import io.vigia.event.BadEventException;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import io.vigia.scoring.Score;
import io.vigia.topology.EventScorer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Scores events in batches, since a density on DJL takes about as long for a thousand rows as for
 * one, and tells their outcomes in the order of the events.
 */
final class BatchScoring {
  private static final int BATCH = 1024;

  /** Takes outcomes. */
  @FunctionalInterface
  interface Outcomes {
    /**
     * @param number of the event, from 0
     * @param score null where there is none
     * @param whyNot then, such as {@code filtered by inside}
     */
    void take(byte[] event, long number, @Nullable Score score, String whyNot) throws IOException;
  }

  private record Pending(byte[] event, int row, String whyNot) {}

  private final EventScorer scorer;
  private final Outcomes outcomes;
  private final List<Pending> pending = new ArrayList<>();
  private float[] rows = {};
  private int count;
  private long told;

  BatchScoring(EventScorer scorer, Outcomes outcomes) {
    this.scorer = scorer;
    this.outcomes = outcomes;
  }

  /** Takes the next event. */
  void add(byte[] event) throws IOException {
    pending.add(read(event));
    if (pending.size() == BATCH) {
      finish();
    }
  }

  private Pending read(byte[] event) {
    try {
      String cut = scorer.read(event);
      if (cut != null) {
        return new Pending(event, -1, "filtered by " + cut);
      }
    } catch (BadEventException e) {
      return new Pending(event, -1, why(e.stage(), e.reason()));
    }
    float[] row = scorer.row();
    if (rows.length == 0) {
      rows = new float[BATCH * row.length];
    }
    System.arraycopy(row, 0, rows, count * row.length, row.length);
    return new Pending(event, count++, why(Stage.SCORE, Reason.NOT_FINITE));
  }

  private static String why(Stage stage, Reason reason) {
    return "not scored: " + stage.label() + ", " + reason.label();
  }

  /** Tells the outcomes of all events taken. */
  void finish() throws IOException {
    @Nullable Score[] scores = scorer.scores(rows, count);
    for (Pending one : pending) {
      outcomes.take(one.event, told, one.row < 0 ? null : scores[one.row], one.whyNot);
      told++;
    }
    pending.clear();
    count = 0;
  }
}
