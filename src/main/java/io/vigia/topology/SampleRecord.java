package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.BadEventException;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import io.vigia.feature.EventReader;
import io.vigia.retrain.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Reads records of the topic {@code samples}: rows by the names of the schema, packets as the score
 * application read them. Owned by one thread.
 */
final class SampleRecord {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final EventReader reader;
  private final List<String> features;
  private final List<String> context;
  private final int inputs;

  private SampleRecord(TopologySpec spec) {
    this.reader =
        EventReader.of(spec.source().layout(), spec.roles(), spec.features(), spec.carry());
    this.features = spec.features().featureNames();
    this.context = spec.features().contextNames();
    this.inputs = spec.features().inputs();
  }

  static SampleRecord of(TopologySpec spec) {
    return new SampleRecord(spec);
  }

  /**
   * Reads a record.
   *
   * @throws BadEventException where it is no sample
   */
  Sample read(byte @Nullable [] value, long offset) throws BadEventException {
    try {
      JsonNode json = MAPPER.readTree(value == null ? new byte[0] : value);
      double pValue = json.required("p_value").doubleValue();
      if (!(pValue > 0 && pValue <= 1)) {
        throw new IllegalArgumentException("p_value is " + json.get("p_value"));
      }
      JsonNode model = json.required("model");
      return new Sample(
          offset,
          Instant.parse(json.required("trigger_time").asText()).toEpochMilli(),
          json.path("good").asBoolean(true),
          json.path("segment").textValue(),
          model.required("feature_schema_sha256").asText(),
          model.required("sha256").asText(),
          json.required("nll").doubleValue(),
          pValue,
          row(json));
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw malformed(e.getMessage());
    }
  }

  private static BadEventException malformed(@Nullable String why) {
    return new BadEventException(Stage.DESK, Reason.MALFORMED, "a sample cannot be read: " + why);
  }

  private float[] row(JsonNode json) throws BadEventException {
    JsonNode payload = json.path("payload");
    if (payload.isTextual()) {
      byte[] packet = payload.textValue().getBytes(StandardCharsets.UTF_8);
      String cut = reader.read(packet);
      if (cut != null) {
        throw malformed("its packet fails the cut " + cut);
      }
      return reader.vector().clone();
    }
    float[] row = new float[inputs];
    int at = 0;
    for (JsonNode value : values(json)) {
      row[at++] = value.isNumber() ? value.floatValue() : Float.NaN;
    }
    return row;
  }

  private Iterable<JsonNode> values(JsonNode json) {
    JsonNode ofFeatures = json.path("features");
    JsonNode ofContext = json.path("context");
    return Stream.concat(
            features.stream().map(ofFeatures::path), context.stream().map(ofContext::path))
        .toList();
  }
}
