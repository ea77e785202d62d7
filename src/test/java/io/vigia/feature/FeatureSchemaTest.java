package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature.Missing;
import io.vigia.feature.Feature.Transform;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FeatureSchemaTest {
  private static final EventLayout.Field PT = new EventLayout.Field("pt", "/pt", null);
  private static final EventLayout.Field MAG = new EventLayout.Field("mag", "/c/mag", -999.9);
  private static final Feature LOG_PT = new Feature("log_pt", "log(pt)", "ln(GeV)", Missing.REJECT);
  private static final Feature MAG_ITSELF = new Feature("m", "mag", "mag", Missing.REJECT);

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(List.of(PT, MAG), cuts(), List.of(LOG_PT, MAG_ITSELF));

  private static final FeatureSchema FULL =
      new FeatureSchema(
          List.of(
              PT,
              MAG,
              new EventLayout.Field("x", "/x", null),
              new EventLayout.Field("y", "/y", null)),
          cuts(),
          List.of(
              new Feature(
                  "m",
                  "mag",
                  "mag",
                  Missing.MASK,
                  ColumnType.CONTINUOUS,
                  List.of(),
                  Transform.ASINH,
                  "0.1 * pt"),
              new Feature(
                  "n",
                  "floor(pt)",
                  "1",
                  Missing.REJECT,
                  ColumnType.CATEGORICAL,
                  List.of(2.5, 1.0),
                  Transform.AUTO,
                  null)),
          List.of(
              new Condition(
                  "p", "pt", "GeV", Missing.MASK, ColumnType.CATEGORICAL, List.of(0.0, 1.0))),
          List.of(
              new Symmetry.Exchange(List.of(List.of("pt", "y"), List.of("mag", "x"))),
              new Symmetry.Rotation(List.of("x", "y")),
              new Symmetry.Reflection(List.of("y", "x"))));

  /** A contract: models on disk carry this hash. It may change only with the format's version. */
  @Test
  void hashOfAGivenSchemaNeverChanges() {
    assertThat(SCHEMA.sha256())
        .isEqualTo("b4184575510a676e0d1fb92e72fb03e0cf887736913c533b057b9f0192046f3f");
  }

  @Test
  void hashDoesNotDependOnWhatMeansNothing() {
    Map<String, String> spaced = new LinkedHashMap<>();
    spaced.put("b", "  pt>3 ");
    spaced.put("a", "mag < 20");
    Feature respaced = new Feature("log_pt", "log( pt )", "ln(GeV)", Missing.REJECT);
    assertThat(new FeatureSchema(List.of(MAG, PT), spaced, List.of(respaced, MAG_ITSELF)).sha256())
        .isEqualTo(SCHEMA.sha256());
  }

  @Test
  void hashDependsOnWhatMeansSomething() {
    Feature otherUnit = new Feature("log_pt", "log(pt)", "ln(MeV)", Missing.REJECT);
    EventLayout.Field elsewhere = new EventLayout.Field("pt", "/pT", null);
    EventLayout.Field otherSentinel = new EventLayout.Field("mag", "/c/mag", -999.0);
    assertThat(
            List.of(
                new FeatureSchema(List.of(PT, MAG), cuts(), List.of(MAG_ITSELF, LOG_PT)).sha256(),
                new FeatureSchema(List.of(PT, MAG), Map.of(), List.of(LOG_PT, MAG_ITSELF)).sha256(),
                new FeatureSchema(List.of(PT, MAG), cuts(), List.of(otherUnit, MAG_ITSELF))
                    .sha256(),
                new FeatureSchema(List.of(elsewhere, MAG), cuts(), List.of(LOG_PT, MAG_ITSELF))
                    .sha256(),
                new FeatureSchema(List.of(PT, otherSentinel), cuts(), List.of(LOG_PT, MAG_ITSELF))
                    .sha256()))
        .doesNotContain(SCHEMA.sha256())
        .doesNotHaveDuplicates();
  }

  @Test
  void jsonComesBackAsItWas() throws Exception {
    JsonNode written = new ObjectMapper().readTree(SCHEMA.toJson().toString());
    FeatureSchema read = FeatureSchema.fromJson(written);
    assertThat(read).isEqualTo(SCHEMA);
    assertThat(read.cuts().keySet()).containsExactly("b", "a");
    assertThat(read.sha256()).isEqualTo(SCHEMA.sha256());
  }

  /** Also a contract: the hash of a schema that says everything there is to say. */
  @Test
  void hashOfASchemaWithContextAndSymmetriesNeverChanges() {
    assertThat(FULL.sha256())
        .isEqualTo("08577583c0a2328c963cbf2af6060ee2473b7a5d9c7aa31494f0c3c4547f5884");
  }

  @Test
  void whatASchemaCanSayComesBackAsItWas() throws Exception {
    JsonNode written = new ObjectMapper().readTree(FULL.toJson().toString());
    FeatureSchema read = FeatureSchema.fromJson(written);
    assertThat(read).isEqualTo(FULL);
    assertThat(read.sha256()).isEqualTo(FULL.sha256());
  }

  @Test
  void aTransformIsAChoiceOfTrainingAndNoPartOfTheHash() {
    Feature shaped = mag(ColumnType.AUTO, List.of(), Transform.QUANTILE, null);
    Feature plain = mag(ColumnType.AUTO, List.of(), Transform.AUTO, null);
    assertThat(new FeatureSchema(List.of(MAG), Map.of(), List.of(shaped)).sha256())
        .isEqualTo(new FeatureSchema(List.of(MAG), Map.of(), List.of(plain)).sha256());
  }

  @Test
  void hashDependsOnTypeErrorContextAndSymmetry() {
    List<Symmetry> reflection = List.of(new Symmetry.Reflection(List.of("mag")));
    Condition pt = new Condition("p", "pt", "GeV", Missing.REJECT, ColumnType.AUTO, List.of());
    Feature counted = mag(ColumnType.ORDINAL, List.of(), Transform.AUTO, null);
    Feature measured = mag(ColumnType.AUTO, List.of(), Transform.AUTO, "pt");
    assertThat(
            List.of(
                with(MAG_ITSELF, List.of(), List.of()),
                with(MAG_ITSELF, List.of(pt), List.of()),
                with(MAG_ITSELF, List.of(), reflection),
                with(counted, List.of(), List.of()),
                with(measured, List.of(), List.of())))
        .doesNotHaveDuplicates();
  }

  @Test
  void combinationsWithoutMeaningAreRefused() {
    assertThatThrownBy(() -> mag(ColumnType.CATEGORICAL, List.of(), Transform.AUTO, "pt"))
        .hasMessage(
            "feature m: sigma is \"pt\", but the feature is categorical; only a continuous one has"
                + " a measurement error");
    assertThatThrownBy(() -> mag(ColumnType.CATEGORICAL, List.of(), Transform.ASINH, null))
        .hasMessage("feature m: transform is asinh, but categories have no shape; leave it out");
    assertThatThrownBy(() -> mag(ColumnType.AUTO, List.of(1.0, 2.0), Transform.AUTO, null))
        .hasMessageContaining("values is given, but the type is auto");
    assertThatThrownBy(() -> mag(ColumnType.CATEGORICAL, List.of(0.0, -0.0), Transform.AUTO, null))
        .hasMessageContaining("two of them are the same as floats");
    assertThatThrownBy(
            () ->
                with(
                    MAG_ITSELF,
                    List.of(
                        new Condition("m", "pt", "", Missing.REJECT, ColumnType.AUTO, List.of())),
                    List.of()))
        .hasMessage("two columns are named m");
  }

  private static String with(Feature feature, List<Condition> context, List<Symmetry> symmetries) {
    return new FeatureSchema(List.of(PT, MAG), Map.of(), List.of(feature), context, symmetries)
        .sha256();
  }

  private static Feature mag(
      ColumnType type, List<Double> values, Transform transform, @Nullable String sigma) {
    return new Feature("m", "mag", "mag", Missing.REJECT, type, values, transform, sigma);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{} | schema.fields is null; a list is needed",
        "[] | schema is []; an object is needed",
        "{\"fields\":[],\"cuts\":[],\"features\":[],\"x\":1} | schema.x is not known; fields, cuts,",
        "{\"fields\":[{\"name\":1}],\"cuts\":[],\"features\":[]} | schema.fields[].name is 1",
        "{\"fields\":[],\"cuts\":[],\"features\":[]} | 0 features; 1 to 512 are allowed",
        "{\"fields\":[],\"cuts\":[],\"features\":[{\"name\":\"a\",\"expr\":\"b\",\"unit\":\"\","
            + "\"missing\":\"zero\"}]} | schema.features[].missing is zero; reject, impute, mask are",
        "{\"fields\":[],\"cuts\":[],\"features\":[],\"symmetries\":[{\"kind\":\"boost\"}]} |"
            + " schema.symmetries[].kind is boost; exchange, reflection, rotation are allowed",
        "{\"fields\":[],\"cuts\":[],\"features\":[],\"context\":[{\"name\":\"a\",\"sigma\":1}]} |"
            + " schema.context[].sigma is not known; name, expr, unit, missing, type, values are",
        "{\"fields\":[],\"cuts\":[],\"features\":[{\"name\":\"a\",\"expr\":\"b\",\"unit\":\"\","
            + "\"missing\":\"reject\"}]} | feature a: column 1 of \"b\": unknown field b",
      })
  void otherJsonIsRefusedByKey(String json, String problem) throws Exception {
    JsonNode node = new ObjectMapper().readTree(json);
    assertThatThrownBy(() -> FeatureSchema.fromJson(node))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(problem);
  }

  @Test
  void repeatedNamesAndUnknownFieldsAreRefused() {
    assertThatThrownBy(() -> new FeatureSchema(List.of(PT, PT), Map.of(), List.of(LOG_PT)))
        .hasMessage("two fields are named pt");
    assertThatThrownBy(() -> new FeatureSchema(List.of(PT), Map.of(), List.of(LOG_PT, LOG_PT)))
        .hasMessage("two features are named log_pt");
    assertThatThrownBy(() -> new FeatureSchema(List.of(PT), Map.of("c", "pt"), List.of(LOG_PT)))
        .hasMessageStartingWith("cut c: column 1 of \"pt\": a number where a condition");
  }

  private static Map<String, String> cuts() {
    Map<String, String> cuts = new LinkedHashMap<>();
    cuts.put("b", "pt > 3");
    cuts.put("a", "mag < 20");
    return cuts;
  }
}
