package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature.Missing;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
            + "\"missing\":\"zero\"}]} | schema.features[].missing is zero; reject is allowed",
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
