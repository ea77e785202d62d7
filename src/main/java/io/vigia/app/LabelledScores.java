package io.vigia.app;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.event.BadEventException;
import io.vigia.event.EventFile;
import io.vigia.event.PayloadScalar;
import io.vigia.topology.EventScorer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Scores of a file's events beside their labels: computed here, or taken from the scores topic. */
final class LabelledScores {
  private final List<Boolean> labels = new ArrayList<>();
  private final List<Scored> scores = new ArrayList<>();
  private long notScored;

  /** What a score says that an evaluation looks at. */
  record Scored(double nll, double statistic, double pValue) {}

  /**
   * Scores the events of a file.
   *
   * @param label the field that holds 0 or 1
   * @throws IllegalArgumentException at a label that is neither 0 nor 1
   */
  static LabelledScores computed(EventScorer scorer, Path file, String label) throws IOException {
    LabelledScores result = new LabelledScores();
    JsonPointer pointer = pointer(label);
    BatchScoring scoring =
        new BatchScoring(
            scorer,
            (event, number, score, whyNot) ->
                result.add(
                    isAnomaly(event, pointer, file, number + 1),
                    score == null
                        ? null
                        : new Scored(score.nll(), score.statistic(), score.pValue())));
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        scoring.add(event);
      }
    }
    scoring.finish();
    return result;
  }

  /**
   * Takes the scores of a file's events from those published.
   *
   * @param published scores by event id
   * @throws IllegalArgumentException at a label that is neither 0 nor 1
   */
  static LabelledScores published(
      EventScorer scorer, Path file, String label, Map<String, Scored> published)
      throws IOException {
    LabelledScores result = new LabelledScores();
    JsonPointer pointer = pointer(label);
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        boolean anomaly = isAnomaly(event, pointer, file, events.number());
        result.add(anomaly, of(scorer, event, published));
      }
    }
    return result;
  }

  private static @Nullable Scored of(
      EventScorer scorer, byte[] event, Map<String, Scored> published) {
    try {
      return scorer.read(event) == null ? published.get(scorer.event().eventId()) : null;
    } catch (BadEventException e) {
      return null;
    }
  }

  private static JsonPointer pointer(String label) {
    return JsonPointer.compile(label.startsWith("/") ? label : "/" + label);
  }

  private void add(boolean anomaly, @Nullable Scored score) {
    if (score == null) {
      notScored++;
    } else {
      labels.add(anomaly);
      scores.add(score);
    }
  }

  private static boolean isAnomaly(byte[] event, JsonPointer pointer, Path file, long number) {
    JsonNode value = PayloadScalar.at(event, pointer);
    if (value.isMissingNode()) {
      throw new IllegalArgumentException(
          file + ", event " + number + ": there is no field " + pointer + " for --label");
    }
    double label = value.isValueNode() ? value.asDouble(Double.NaN) : Double.NaN;
    if (label != 0 && label != 1) {
      throw new IllegalArgumentException(
          file
              + ", event "
              + number
              + ": the label "
              + pointer
              + " is "
              + value
              + "; allowed: 0, 1");
    }
    return label == 1;
  }

  boolean[] labels() {
    boolean[] array = new boolean[labels.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = labels.get(i);
    }
    return array;
  }

  double[] nll() {
    return scores.stream().mapToDouble(Scored::nll).toArray();
  }

  double[] statistic() {
    return scores.stream().mapToDouble(Scored::statistic).toArray();
  }

  double[] pValues() {
    return scores.stream().mapToDouble(Scored::pValue).toArray();
  }

  /** Events without a score: filtered, dead letters, or not on the topic. */
  long notScored() {
    return notScored;
  }
}
