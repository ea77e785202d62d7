package io.vigia.alert;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.DecodedEvent;
import io.vigia.event.Origin;
import io.vigia.event.Role;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes score, sample and candidate records as JSON (docs/records.md has the fields). Names are
 * those of GCN's core schema where it has one. Owned by one thread: generator and buffer are reused
 * from record to record, since every event passes here.
 */
public final class ScoreWriter {
  private static final SerializedString ID = new SerializedString("id");
  private static final SerializedString EVENT_NAME = new SerializedString("event_name");
  private static final SerializedString TRIGGER_TIME = new SerializedString("trigger_time");
  private static final SerializedString NLL = new SerializedString("nll");
  private static final SerializedString P_VALUE = new SerializedString("p_value");
  private static final SerializedString P_VALUE_METHOD = new SerializedString("p_value_method");
  private static final SerializedString FAR = new SerializedString("far");
  private static final SerializedString ROLE = new SerializedString("role");
  private static final SerializedString ORIGIN = new SerializedString("origin");
  private static final SerializedString TOPIC = new SerializedString("topic");
  private static final SerializedString PARTITION = new SerializedString("partition");
  private static final SerializedString OFFSET = new SerializedString("offset");
  private static final SerializedString TIMESTAMP = new SerializedString("timestamp");
  private static final SerializedString MODEL = new SerializedString("model");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ByteArrayOutputStream buffer = new ByteArrayOutputStream(1024);
  private final TriggerTime triggerTime = new TriggerTime();
  private final SerializedString model;
  private final List<String> featureNames;
  private final JsonGenerator json;

  /**
   * @param featureNames in vector order
   */
  public ScoreWriter(ModelIdentity identity, List<String> featureNames) {
    this.model = new SerializedString(modelJson(identity));
    this.featureNames = List.copyOf(featureNames);
    try {
      JsonFactory factory =
          JsonFactory.builder().enable(StreamWriteFeature.USE_FAST_DOUBLE_WRITER).build();
      json = factory.createGenerator(buffer);
      json.setCodec(MAPPER);
      json.setRootValueSeparator(null);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String modelJson(ModelIdentity identity) {
    return MAPPER
        .createObjectNode()
        .put("name", identity.name())
        .put("version", identity.version())
        .put("sha256", identity.sha256())
        .put("feature_schema_sha256", identity.featureSchemaSha256())
        .put("kernel", identity.kernel())
        .toString();
  }

  /** A score record. */
  public byte[] score(DecodedEvent event, Role role, Score score, Origin origin) {
    return write(event, role, score, origin, null, null);
  }

  /** A sample: a score with the vector that was scored. */
  public byte[] sample(DecodedEvent event, Role role, Score score, Origin origin, float[] vector) {
    return write(event, role, score, origin, vector, null);
  }

  /** A candidate: a sample with the carried fields. */
  public byte[] candidate(
      DecodedEvent event,
      Role role,
      Score score,
      Origin origin,
      float[] vector,
      ObjectNode carried) {
    return write(event, role, score, origin, vector, carried);
  }

  private byte[] write(
      DecodedEvent event,
      Role role,
      Score score,
      Origin origin,
      float @Nullable [] vector,
      @Nullable ObjectNode carried) {
    buffer.reset();
    try {
      json.writeStartObject();
      writeIdentity(event, origin);
      writeScore(score, role);
      writeOrigin(origin);
      json.writeFieldName(MODEL);
      json.writeRawValue(model);
      if (vector != null) {
        writeFeatures(vector);
      }
      if (carried != null) {
        json.writeObjectField("carried", carried);
      }
      json.writeEndObject();
      json.flush();
    } catch (IOException e) {
      throw new UncheckedIOException("writing to memory failed", e);
    }
    return buffer.toByteArray();
  }

  private void writeIdentity(DecodedEvent event, Origin origin) throws IOException {
    json.writeFieldName(ID);
    json.writeString(event.eventId());
    String object = event.objectId();
    if (object != null) {
      json.writeFieldName(EVENT_NAME);
      json.writeString(object);
    }
    json.writeFieldName(TRIGGER_TIME);
    json.writeString(triggerTime.format(timeNanos(event, origin)));
  }

  private static long timeNanos(DecodedEvent event, Origin origin) {
    long nanos = event.timeNanos();
    return nanos != DecodedEvent.NO_TIME ? nanos : origin.timestamp() * 1_000_000L;
  }

  private void writeScore(Score score, Role role) throws IOException {
    json.writeFieldName(NLL);
    json.writeNumber(score.nll());
    json.writeFieldName(P_VALUE);
    json.writeNumber(score.pValue());
    json.writeFieldName(P_VALUE_METHOD);
    json.writeString("empirical");
    json.writeFieldName(FAR);
    json.writeNull();
    json.writeFieldName(ROLE);
    json.writeString(role.label());
  }

  private void writeOrigin(Origin origin) throws IOException {
    json.writeFieldName(ORIGIN);
    json.writeStartObject();
    json.writeFieldName(TOPIC);
    json.writeString(origin.topic());
    json.writeFieldName(PARTITION);
    json.writeNumber(origin.partition());
    json.writeFieldName(OFFSET);
    json.writeNumber(origin.offset());
    json.writeFieldName(TIMESTAMP);
    json.writeNumber(origin.timestamp());
    json.writeEndObject();
  }

  private void writeFeatures(float[] vector) throws IOException {
    json.writeObjectFieldStart("features");
    for (int i = 0; i < featureNames.size(); i++) {
      json.writeNumberField(featureNames.get(i), vector[i]);
    }
    json.writeEndObject();
  }
}
