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
  private final List<Double> scores = new ArrayList<>();
  private long notScored;

  /**
   * Reads a file.
   *
   * @param label the field that holds 0 or 1
   * @param published scores by event id, or null to compute them
   * @throws IllegalArgumentException at a label that is neither 0 nor 1
   */
  static LabelledScores read(
      EventScorer scorer, Path file, String label, @Nullable Map<String, Double> published)
      throws IOException {
    LabelledScores result = new LabelledScores();
    JsonPointer pointer = JsonPointer.compile(label.startsWith("/") ? label : "/" + label);
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        boolean anomaly = isAnomaly(event, pointer, file, events.number());
        Double nll = nll(scorer, event, published);
        if (nll == null) {
          result.notScored++;
        } else {
          result.labels.add(anomaly);
          result.scores.add(nll);
        }
      }
    }
    return result;
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

  private static @Nullable Double nll(
      EventScorer scorer, byte[] event, @Nullable Map<String, Double> published) {
    try {
      if (scorer.read(event) != null) {
        return null;
      }
      return published == null ? scorer.score().nll() : published.get(scorer.event().eventId());
    } catch (BadEventException e) {
      return null;
    }
  }

  boolean[] labels() {
    boolean[] array = new boolean[labels.size()];
    for (int i = 0; i < array.length; i++) {
      array[i] = labels.get(i);
    }
    return array;
  }

  double[] nll() {
    return scores.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** Events without a score: filtered, dead letters, or not on the topic. */
  long notScored() {
    return notScored;
  }
}
