package io.vigia.training.window;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
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

  /**
   * The row that was scored, {@code [features + context]}, NaN where a value is missing that may
   * be; empty where the record has no such row.
   */
  Optional<float[]> row(FeatureSchema schema) {
    float[] row = new float[schema.inputs()];
    List<String> context = schema.contextNames();
    for (int j = 0; j < row.length; j++) {
      boolean isFeature = j < schema.size();
      JsonNode value =
          isFeature
              ? json.path("features").path(schema.featureNames().get(j))
              : json.path("context").path(context.get(j - schema.size()));
      if (value.isNumber()) {
        row[j] = value.floatValue();
      } else if (value.isNull() && mayBeMissing(schema, j)) {
        row[j] = Float.NaN;
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(row);
  }

  private static boolean mayBeMissing(FeatureSchema schema, int column) {
    if (column < schema.size()) {
      return schema.features().get(column).missing() != Feature.Missing.REJECT;
    }
    int declared = column - schema.size();
    return declared >= schema.context().size()
        || schema.context().get(declared).missing() != Feature.Missing.REJECT;
  }
}
