package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vigia.event.BadEventException;
import io.vigia.event.EventLayout;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.feature.Feature.Missing;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventReaderTest {
  private static final EventLayout.Field PT = new EventLayout.Field("pt", "/pt", null);
  private static final EventLayout.Field MAG = new EventLayout.Field("mag", "/c/mag", -999.0);
  private static final EventLayout.Field MC = new EventLayout.Field("is_mc", "/is_mc", null);

  private final EventReader reader = reader(List.of("pt", "/c/mag", "/id", "/c", "/none", "/s"));

  @Test
  void anEventThatPassesAllCutsFillsTheVectorInOrder() throws BadEventException {
    assertThat(read("{\"id\":7,\"pt\":10,\"c\":{\"mag\":18.5},\"is_mc\":0}")).isNull();
    assertThat(reader.vector()).containsExactly((float) Math.log(10), 18.5f);
    assertThat(reader.role()).isEqualTo(Role.PHYSICS);
    assertThat(reader.event().eventId()).isEqualTo("7");
  }

  @Test
  void theFirstCutThatFailsIsNamedAndIdentityIsSet() throws BadEventException {
    assertThat(read("{\"id\":7,\"pt\":2,\"c\":{\"mag\":25},\"is_mc\":1}")).isEqualTo("hard");
    assertThat(read("{\"id\":8,\"pt\":4,\"c\":{\"mag\":25},\"is_mc\":1}")).isEqualTo("bright");
    assertThat(reader.event().eventId()).isEqualTo("8");
    assertThat(reader.role()).isEqualTo(Role.TEST);
  }

  @Test
  void theFirstRoleThatHoldsWins() throws BadEventException {
    read("{\"id\":7,\"pt\":1000,\"c\":{\"mag\":18},\"is_mc\":1}");
    assertThat(reader.role()).isEqualTo(Role.TEST);
    read("{\"id\":7,\"pt\":1000,\"c\":{\"mag\":18},\"is_mc\":0}");
    assertThat(reader.role()).isEqualTo(Role.INJECTION);
    read("{\"id\":7,\"pt\":10,\"c\":{\"mag\":18},\"is_mc\":0}");
    assertThat(reader.role()).isEqualTo(Role.PHYSICS);
  }

  @Test
  void aCutThatCannotBeToldIsADeadLetterAndNoFilteredEvent() {
    BadEventException bad = bad("{\"id\":7,\"pt\":10,\"c\":{\"mag\":-999},\"is_mc\":0}");
    assertThat(bad.stage()).isEqualTo(Stage.SELECT);
    assertThat(bad.reason()).isEqualTo(Reason.MISSING_FIELD);
    assertThat(bad.detail())
        .isEqualTo(
            "cut bright (mag < 20) needs mag, but /c/mag is absent, null, not finite, or the"
                + " sentinel -999.0");
    assertThat(reader.event().eventId()).isEqualTo("7");
  }

  @Test
  void aCutThatFailsBeforeTheOneThatCannotBeToldDecides() throws BadEventException {
    assertThat(read("{\"id\":7,\"pt\":1,\"is_mc\":0}")).isEqualTo("hard");
  }

  @Test
  void aRoleThatCannotBeToldIsADeadLetter() {
    BadEventException bad = bad("{\"id\":7,\"pt\":10,\"c\":{\"mag\":18}}");
    assertThat(bad.stage()).isEqualTo(Stage.SELECT);
    assertThat(bad.detail()).startsWith("role test (is_mc == 1) needs is_mc, but /is_mc is absent");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "log(pt) | -1 | NOT_FINITE | feature f (log(pt)) is NaN",
        "log(pt) | 0 | NOT_FINITE | feature f (log(pt)) is -Infinity",
        "1 / pt | 0 | NOT_FINITE | feature f (1 / pt) is Infinity",
        "pt | 1e39 | NOT_FINITE | feature f (pt) is 1.0E39; a finite value in the range of a float",
        "exp(pt) | 1000 | NOT_FINITE | is Infinity",
        "pt | null | MISSING_FIELD | feature f (pt) needs pt, but /pt is absent, null, not finite",
        "pt | 1e999 | MISSING_FIELD | needs pt, but /pt is absent, null, not finite",
        "pt + sqrt(-1) | null | MISSING_FIELD | needs pt",
        "pt + sqrt(-1) | 1 | NOT_FINITE | is NaN",
      })
  void aFeatureWithoutAFiniteValueIsADeadLetter(
      String expression, String value, Reason reason, String detail) {
    FeatureSchema schema =
        new FeatureSchema(
            List.of(PT), Map.of(), List.of(new Feature("f", expression, "", Missing.REJECT)));
    EventReader one = EventReader.of(layout(List.of(PT)), Map.of(), schema, List.of());
    BadEventException bad =
        catchThrowableOfType(
            BadEventException.class, () -> one.read(bytes("{\"id\":7,\"pt\":" + value + "}")));
    assertThat(bad.stage()).isEqualTo(Stage.FEATURE);
    assertThat(bad.reason()).isEqualTo(reason);
    assertThat(bad.detail()).contains(detail);
  }

  @Test
  void carriedFieldsStandAsInThePayload() {
    assertThat(
            reader
                .carried(
                    bytes(
                        "{\"id\":9223372036854775807,\"pt\":10.50,\"c\":{\"mag\":-999},"
                            + "\"s\":\"text\",\"is_mc\":0}"))
                .toString())
        .isEqualTo(
            "{\"pt\":10.50,\"mag\":-999,\"id\":\"9223372036854775807\",\"c\":null,\"none\":null,"
                + "\"s\":\"text\"}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "9007199254740992 | 9007199254740992",
        "-9007199254740993 | \"-9007199254740993\"",
        "123456789012345678901234567890 | \"123456789012345678901234567890\"",
        "0.10 | 0.10",
        "1e400 | null",
        "1e99999999999 | null",
        "NaN | null",
        "true | true",
        "[1] | null",
      })
  void carriedScalars(String value, String carried) {
    EventReader one = reader(List.of("/s"));
    assertThat(one.carried(bytes("{\"s\":" + value + "}")).toString())
        .isEqualTo("{\"s\":" + carried + "}");
  }

  @Test
  void carriedFieldsNeedNamesOfTheirOwn() {
    assertThatThrownBy(() -> reader(List.of("pt", "/x/pt")))
        .hasMessage("carry: /x/pt gives the key pt, which an earlier entry has");
    assertThatThrownBy(() -> reader(List.of("eta")))
        .hasMessageContaining("carry: eta is no field")
        .hasMessageContaining("/eta is allowed");
  }

  @Test
  void aLayoutWithoutAFieldOfTheSchemaIsRefused() {
    assertThatThrownBy(() -> EventReader.of(layout(List.of(PT)), Map.of(), schema(), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the schema reads Field[name=mag");
  }

  @Test
  void aRoleThatDoesNotCompileIsNamed() {
    assertThatThrownBy(
            () ->
                EventReader.of(
                    layout(List.of(PT, MAG)), Map.of(Role.TEST, "mc"), schema(), List.of()))
        .hasMessageStartingWith("role test: column 1 of \"mc\": unknown field mc");
  }

  private static EventReader reader(List<String> carry) {
    Map<Role, String> roles = new LinkedHashMap<>();
    roles.put(Role.TEST, "is_mc == 1");
    roles.put(Role.INJECTION, "pt > 100");
    return EventReader.of(layout(List.of(MC, PT, MAG)), roles, schema(), carry);
  }

  private static EventLayout layout(List<EventLayout.Field> fields) {
    return new EventLayout(List.of("/id"), List.of(), null, fields, 1 << 16);
  }

  private static FeatureSchema schema() {
    Map<String, String> cuts = new LinkedHashMap<>();
    cuts.put("hard", "pt > 3");
    cuts.put("bright", "mag < 20");
    return new FeatureSchema(
        List.of(PT, MAG),
        cuts,
        List.of(
            new Feature("log_pt", "log(pt)", "ln(GeV)", Missing.REJECT),
            new Feature("mag", "mag", "mag", Missing.REJECT)));
  }

  private @Nullable String read(String json) throws BadEventException {
    return reader.read(bytes(json));
  }

  private BadEventException bad(String json) {
    return catchThrowableOfType(BadEventException.class, () -> reader.read(bytes(json)));
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
