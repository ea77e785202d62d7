package io.vigia.app.compare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.EventFile;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What one system said of events, by event id; where an id comes again, the last counts. */
public final class ScoreTable {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final String name;
  private final Map<String, double[]> scores = new LinkedHashMap<>();
  private final Map<String, EventLabel> labels = new LinkedHashMap<>();
  private long repeated;

  /**
   * An empty table.
   *
   * @param name where the scores come from, for people
   */
  public ScoreTable(String name) {
    this.name = name;
  }

  /**
   * Takes a score record of ours: events rank by p-value, equal ones by the statistic behind it.
   *
   * @throws IllegalArgumentException where it is none
   */
  public void addRecord(JsonNode record) {
    if (!record.path("id").isTextual()
        || !record.path("p_value").isNumber()
        || !record.path("nll").isNumber()) {
      throw new IllegalArgumentException(
          name + " has a record without id, p_value and nll: 'vigia score' writes them");
    }
    double statistic = record.path("tail_score").asDouble(record.get("nll").doubleValue());
    put(record.get("id").asText(), -Math.log(record.get("p_value").doubleValue()), statistic);
  }

  private void put(String id, double... ranking) {
    if (scores.put(id, ranking) != null) {
      repeated++;
    }
  }

  /** Score records of ours in a file, a line each. */
  public static ScoreTable ofRecords(Path file) throws IOException {
    ScoreTable table = new ScoreTable(file.toString());
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        table.addRecord(row(event, file, events));
      }
    }
    return table;
  }

  private static JsonNode row(byte[] event, Path file, EventFile events) throws IOException {
    try {
      return MAPPER.readTree(event);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          file + ", row " + events.number() + ": no JSON: " + e.getOriginalMessage(), e);
    }
  }

  /**
   * Which columns, or fields, of a file hold what.
   *
   * @param label may be absent from the file
   * @param lowerIsRarer whether a low score means an anomaly
   */
  public record Columns(String id, String score, String label, boolean lowerIsRarer) {}

  /**
   * Another system's scores, and labels where the file has any.
   *
   * @throws IllegalArgumentException for a row without id or score
   */
  public static ScoreTable ofFile(Path file, Columns columns) throws IOException {
    ScoreTable table = new ScoreTable(file.toString());
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        JsonNode row = row(event, file, events);
        String where = file + ", row " + events.number();
        String id = text(row, columns.id(), where);
        double score = number(row, columns.score(), where);
        table.put(id, columns.lowerIsRarer() ? -score : score, 0);
        table.label(id, row.path(columns.label()), where);
      }
    }
    return table;
  }

  /**
   * Takes labels from a file of ids and labels, in place of those that are there.
   *
   * @throws IllegalArgumentException for a row without id or label
   */
  public void label(Path file, String id, String label) throws IOException {
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        JsonNode row = row(event, file, events);
        String where = file + ", row " + events.number();
        text(row, label, where);
        label(text(row, id, where), row.path(label), where);
      }
    }
  }

  private void label(String id, JsonNode label, String where) {
    if (label.isMissingNode() || label.isNull() || label.asText().isEmpty()) {
      return;
    }
    try {
      labels.put(id, EventLabel.of(label.asText()));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static String text(JsonNode row, String column, String where) {
    JsonNode value = row.path(column);
    if (!value.isValueNode() || value.isNull() || value.asText().isEmpty()) {
      throw new IllegalArgumentException(
          where + ": no value of " + column + "; the columns are " + columns(row));
    }
    return value.asText();
  }

  private static double number(JsonNode row, String column, String where) {
    double number = row.path(column).asDouble(Double.NaN);
    if (!Double.isFinite(number)) {
      throw new IllegalArgumentException(
          where
              + ": "
              + column
              + " is "
              + row.path(column)
              + ", no finite number; the columns are "
              + columns(row));
    }
    return number;
  }

  private static String columns(JsonNode row) {
    StringBuilder names = new StringBuilder();
    row.fieldNames()
        .forEachRemaining(name -> names.append(names.isEmpty() ? "" : ", ").append(name));
    return names.toString();
  }

  /** Whether any event has a label. */
  public boolean isLabelled() {
    return !labels.isEmpty();
  }

  String name() {
    return name;
  }

  /** By what events rank: by the first number, equal ones by the second; higher is rarer. */
  Map<String, double[]> scores() {
    return scores;
  }

  @Nullable EventLabel label(String id) {
    return labels.get(id);
  }

  /** Scores beyond the first of their event. */
  long repeated() {
    return repeated;
  }
}
