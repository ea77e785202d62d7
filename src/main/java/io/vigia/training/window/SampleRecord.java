package io.vigia.training.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A record of the topic {@code samples}, or of {@code candidates}, which has the same fields.
 *
 * @param id of the event
 * @param object that it is of; null where the source names none
 * @param timeMillis of the event, ms since 1970 UTC
 * @param role such as {@code physics}
 * @param pValue by the bundle that scored it
 * @param schemaSha256 of the features of that bundle, hex
 * @param isGood whether its time is live
 * @param group what it must not be split from; null where that is not said
 * @param label its class; null where that is not said
 */
record SampleRecord(
    String id,
    @Nullable String object,
    long timeMillis,
    String role,
    double pValue,
    String schemaSha256,
    boolean isGood,
    @Nullable String group,
    @Nullable String label,
    JsonNode json) {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  /** The record of this JSON; empty where it is none. */
  static Optional<SampleRecord> parse(byte[] record) {
    try {
      JsonNode json = MAPPER.readTree(record);
      String id = json.path("id").asText("");
      JsonNode p = json.path("p_value");
      if (id.isEmpty() || !p.isNumber()) {
        return Optional.empty();
      }
      return Optional.of(
          new SampleRecord(
              id,
              text(json, "event_name"),
              Instant.parse(json.path("trigger_time").asText()).toEpochMilli(),
              json.path("role").asText(),
              p.doubleValue(),
              json.path("model").path("feature_schema_sha256").asText(),
              json.path("good").asBoolean(true) && json.path("segment_good").asBoolean(true),
              text(json, "group"),
              text(json, "label"),
              json));
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }

  private static @Nullable String text(JsonNode json, String field) {
    JsonNode value = json.path(field);
    return value.isMissingNode() || value.isNull() ? null : value.asText();
  }

  /** What the source keyed the event by. */
  String key() {
    return object == null ? id : object;
  }

  /** The whole packet, where the record has it in the row's place. */
  Optional<byte[]> payload() {
    return Optional.ofNullable(text(json, "payload"))
        .map(text -> text.getBytes(StandardCharsets.UTF_8));
  }
}
