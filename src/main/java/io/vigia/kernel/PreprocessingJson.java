package io.vigia.kernel;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@link Preprocessing} as JSON. A category that is NaN (missing) is null. */
final class PreprocessingJson {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private PreprocessingJson() {}

  static ObjectNode write(Preprocessing preprocessing) {
    ObjectNode json = JSON.objectNode();
    ArrayNode features = json.putArray("features");
    preprocessing.features().forEach(feature -> features.add(feature(feature)));
    ArrayNode context = json.putArray("context");
    preprocessing.conditions().forEach(column -> context.add(condition(column)));
    if (!preprocessing.masses().isEmpty()) {
      ArrayNode masses = json.putArray("masses");
      preprocessing.masses().forEach(mass -> masses.add(mass(mass)));
    }
    if (!preprocessing.patterns().isEmpty()) {
      ArrayNode groups = json.putArray("mask_groups");
      for (Set<String> pattern : preprocessing.patterns()) {
        ArrayNode names = groups.addArray();
        pattern.stream().sorted().forEach(names::add);
      }
    }
    Classes classes = preprocessing.classes();
    if (classes.size() > 0) {
      ObjectNode node = json.putObject("classes");
      classes.names().forEach(node.putArray("names")::add);
      classes.priors().forEach(node.putArray("priors")::add);
    }
    return json;
  }

  private static ObjectNode feature(FeatureColumn feature) {
    ObjectNode json = JSON.objectNode().put("name", feature.name());
    if (feature instanceof FeatureColumn.Categorical column) {
      json.put("type", "categorical").set("values", floats(column.values().values()));
    } else if (feature instanceof FeatureColumn.Continuous column) {
      json.put("type", "continuous").set("transform", transform(column.transform()));
      json.put("resolution", column.resolution()).put("missing", column.missing().label());
      if (column.atom() != null) {
        json.put("atom", column.atom());
      }
      json.put("centre", column.centre()).put("spread", column.spread());
    }
    return json;
  }

  private static ObjectNode transform(MarginalTransform transform) {
    ObjectNode json = JSON.objectNode();
    if (transform instanceof MarginalTransform.Asinh asinh) {
      return json.put("kind", "asinh")
          .put("location", asinh.location())
          .put("scale", asinh.scale());
    }
    if (transform instanceof SplineTransform spline) {
      json.put("kind", "spline").set("x", doubles(spline.x()));
      json.set("z", doubles(spline.z()));
      json.set("slopes", doubles(spline.slopes()));
      return json;
    }
    return json.put("kind", "none");
  }

  private static ObjectNode condition(ContextColumn condition) {
    ObjectNode json = JSON.objectNode().put("name", condition.name());
    if (condition instanceof ContextColumn.Categorical column) {
      json.put("type", "categorical").set("values", floats(column.values().values()));
    } else if (condition instanceof ContextColumn.Continuous column) {
      json.put("type", "continuous").put("mean", column.mean()).put("scale", column.scale());
      json.put("maybe_missing", column.maybeMissing());
    } else if (condition instanceof ContextColumn.Sigma column) {
      json.put("type", "sigma").put("feature", column.feature());
      json.put("mean", column.mean()).put("scale", column.scale());
    }
    return json;
  }

  private static ObjectNode mass(CategoryMass mass) {
    ObjectNode json = JSON.objectNode().put("alpha", mass.alpha());
    ArrayNode frequencies = json.putArray("frequencies");
    Arrays.stream(mass.frequencies()).forEach(column -> frequencies.add(doubles(column)));
    ArrayNode combinations = json.putArray("combinations");
    for (CategoryMass.Combination combination : mass.combinations()) {
      ArrayNode row = combinations.addArray();
      combination.codes().forEach(row::add);
      row.add(combination.count());
    }
    return json;
  }

  private static ArrayNode doubles(double[] values) {
    ArrayNode json = JSON.arrayNode();
    Arrays.stream(values).forEach(json::add);
    return json;
  }

  private static ArrayNode floats(float[] values) {
    ArrayNode json = JSON.arrayNode();
    for (float value : values) {
      if (Float.isNaN(value)) {
        json.addNull();
      } else {
        json.add(value);
      }
    }
    return json;
  }

  static Preprocessing read(JsonNode json) {
    List<FeatureColumn> features = new ArrayList<>();
    for (JsonNode feature : array(json, "features")) {
      features.add(readFeature(feature));
    }
    List<ContextColumn> context = new ArrayList<>();
    for (JsonNode condition : array(json, "context")) {
      context.add(readCondition(condition));
    }
    List<CategoryMass> masses = new ArrayList<>();
    for (JsonNode mass : json.path("masses")) {
      masses.add(readMass(mass));
    }
    List<Set<String>> patterns = new ArrayList<>();
    for (JsonNode group : json.path("mask_groups")) {
      Set<String> names = new HashSet<>();
      group.forEach(name -> names.add(name.asText()));
      patterns.add(names);
    }
    return Preprocessing.of(features, context, masses, patterns, readClasses(json));
  }

  private static Classes readClasses(JsonNode json) {
    if (!json.has("classes")) {
      return Classes.NONE;
    }
    List<String> names = new ArrayList<>();
    array(json.get("classes"), "names").forEach(name -> names.add(name.asText()));
    double[] priors = readDoubles(json.get("classes"), "priors");
    return new Classes(names, Arrays.stream(priors).boxed().toList());
  }

  private static FeatureColumn readFeature(JsonNode json) {
    String name = text(json, "name");
    String type = text(json, "type");
    return switch (type) {
      case "categorical" -> new FeatureColumn.Categorical(name, readCategories(json));
      case "continuous" ->
          new FeatureColumn.Continuous(
              name,
              readTransform(json.path("transform")),
              number(json, "resolution"),
              readMissing(json),
              json.has("atom") ? (Float) (float) number(json, "atom") : null,
              number(json, "centre"),
              number(json, "spread"));
      default ->
          throw refused("features." + name + ".type", json.get("type"), "continuous, categorical");
    };
  }

  private static Missing readMissing(JsonNode json) {
    String label = text(json, "missing");
    for (Missing missing : Missing.values()) {
      if (missing.label().equals(label)) {
        return missing;
      }
    }
    throw refused("missing", json.get("missing"), "reject, impute, mask");
  }

  private static MarginalTransform readTransform(JsonNode json) {
    String kind = text(json, "kind");
    return switch (kind) {
      case "none" -> MarginalTransform.NONE;
      case "asinh" -> new MarginalTransform.Asinh(number(json, "location"), number(json, "scale"));
      case "spline" ->
          SplineTransform.of(
              readDoubles(json, "x"), readDoubles(json, "z"), readDoubles(json, "slopes"));
      default -> throw refused("transform.kind", json.get("kind"), "none, asinh, spline");
    };
  }

  private static ContextColumn readCondition(JsonNode json) {
    String name = text(json, "name");
    String type = text(json, "type");
    return switch (type) {
      case "categorical" -> new ContextColumn.Categorical(name, readCategories(json));
      case "continuous" ->
          new ContextColumn.Continuous(
              name,
              number(json, "mean"),
              number(json, "scale"),
              json.path("maybe_missing").asBoolean());
      case "sigma" ->
          new ContextColumn.Sigma(
              name, (int) number(json, "feature"), number(json, "mean"), number(json, "scale"));
      default ->
          throw refused(
              "context." + name + ".type", json.get("type"), "continuous, categorical, sigma");
    };
  }

  private static Categories readCategories(JsonNode json) {
    JsonNode values = array(json, "values");
    float[] floats = new float[values.size()];
    for (int i = 0; i < floats.length; i++) {
      JsonNode value = values.get(i);
      if (!value.isNull() && !value.isNumber()) {
        throw refused("values[" + i + "]", value, "numbers, and null for missing");
      }
      floats[i] = value.isNull() ? Float.NaN : value.floatValue();
    }
    return Categories.of(floats);
  }

  private static CategoryMass readMass(JsonNode json) {
    JsonNode columns = array(json, "frequencies");
    double[][] frequencies = new double[columns.size()][];
    for (int i = 0; i < frequencies.length; i++) {
      frequencies[i] = readDoubles(columns, i);
    }
    List<CategoryMass.Combination> combinations = new ArrayList<>();
    for (JsonNode row : array(json, "combinations")) {
      List<Integer> codes = new ArrayList<>();
      for (int i = 0; i + 1 < row.size(); i++) {
        codes.add(row.get(i).asInt(-1));
      }
      combinations.add(new CategoryMass.Combination(codes, row.path(row.size() - 1).asLong(0)));
    }
    return CategoryMass.of(number(json, "alpha"), frequencies, combinations);
  }

  private static double[] readDoubles(JsonNode json, String key) {
    return doubles(key, array(json, key));
  }

  private static double[] readDoubles(JsonNode columns, int index) {
    return doubles("frequencies[" + index + "]", columns.get(index));
  }

  private static double[] doubles(String key, JsonNode values) {
    double[] doubles = new double[values.size()];
    for (int i = 0; i < doubles.length; i++) {
      if (!values.get(i).isNumber()) {
        throw refused(key + "[" + i + "]", values.get(i), "numbers");
      }
      doubles[i] = values.get(i).doubleValue();
    }
    return doubles;
  }

  private static JsonNode array(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isArray()) {
      throw refused(key, json.get(key), "a list");
    }
    return value;
  }

  private static String text(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isTextual()) {
      throw refused(key, json.get(key), "a text");
    }
    return value.textValue();
  }

  private static double number(JsonNode json, String key) {
    JsonNode value = json.path(key);
    if (!value.isNumber()) {
      throw refused(key, json.get(key), "a number");
    }
    return value.doubleValue();
  }

  private static IllegalArgumentException refused(
      String key, @Nullable JsonNode value, String allowed) {
    return new IllegalArgumentException(
        String.format(Locale.ROOT, "preprocessing: %s is %s; allowed: %s", key, value, allowed));
  }
}
