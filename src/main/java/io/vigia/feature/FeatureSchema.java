package io.vigia.feature;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.EventLayout;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Everything that decides what a row of inputs means: the fields read, the named cuts that select
 * the population, the features in order, what they are conditional on, and which changes of an
 * event mean nothing. Two densities are comparable only under equal schemas.
 *
 * <p>A row of inputs is the features, then the context: the declared columns, then the measurement
 * errors of those features that have one, in the order of the features.
 *
 * @param fields what expressions may refer to; kept sorted by name, since their order means nothing
 * @param cuts name to boolean expression, in order
 * @param features in order, at least one
 * @param context in order, may be none
 * @param symmetries of the fields, held by construction; may be none
 * @param block what the features are as a whole, see {@link BlockColumns}; null where each is a
 *     number of its own
 * @throws IllegalArgumentException for repeated names, an expression that does not compile, no
 *     feature or, without a block, more than {@value #MOST_FEATURES}, features that are not those
 *     of the block, symmetries that break {@link SymmetryRules}
 */
public record FeatureSchema(
    List<EventLayout.Field> fields,
    Map<String, String> cuts,
    List<Feature> features,
    List<Condition> context,
    List<Symmetry> symmetries,
    @Nullable FeatureBlock block) {

  public static final int MOST_FEATURES = 512;
  private static final String SIGMA = ".sigma";

  public FeatureSchema {
    fields = fields.stream().sorted(Comparator.comparing(EventLayout.Field::name)).toList();
    cuts = Collections.unmodifiableMap(new LinkedHashMap<>(cuts));
    features = List.copyOf(features);
    context = List.copyOf(context);
    symmetries = List.copyOf(symmetries);
    if (block != null) {
      requireColumns(block, features, fields);
    } else if (features.isEmpty() || features.size() > MOST_FEATURES) {
      throw new IllegalArgumentException(
          features.size() + " features; 1 to " + MOST_FEATURES + " are allowed");
    }
    refuseRepeated("field", fields.stream().map(EventLayout.Field::name).toList());
    refuseRepeated("feature", features.stream().map(Feature::name).toList());
    refuseRepeated(
        "column",
        Stream.concat(features.stream().map(Feature::name), context.stream().map(Condition::name))
            .toList());
    List<String> names = fields.stream().map(EventLayout.Field::name).toList();
    cuts.forEach((name, text) -> compiled("cut " + name, text, names, Expression.Type.CONDITION));
    for (Feature feature : features) {
      compiled("feature " + feature.name(), feature.expression(), names, Expression.Type.NUMBER);
      if (feature.sigma() != null) {
        compiled("sigma of " + feature.name(), feature.sigma(), names, Expression.Type.NUMBER);
      }
    }
    for (Condition column : context) {
      compiled("context " + column.name(), column.expression(), names, Expression.Type.NUMBER);
    }
    for (Flaw flaw : SymmetryRules.flaws(symmetries, names)) {
      throw new IllegalArgumentException("symmetries" + flaw);
    }
  }

  /** A schema without context and symmetries. */
  public FeatureSchema(
      List<EventLayout.Field> fields, Map<String, String> cuts, List<Feature> features) {
    this(fields, cuts, features, List.of(), List.of());
  }

  /** A schema whose features are numbers of their own. */
  public FeatureSchema(
      List<EventLayout.Field> fields,
      Map<String, String> cuts,
      List<Feature> features,
      List<Condition> context,
      List<Symmetry> symmetries) {
    this(fields, cuts, features, context, symmetries, null);
  }

  private static void requireColumns(
      FeatureBlock block, List<Feature> features, List<EventLayout.Field> fields) {
    if (features.size() != block.columns()) {
      throw new IllegalArgumentException(
          "block "
              + block.name()
              + " has "
              + block.columns()
              + " columns; there are "
              + features.size()
              + " features");
    }
    if (fields.stream().noneMatch(field -> field.name().equals(block.countField()))) {
      throw new IllegalArgumentException(
          "block " + block.name() + " needs the field " + block.countField());
    }
  }

  /** The number of features. */
  public int size() {
    return features.size();
  }

  /** The length of a row of inputs. */
  public int inputs() {
    return size() + contextNames().size();
  }

  /** The features' names, in order. */
  public List<String> featureNames() {
    return features.stream().map(Feature::name).toList();
  }

  /** The names of what stands after the features in a row; an error's is {@code NAME.sigma}. */
  public List<String> contextNames() {
    return Stream.concat(
            context.stream().map(Condition::name),
            features.stream()
                .filter(feature -> feature.sigma() != null)
                .map(feature -> feature.name() + SIGMA))
        .toList();
  }

  /** Where in a row a feature's measurement error stands; -1 for a feature without one. */
  public int sigmaColumn(int feature) {
    if (features.get(feature).sigma() == null) {
      return -1;
    }
    return size() + contextNames().indexOf(features.get(feature).name() + SIGMA);
  }

  /** SHA-256 in lower-case hex over the canonical JSON of this schema. */
  public String sha256() {
    return SchemaJson.sha256(this);
  }

  /** The schema as it stands in {@code model.json}. */
  public ObjectNode toJson() {
    return SchemaJson.write(this);
  }

  /**
   * Reads what {@link #toJson()} wrote.
   *
   * @throws IllegalArgumentException naming the key, for anything else
   */
  public static FeatureSchema fromJson(JsonNode json) {
    return SchemaJson.read(json);
  }

  private static void refuseRepeated(String what, List<String> names) {
    Set<String> seen = new HashSet<>();
    for (String name : names) {
      if (!seen.add(name)) {
        throw new IllegalArgumentException("two " + what + "s are named " + name);
      }
    }
  }

  static Expression compiled(String what, String text, List<String> names, Expression.Type type) {
    try {
      return Expression.of(text, names, type);
    } catch (ExpressionException e) {
      throw new IllegalArgumentException(what + ": " + e.getMessage(), e);
    }
  }
}
