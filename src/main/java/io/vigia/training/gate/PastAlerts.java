package io.vigia.training.gate;

import io.vigia.scoring.Score;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of the events that were candidates.
 *
 * @param count of those that were alerts, and that both models score
 * @param lost ids of those of them that the candidate model does not find rare
 * @param gained ids of other candidates that it does
 */
record PastAlerts(long count, List<String> lost, List<String> gained) {
  /**
   * @param alertP p-value at or below which an event is an alert
   */
  static PastAlerts of(
      List<PastCandidate> past, Contender champion, Contender candidate, double alertP) {
    if (past.isEmpty()) {
      return new PastAlerts(0, List.of(), List.of());
    }
    float[] rows = rows(past);
    @Nullable Score[] before = champion.scoring().scores(rows, past.size());
    @Nullable Score[] now = candidate.scoring().scores(rows, past.size());
    List<String> lost = new ArrayList<>();
    List<String> gained = new ArrayList<>();
    long count = 0;
    for (int i = 0; i < past.size(); i++) {
      Score score = now[i];
      if (score == null || before[i] == null) {
        continue;
      }
      boolean was = past.get(i).pValue() <= alertP;
      boolean is = score.pValue() <= alertP;
      count += was ? 1 : 0;
      if (was && !is) {
        lost.add(past.get(i).id());
      } else if (is && !was) {
        gained.add(past.get(i).id());
      }
    }
    return new PastAlerts(count, lost, gained);
  }

  private static float[] rows(List<PastCandidate> past) {
    int inputs = past.get(0).row().length;
    float[] rows = new float[past.size() * inputs];
    for (int i = 0; i < past.size(); i++) {
      System.arraycopy(past.get(i).row(), 0, rows, i * inputs, inputs);
    }
    return rows;
  }
}
