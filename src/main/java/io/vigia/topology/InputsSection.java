package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.feature.BlockColumns;
import io.vigia.feature.ColumnType;
import io.vigia.feature.Condition;
import io.vigia.feature.Expression.Type;
import io.vigia.feature.Feature;
import io.vigia.feature.Feature.Missing;
import io.vigia.feature.Feature.Transform;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.Flaw;
import io.vigia.feature.Symmetry;
import io.vigia.feature.SymmetryJson;
import io.vigia.feature.SymmetryRules;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the keys {@code features}, {@code context} and {@code symmetries} of a file mean. */
final class InputsSection {
  private static final Missing[] MISSING_CONTEXT = {Missing.REJECT, Missing.MASK};
  private static final ColumnType[] TYPES_OF_CONTEXT = {
    ColumnType.AUTO, ColumnType.CONTINUOUS, ColumnType.CATEGORICAL
  };

  private final JsonNode file;
  private final FieldTable fields;
  private final BiConsumer<String, String> refuse;
  private final List<Feature> features = new ArrayList<>();
  private final List<Condition> context = new ArrayList<>();
  private final List<Symmetry> symmetries = new ArrayList<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Map<String, String> keysByName = new HashMap<>();
  private final Map<String, String> keysByFormula = new HashMap<>();
  private @Nullable FeatureBlock block;

  InputsSection(JsonNode file, FieldTable fields, BiConsumer<String, String> refuse) {
    this.file = file;
    this.fields = fields;
    this.refuse = refuse;
  }

  void check() {
    BlockSection section = new BlockSection(file.path("features"), fields, refuse);
    section.columns().ifPresent(this::addBlock);
    read.addAll(section.read());
    columns("features");
    columns("context");
    readSymmetries();
  }

  private void addBlock(BlockColumns columns) {
    block = columns.block();
    features.addAll(columns.features());
    columns.features().forEach(feature -> keysByName.put(feature.name(), "features"));
  }

  /** What the features are as a whole; null where each is a number of its own. */
  @Nullable FeatureBlock block() {
    return block;
  }

  /** Whether there is to be a block, but something about it was refused. */
  boolean hasRefusedBlock() {
    for (JsonNode feature : file.path("features")) {
      if (BlockSection.isOne(feature)) {
        return block == null;
      }
    }
    return false;
  }

  /** In words, for a message. */
  String whatTheyAre() {
    if (block == null) {
      return "features that are numbers of their own";
    }
    return block instanceof FeatureBlock.Pixels ? "pixels" : "a set";
  }

  List<Feature> features() {
    return features;
  }

  List<Condition> context() {
    return context;
  }

  List<Symmetry> symmetries() {
    return symmetries;
  }

  /** The names of the fields that all these read. */
  Set<String> read() {
    return read;
  }

  /** The full key of the column with this formula. */
  Optional<String> alike(String formula) {
    return Optional.ofNullable(keysByFormula.get(packed(formula)));
  }

  /** The full key of the column that is the value at this pointer. */
  Optional<String> at(String pointer) {
    return fields.of(read).stream()
        .filter(field -> field.pointer().equals(pointer))
        .map(field -> keysByFormula.get(field.name()))
        .filter(key -> key != null)
        .findFirst();
  }

  private static String packed(String formula) {
    return formula.replaceAll("\\s+", "");
  }

  private void columns(String list) {
    for (int i = 0; i < file.path(list).size(); i++) {
      JsonNode one = file.path(list).get(i);
      if (BlockSection.isOne(one)) {
        continue;
      }
      if (one.path("name").isTextual() && (!one.has("expr") || one.get("expr").isTextual())) {
        column(list + "[" + i + "]", one, list.equals("features"));
      }
    }
  }

  private void column(String place, JsonNode json, boolean isFeature) {
    String name = json.get("name").asText();
    String formula = json.path("expr").asText(name);
    String key = place + (json.has("expr") ? ".expr" : ".name");
    fields.reads(key, formula, Type.NUMBER).ifPresent(names -> reads(key, formula, names));
    String sameName = keysByName.putIfAbsent(name, place);
    if (sameName != null) {
      refuse.accept(
          place + ".name", "is \"" + name + "\", which " + sameName + " is named already");
    }
    String same = keysByFormula.putIfAbsent(packed(formula), place);
    if (same != null) {
      refuse.accept(key, "is the formula of " + same + "; " + whyOnce(isFeature, same));
    }
    if (isFeature) {
      addFeature(place, name, formula, json);
    } else {
      addContext(place, name, formula, json);
    }
  }

  private static String whyOnce(boolean isFeature, String same) {
    if (isFeature) {
      return "a density over both does not exist";
    }
    return same.startsWith("features") ? "what is given cannot be scored too" : "once is enough";
  }

  private void reads(String key, String formula, Set<String> names) {
    if (names.isEmpty()) {
      String what = key.startsWith("features") ? "a feature" : "a condition of the density";
      refuse.accept(key, "is \"" + formula + "\", a constant; " + what + " has to read a field");
    }
    read.addAll(names);
  }

  private void addFeature(String place, String name, String formula, JsonNode json) {
    Missing missing = Labels.of(Missing.values(), json, "missing", Missing.REJECT);
    ColumnType type = Labels.of(ColumnType.values(), json, "type", ColumnType.AUTO);
    List<Double> values = values(json);
    Transform transform = Labels.of(Transform.values(), json, "transform", Transform.AUTO);
    String sigma = json.path("sigma").isTextual() ? json.get("sigma").asText() : null;
    if (sigma != null) {
      readSigma(place + ".sigma", sigma, formula);
    }
    Optional<Flaw> flaw = Feature.flaw(missing, type, values, transform, sigma);
    flaw.ifPresent(wrong -> refuse.accept(place + "." + wrong.key(), wrong.problem()));
    if (flaw.isEmpty()) {
      features.add(new Feature(name, formula, unit(json), missing, type, values, transform, sigma));
    }
  }

  private void readSigma(String key, String sigma, String formula) {
    fields.reads(key, sigma, Type.NUMBER).ifPresent(read::addAll);
    if (packed(sigma).equals(packed(formula))) {
      refuse.accept(key, "is the formula of the feature itself; its error is needed");
    }
  }

  private void addContext(String place, String name, String formula, JsonNode json) {
    Missing missing = Labels.of(MISSING_CONTEXT, json, "missing", Missing.REJECT);
    ColumnType type = Labels.of(TYPES_OF_CONTEXT, json, "type", ColumnType.AUTO);
    List<Double> values = values(json);
    Optional<Flaw> flaw = Condition.flaw(missing, type, values);
    flaw.ifPresent(wrong -> refuse.accept(place + "." + wrong.key(), wrong.problem()));
    if (flaw.isEmpty()) {
      context.add(new Condition(name, formula, unit(json), missing, type, values));
    }
  }

  private static String unit(JsonNode json) {
    return json.path("unit").asText("");
  }

  /** None where they are of another form than allowed; the schema says so. */
  private static List<Double> values(JsonNode json) {
    List<Double> values = new ArrayList<>();
    json.path("values").forEach(value -> values.add(value.asDouble(Double.NaN)));
    boolean wellFormed =
        values.size() > 1
            && !values.contains(Double.NaN)
            && values.stream().distinct().count() == values.size();
    return wellFormed ? values : List.of();
  }

  private void readSymmetries() {
    for (JsonNode one : file.path("symmetries")) {
      if (!SymmetryJson.isOne(one)) {
        return; // The schema has said so.
      }
      symmetries.add(SymmetryJson.of(one));
    }
    for (Symmetry symmetry : symmetries) {
      if (symmetry instanceof Symmetry.Exchange exchange) {
        fields.exchanges(exchange.objects());
      }
    }
    if (fields.areAllKnown()) {
      for (Flaw flaw : SymmetryRules.flaws(symmetries, fields.names())) {
        refuse.accept("symmetries" + flaw.key(), flaw.problem());
      }
    }
    symmetries.forEach(symmetry -> read.addAll(fields.known(symmetry.fields())));
  }
}
