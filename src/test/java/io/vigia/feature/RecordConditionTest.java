package io.vigia.feature;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RecordConditionTest {
  private static final String RECORD =
      "{\"band\":\"g\",\"mag\":18.5,\"flag\":true,\"far\":null,\"id\":\"9007199254740993\"}";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "band == \"g\"",
        "band == 'g' && mag < 20",
        "band != \"r\"",
        "!(band == \"r\") || mag > 20",
        "flag == 1",
        "id == \"9007199254740993\"",
        "gone == \"x\" || mag > 18",
        "mag > 18 ? band == \"g\" : false",
      })
  void holds(String condition) throws IOException {
    assertThat(holdsOnRecord(condition)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "band == \"r\"",
        "band != \"g\"",
        "mag == \"18.5\"",
        "mag != \"18.5\"",
        "gone == \"x\"",
        "gone != \"x\"",
        "far < 1",
        "band > 1",
        "far > 1 && band == \"g\"",
      })
  void doesNotHoldWhereItIsFalseOrMissing(String condition) throws IOException {
    assertThat(holdsOnRecord(condition)).isFalse();
  }

  @Test
  void knowsTheNamesThatItReads() {
    assertThat(RecordCondition.of("band == \"g\" && (mag < 20 || band == \"r\")").names())
        .containsExactly("band", "mag");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"g\" == band | 1 | the name first: band == \"g\"",
        "band < \"g\" | 8 | a text stands here; it is only compared",
        "band == \"g | 9 | a text that does not end",
        "mag | 1 | a number where a condition is needed",
      })
  void whatDoesNotCompileSaysWhere(String text, int column, String problem) {
    assertThatThrownBy(() -> RecordCondition.of(text))
        .isInstanceOf(ExpressionException.class)
        .hasMessageStartingWith("column " + column + " of ")
        .hasMessageContaining(problem);
  }

  private static boolean holdsOnRecord(String condition) throws IOException {
    JsonNode record = new ObjectMapper().readTree(RECORD);
    return RecordCondition.of(condition).holds(record::get);
  }
}
