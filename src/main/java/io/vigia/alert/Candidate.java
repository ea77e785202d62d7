package io.vigia.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.Role;
import java.io.IOException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * An event below the pre-cut, as {@link ScoreWriter} wrote it.
 *
 * @param pValue in (0, 1]
 * @param record the whole record; treated as immutable
 */
public record Candidate(String id, Role role, double pValue, ObjectNode record) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads a candidate record.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Candidate parse(byte[] json) {
    try {
      return of(MAPPER.readTree(json));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("a candidate is not JSON: " + e.getOriginalMessage(), e);
    } catch (IOException e) {
      throw new IllegalArgumentException("a candidate cannot be read: " + e.getMessage(), e);
    }
  }

  /**
   * Reads a candidate record.
   *
   * @throws IllegalArgumentException saying what is wrong with it
   */
  public static Candidate of(JsonNode node) {
    if (!(node instanceof ObjectNode object)
        || !node.path("id").isTextual()
        || !node.path("p_value").isNumber()) {
      throw new IllegalArgumentException("a candidate has an id and a p_value, this is none");
    }
    double pValue = node.get("p_value").doubleValue();
    if (!(pValue > 0 && pValue <= 1)) {
      throw new IllegalArgumentException(
          "a candidate's p_value is above 0 and at most 1, this one's is " + pValue);
    }
    return new Candidate(node.get("id").textValue(), role(node), pValue, object);
  }

  private static Role role(JsonNode node) {
    String label = node.path("role").asText();
    for (Role role : Role.values()) {
      if (role.name().toLowerCase(Locale.ROOT).equals(label)) {
        return role;
      }
    }
    throw new IllegalArgumentException("a candidate's role is " + label + ", which is none");
  }

  /** The object that the event belongs to; null where the source names none. */
  public @Nullable String objectId() {
    return record.path("event_name").textValue();
  }

  /** Event time, ms since 1970 UTC; none where the record tells none that can be read. */
  public OptionalLong timeMillis() {
    return timeMillis(record);
  }

  /** The event time of a candidate or an alert, as {@link #timeMillis()}. */
  public static OptionalLong timeMillis(JsonNode record) {
    String time = record.path("trigger_time").textValue();
    try {
      return time == null
          ? OptionalLong.empty()
          : OptionalLong.of(Instant.parse(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return OptionalLong.empty();
    }
  }

  /** How many events it stands for, a trigger's prescale: at least 1. */
  public double weight() {
    double weight = record.path("weight").asDouble(1);
    return weight >= 1 && weight < Double.POSITIVE_INFINITY ? weight : 1;
  }

  /** Whether its time is live: of a good segment, or of a stream without segments. */
  public boolean isLive() {
    return record.path("segment_good").asBoolean(true);
  }

  /** The conditions of its density that are outside the range of the training; mostly none. */
  public List<String> unsupported() {
    List<String> names = new ArrayList<>();
    record.path("unsupported").forEach(name -> names.add(name.asText()));
    return names;
  }

  /** The digest of the bundle that scored it; empty where the record does not tell. */
  public String modelSha256() {
    return record.path("model").path("sha256").asText();
  }

  /**
   * The digests of all bundles that its p-value comes from, of two levels both: what a history of
   * false alarms is kept for.
   */
  public String judgedBy() {
    String second = record.path("second_level").path("model").path("sha256").asText();
    return second.isEmpty() ? modelSha256() : modelSha256() + "+" + second;
  }
}
