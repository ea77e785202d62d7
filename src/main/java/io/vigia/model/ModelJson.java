package io.vigia.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.CombinationRule;
import io.vigia.calibration.CombinedScore;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.kernel.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A bundle as {@code model.json} has it, and back, from that and the other two files' content. The
 * tensors of member i stand in the weights under {@code member.{i}.}; in format version 1, which
 * has one flow and no preprocessing, under their own names.
 */
final class ModelJson {
  static final int FORMAT_VERSION = 2;
  private static final String TYPICAL = "typical";
  private static final int OLDEST_FORMAT_VERSION = 1;
  private static final String LOG_DENSITY =
      "nats over the original features: standardisation, marginal transforms, dequantisation and"
          + " category mass included";
  private static final ObjectMapper MAPPER =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  private ModelJson() {}

  /** All of {@code model.json} but the digests of the other files. */
  static ObjectNode write(ModelBundle bundle) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("format_version", FORMAT_VERSION);
    json.put("name", bundle.name()).put("version", bundle.version());
    json.put("log_density", LOG_DENSITY);
    json.set("feature_schema", bundle.schema().toJson());
    json.put("feature_schema_sha256", bundle.schema().sha256());
    ArrayNode members = json.putArray("members");
    for (Member member : bundle.members()) {
      ObjectNode one = members.addObject();
      one.put("name", member.name()).put("kind", member.weights().kind());
      one.put("meaning", member.meaning().label()).put("seed", member.seed());
      one.set("architecture", member.weights().architecture());
      one.set("preprocessing", member.preprocessing().toJson());
    }
    if (bundle.combination() != null) {
      json.putObject("combination")
          .put("rule", bundle.combination().rule().label())
          .put("of", "tail scores, -log of the share of a member's own held-out scores beyond")
          .put("dependence", "any: the combined statistic is calibrated on other held-out rows");
    }
    if (bundle.passed() != null) {
      json.set("passed", MAPPER.valueToTree(bundle.passed()));
    }
    json.set("provenance", MAPPER.valueToTree(bundle.provenance()));
    json.set("evaluation", MAPPER.valueToTree(bundle.evaluation()));
    return json;
  }

  /** All members' tensors, as the weights' file has them. */
  static Map<String, Tensor> tensors(ModelBundle bundle) {
    Map<String, Tensor> all = new TreeMap<>();
    for (int i = 0; i < bundle.members().size(); i++) {
      String prefix = prefix(i);
      bundle
          .members()
          .get(i)
          .weights()
          .tensors()
          .forEach((name, tensor) -> all.put(prefix + name, tensor));
    }
    if (bundle.typical().size() > 0) {
      all.put(TYPICAL, bundle.typical().toTensor());
    }
    return all;
  }

  private static String prefix(int member) {
    return "member." + member + ".";
  }

  /**
   * The format version of a bundle.
   *
   * @throws IllegalArgumentException where this program does not read it
   */
  static int requireFormat(JsonNode model) {
    int version = model.path("format_version").asInt(-1);
    if (version < OLDEST_FORMAT_VERSION || version > FORMAT_VERSION) {
      throw new IllegalArgumentException(
          "model.json has format_version "
              + model.path("format_version")
              + "; this vigia reads versions "
              + OLDEST_FORMAT_VERSION
              + " to "
              + FORMAT_VERSION);
    }
    return version;
  }

  /**
   * The bundle of a {@code model.json} and the other files.
   *
   * @throws IllegalArgumentException naming the key that is missing or wrong
   * @throws IOException where a part of it has other keys or types than it should
   */
  static ModelBundle read(JsonNode model, Map<String, Tensor> tensors, JsonNode calibration)
      throws IOException {
    FeatureSchema schema = FeatureSchema.fromJson(model.required("feature_schema"));
    String stated = model.required("feature_schema_sha256").asText();
    if (!schema.sha256().equals(stated)) {
      throw new IllegalArgumentException(
          "feature_schema_sha256 is " + stated + ", the schema's is " + schema.sha256());
    }
    Provenance provenance = MAPPER.treeToValue(model.required("provenance"), Provenance.class);
    boolean first = requireFormat(model) == 1;
    return new ModelBundle(
        text(model, "name"),
        text(model, "version"),
        schema,
        first ? List.of(flow(model, tensors, schema, provenance)) : members(model, tensors),
        combination(model, calibration),
        first
            ? CalibrationJson.readFormat1(calibration)
            : CalibrationJson.groups(calibration, ModelBundle.row(schema)),
        CalibrationJson.support(calibration, ModelBundle.row(schema)),
        provenance,
        evaluation(model),
        typical(tensors, schema),
        model.has("passed") ? MAPPER.treeToValue(model.get("passed"), Passed.class) : null);
  }

  private static TypicalRows typical(Map<String, Tensor> tensors, FeatureSchema schema) {
    Tensor rows = tensors.get(TYPICAL);
    return rows == null ? TypicalRows.NONE : TypicalRows.of(rows, schema.inputs());
  }

  private static Member flow(
      JsonNode model, Map<String, Tensor> tensors, FeatureSchema schema, Provenance provenance)
      throws IOException {
    FlowArchitecture architecture =
        MAPPER.treeToValue(model.required("architecture"), FlowArchitecture.class);
    return Member.flow(
        FlowWeights.of(architecture, tensors), ModelBundle.row(schema), provenance.seed());
  }

  private static List<Member> members(JsonNode model, Map<String, Tensor> tensors)
      throws IOException {
    JsonNode list = model.required("members");
    requireOwners(tensors, list.size());
    List<Member> members = new ArrayList<>();
    for (int i = 0; i < list.size(); i++) {
      JsonNode json = list.get(i);
      if (!(json.required("architecture") instanceof ObjectNode architecture)) {
        throw new IllegalArgumentException("members[" + i + "].architecture is no object");
      }
      DensityWeights weights = new DensityWeights(architecture, own(tensors, prefix(i)));
      if (!weights.kind().equals(text(json, "kind"))) {
        throw new IllegalArgumentException(
            "members["
                + i
                + "].kind is "
                + json.get("kind")
                + ", its architecture's is "
                + weights.kind());
      }
      members.add(
          new Member(
              text(json, "name"),
              Preprocessing.fromJson(json.required("preprocessing")),
              weights,
              Meaning.of(text(json, "meaning")),
              json.required("seed").longValue()));
    }
    return members;
  }

  private static Map<String, Tensor> own(Map<String, Tensor> tensors, String prefix) {
    Map<String, Tensor> own = new TreeMap<>();
    tensors.forEach(
        (name, tensor) -> {
          if (name.startsWith(prefix)) {
            own.put(name.substring(prefix.length()), tensor);
          }
        });
    return own;
  }

  private static void requireOwners(Map<String, Tensor> tensors, int members) {
    for (String name : tensors.keySet()) {
      boolean owned = name.equals(TYPICAL);
      for (int i = 0; i < members && !owned; i++) {
        owned = name.startsWith(prefix(i));
      }
      if (!owned) {
        throw new IllegalArgumentException(
            "the tensor " + name + " is of none of the " + members + " members");
      }
    }
  }

  private static @Nullable CombinedScore combination(JsonNode model, JsonNode calibration) {
    JsonNode combination = model.path("combination");
    return combination.isMissingNode()
        ? null
        : new CombinedScore(
            CombinationRule.of(text(combination, "rule")), CalibrationJson.tails(calibration));
  }

  private static Map<String, Double> evaluation(JsonNode model) {
    Map<String, Double> evaluation = new TreeMap<>();
    model
        .required("evaluation")
        .properties()
        .forEach(entry -> evaluation.put(entry.getKey(), entry.getValue().doubleValue()));
    return evaluation;
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.required(key);
    if (!value.isTextual()) {
      throw new IllegalArgumentException(key + " is " + value + "; a text is needed");
    }
    return value.textValue();
  }
}
