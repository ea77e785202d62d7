package io.vigia.alert;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.PValueMethod;
import io.vigia.event.DecodedEvent;
import io.vigia.event.Origin;
import io.vigia.event.Role;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import io.vigia.scoring.reason.Explanation;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes score, sample and candidate records as JSON (docs/records.md has the fields). Names are
 * those of GCN's core schema where it has one. Owned by one thread: what does not change from
 * record to record is made once, the rest is written into one buffer, since every event passes
 * here.
 */
public final class ScoreWriter {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final byte[][] ROLES = roles();
  private static final byte[][] METHODS = methods();

  private final JsonText json = new JsonText();
  private final TriggerTime triggerTime = new TriggerTime();
  private final byte[] model;
  private final byte[] members;
  private final byte[][] featureNames;
  private final byte[][] contextNames;
  private final byte[][] classNames;
  private String topic = "";
  private byte[] originOfTopic = {};

  /**
   * @param featureNames in the order of a row
   * @param contextNames of what stands after the features in a row; may be none
   */
  public ScoreWriter(ModelIdentity identity, List<String> featureNames, List<String> contextNames) {
    this.model = bytes(",\"model\":" + modelJson(identity));
    this.members = bytes(identity.members() > 1 ? ",\"members\":" + identity.members() : "");
    this.featureNames = keys(featureNames);
    this.contextNames = keys(contextNames);
    this.classNames = keys(identity.classes());
  }

  /** For a model whose rows are features alone. */
  public ScoreWriter(ModelIdentity identity, List<String> featureNames) {
    this(identity, featureNames, List.of());
  }

  private static byte[][] keys(List<String> names) {
    return names.stream().map(name -> bytes(quoted(name) + ":")).toArray(byte[][]::new);
  }

  private static byte[][] roles() {
    byte[][] roles = new byte[Role.values().length][];
    for (Role role : Role.values()) {
      roles[role.ordinal()] = bytes(",\"far\":null,\"role\":\"" + role.label() + "\"");
    }
    return roles;
  }

  private static byte[][] methods() {
    return Arrays.stream(PValueMethod.values())
        .map(method -> bytes(",\"p_value_method\":\"" + method.label() + "\""))
        .toArray(byte[][]::new);
  }

  static ObjectNode modelJson(ModelIdentity identity) {
    return MAPPER
        .createObjectNode()
        .put("name", identity.name())
        .put("version", identity.version())
        .put("sha256", identity.sha256())
        .put("feature_schema_sha256", identity.featureSchemaSha256())
        .put("kernel", identity.kernel());
  }

  /** A score record. */
  public byte[] score(DecodedEvent event, Role role, Score score, Origin origin) {
    begin(event, role, score, origin);
    return json.raw('}').toByteArray();
  }

  /** A sample of a stream without segments, groups and classes. */
  public byte[] sample(DecodedEvent event, Role role, Score score, Origin origin, float[] vector) {
    return sample(event, role, score, origin, vector, SampleDetails.PLAIN);
  }

  /**
   * A sample: a score with the row that was scored, what is missing in it null, or with the packet;
   * and what a training asks for beside.
   */
  public byte[] sample(
      DecodedEvent event,
      Role role,
      Score score,
      Origin origin,
      float[] vector,
      SampleDetails details) {
    begin(event, role, score, origin);
    byte[] payload = details.payload();
    if (payload == null) {
      writeRow(vector);
    } else {
      json.raw(",\"payload\":").string(new String(payload, StandardCharsets.UTF_8));
    }
    writeText(",\"segment\":", details.segment());
    if (!details.isGood()) {
      json.raw(",\"good\":false");
    }
    writeText(",\"group\":", details.group());
    writeText(",\"label\":", details.label());
    return json.raw('}').toByteArray();
  }

  private void writeText(String key, @Nullable String text) {
    if (text != null) {
      json.raw(key).string(text);
    }
  }

  /** A candidate of a stream without segments, weights and reasons. */
  public byte[] candidate(
      DecodedEvent event,
      Role role,
      Score score,
      Origin origin,
      float[] vector,
      ObjectNode carried) {
    return candidate(event, role, score, origin, vector, carried, Sighting.PLAIN, null);
  }

  /** A candidate: a sample with the carried fields, how it counts, and reasons where there are. */
  public byte[] candidate(
      DecodedEvent event,
      Role role,
      Score score,
      Origin origin,
      float[] vector,
      ObjectNode carried,
      Sighting sighting,
      @Nullable Explanation reasons) {
    begin(event, role, score, origin);
    writeRow(vector);
    if (reasons != null) {
      ReasonJson.write(reasons, json);
    }
    json.raw(",\"carried\":").raw(bytes(carried.toString()));
    writeSighting(sighting);
    return json.raw('}').toByteArray();
  }

  /** What every record has. */
  private void begin(DecodedEvent event, Role role, Score score, Origin origin) {
    json.clear().raw('{');
    writeIdentity(event, origin);
    json.raw(",\"nll\":").number(score.nll()).raw(",\"p_value\":").number(score.pValue());
    json.raw(METHODS[score.method().ordinal()]).raw(ROLES[role.ordinal()]);
    writeDetails(score);
    writeOrigin(origin);
    json.raw(model);
  }

  private void writeIdentity(DecodedEvent event, Origin origin) {
    json.raw("\"id\":").string(event.eventId());
    String object = event.objectId();
    if (object != null) {
      json.raw(",\"event_name\":").string(object);
    }
    json.raw(",\"trigger_time\":");
    triggerTime.write(timeNanos(event, origin), json);
  }

  private static long timeNanos(DecodedEvent event, Origin origin) {
    long nanos = event.timeNanos();
    return nanos != DecodedEvent.NO_TIME ? nanos : origin.timestamp() * 1_000_000L;
  }

  /** What only ensembles, groups, classes and unknown contexts add; nothing for one density. */
  private void writeDetails(Score score) {
    json.raw(members);
    if (members.length > 0) {
      json.raw(",\"tail_score\":").number(score.statistic());
    }
    if (score.hasSpread()) {
      json.raw(",\"nll_spread\":").number(score.spread());
    }
    if (score.group() != null) {
      json.raw(",\"calibration_group\":").string(score.group());
    }
    if (score.classProbabilities().length > 0) {
      json.raw(",\"class_probabilities\":");
      for (int k = 0; k < classNames.length; k++) {
        json.raw(k == 0 ? '{' : ',').raw(classNames[k]).number(score.classProbabilities()[k]);
      }
      json.raw('}');
    }
    if (!score.isSupported()) {
      json.raw(",\"unsupported\":");
      for (int i = 0; i < score.unsupported().size(); i++) {
        json.raw(i == 0 ? '[' : ',').string(score.unsupported().get(i));
      }
      json.raw(']');
    }
  }

  private void writeSighting(Sighting sighting) {
    if (sighting.weight() != 1) {
      json.raw(",\"weight\":").number(sighting.weight());
    }
    if (sighting.segment() != null) {
      json.raw(",\"segment\":").string(sighting.segment());
    }
    if (!sighting.isGood()) {
      json.raw(",\"segment_good\":false");
    }
  }

  private void writeOrigin(Origin origin) {
    if (!origin.topic().equals(topic)) {
      topic = origin.topic();
      originOfTopic = bytes(",\"origin\":{\"topic\":" + quoted(topic) + ",\"partition\":");
    }
    json.raw(originOfTopic).number(origin.partition());
    json.raw(",\"offset\":").number(origin.offset());
    json.raw(",\"timestamp\":").number(origin.timestamp()).raw('}');
  }

  private void writeRow(float[] row) {
    json.raw(",\"features\":");
    writeColumns(featureNames, row, 0);
    if (contextNames.length > 0) {
      json.raw(",\"context\":");
      writeColumns(contextNames, row, featureNames.length);
    }
  }

  private void writeColumns(byte[][] names, float[] row, int from) {
    json.raw('{');
    for (int i = 0; i < names.length; i++) {
      if (i > 0) {
        json.raw(',');
      }
      json.raw(names[i]).number(row[from + i]);
    }
    json.raw('}');
  }

  private static String quoted(String text) {
    return MAPPER.getNodeFactory().textNode(text).toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
