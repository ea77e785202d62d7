package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vigia.event.BadEventException;
import io.vigia.event.EventLayout;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import io.vigia.feature.Feature.Missing;
import io.vigia.feature.Feature.Transform;
import io.vigia.feature.Symmetry.Exchange;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Features, then context, then measurement errors; what may be missing, and what may not. */
class RowOfInputsTest {
  private static final List<EventLayout.Field> FIELDS =
      List.of(field("a"), field("b"), field("c"), field("da"), field("pu"));

  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          FIELDS,
          Map.of(),
          List.of(
              feature("a", "a", Missing.MASK, "da"),
              feature("log_b", "log(b)", Missing.IMPUTE, null),
              feature("c", "c", Missing.REJECT, "sqrt(c)")),
          List.of(new Condition("pu", "pu", "", Missing.MASK, ColumnType.CONTINUOUS, List.of())),
          List.of());

  private final EventReader reader = reader(SCHEMA);

  @Test
  void theRowIsFeaturesThenContextThenErrors() throws BadEventException {
    assertThat(SCHEMA.featureNames()).containsExactly("a", "log_b", "c");
    assertThat(SCHEMA.contextNames()).containsExactly("pu", "a.sigma", "c.sigma");
    assertThat(SCHEMA.inputs()).isEqualTo(6);
    assertThat(List.of(SCHEMA.sigmaColumn(0), SCHEMA.sigmaColumn(1), SCHEMA.sigmaColumn(2)))
        .containsExactly(4, -1, 5);
    assertThat(row("{\"id\":1,\"a\":1,\"b\":1,\"c\":4,\"da\":0.5,\"pu\":30}"))
        .containsExactly(1, 0, 4, 30, 0.5f, 2);
  }

  @Test
  void whatMayMissIsNanWhereItsFieldIsMissing() throws BadEventException {
    float nan = Float.NaN;
    assertThat(row("{\"id\":1,\"c\":4}")).containsExactly(nan, nan, 4, nan, nan, 2);
  }

  @Test
  void theErrorOfAMissingFeatureIsMissingWhateverItsFieldSays() throws BadEventException {
    assertThat(row("{\"id\":1,\"b\":1,\"c\":4,\"da\":-7}")[4]).isNaN();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'c':-1,'a':1,'da':1 | NOT_FINITE | sigma of c (sqrt(c)) is NaN; a value above 0 in the",
        "'c':4,'a':1,'da':0 | NOT_FINITE | sigma of a (da) is 0.0; a value above 0 in the range of",
        "'c':4,'a':1,'da':-1 | NOT_FINITE | sigma of a (da) is -1.0; a value above 0",
        "'c':4,'a':1,'da':1e-60 | NOT_FINITE | sigma of a (da) is 1.0E-60; a value above 0",
        "'c':4,'a':1,'da':1e60 | NOT_FINITE | sigma of a (da) is 1.0E60; a value above 0",
        "'c':4,'a':1 | MISSING_FIELD | sigma of a (da) needs da, but /da is absent",
        "'a':1,'da':1 | MISSING_FIELD | feature c (c) needs c, but /c is absent",
        "'c':4,'b':-1 | NOT_FINITE | feature log_b (log(b)) is NaN; a finite value in the range",
        "'c':4,'b':0 | NOT_FINITE | feature log_b (log(b)) is -Infinity; a finite value",
        "'c':4,'pu':1e99 | NOT_FINITE | context pu (pu) is 1.0E99; a finite value in the range",
      })
  void whatIsWrongAndNotMissingIsADeadLetter(String json, Reason reason, String detail) {
    BadEventException bad =
        catchThrowableOfType(
            BadEventException.class, () -> row("{\"id\":1," + json.replace('\'', '"') + "}"));
    assertThat(bad).isNotNull();
    assertThat(bad.stage()).isEqualTo(Stage.FEATURE);
    assertThat(bad.reason()).isEqualTo(reason);
    assertThat(bad.detail()).startsWith(detail);
  }

  @Test
  void cutsSeeFieldsAsTheyCameAndFeaturesTheRepresentative() throws BadEventException {
    FeatureSchema schema =
        new FeatureSchema(
            FIELDS,
            Map.of("first", "a < 3"),
            List.of(feature("greater", "a", Missing.REJECT, null)),
            List.of(),
            List.of(new Exchange(List.of(List.of("a"), List.of("b")))));
    EventReader exchanging = reader(schema);
    assertThat(exchanging.read(bytes("{\"id\":1,\"a\":1,\"b\":5}"))).isNull();
    assertThat(exchanging.vector()).containsExactly(5);
    assertThat(exchanging.event().fields()).startsWith(1, 5);
    assertThat(exchanging.read(bytes("{\"id\":1,\"a\":5,\"b\":1}"))).isEqualTo("first");
  }

  private float[] row(String json) throws BadEventException {
    assertThat(reader.read(bytes(json))).isNull();
    return reader.vector();
  }

  private static EventReader reader(FeatureSchema schema) {
    EventLayout layout = new EventLayout(List.of("/id"), List.of(), null, FIELDS, 1 << 16);
    return EventReader.of(layout, Map.of(), schema, List.of());
  }

  private static EventLayout.Field field(String name) {
    return new EventLayout.Field(name, "/" + name, null);
  }

  private static Feature feature(
      String name, String expression, Missing missing, @Nullable String sigma) {
    return new Feature(
        name, expression, "", missing, ColumnType.CONTINUOUS, List.of(), Transform.AUTO, sigma);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
