package io.vigia.alert.budget;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SegmentWordsTest {
  private static final long START = Instant.parse("2026-11-24T00:00:00Z").toEpochMilli();

  private static SegmentWord word(String json) {
    return SegmentWord.parse(json.getBytes(UTF_8));
  }

  @Test
  void theLastWordWinsAndSilenceIsGood() {
    SegmentWords words = SegmentWords.none();
    words.take(word("{\"segment\":\"7:1\",\"good\":false}"));
    words.take(word("{\"segment\":\"7:2\",\"good\":false}"));
    words.take(word("{\"segment\":\"7:1\",\"good\":true}"));
    words.take(
        word("{\"from\":\"2026-11-24T01:00:00Z\",\"to\":\"2026-11-24T03:00:00Z\",\"good\":false}"));
    words.take(
        word("{\"from\":\"2026-11-24T02:00:00Z\",\"to\":\"2026-11-24T04:00:00Z\",\"good\":true}"));

    SegmentWords restored = SegmentWords.of(words.state());

    for (SegmentWords one : List.of(words, restored)) {
      assertThat(one.isBad("7:1")).isFalse();
      assertThat(one.isBad("7:2")).isTrue();
      assertThat(one.isBad("7:3")).isFalse();
      assertThat(one.isBad(START + 3_600_000)).isTrue();
      assertThat(one.isBad(START + 2 * 3_600_000)).isFalse();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "good",
        "{\"segment\":\"7:1\"}",
        "{\"segment\":\"7:1\",\"good\":\"no\"}",
        "{\"segment\":7,\"good\":true}",
        "{\"from\":\"2026-11-24T00:00:00Z\",\"good\":true}",
        "{\"from\":\"2026-11-24T00:00:00Z\",\"to\":\"tomorrow\",\"good\":true}",
        "{\"segment\":\"7\",\"from\":\"2026-11-24T00:00:00Z\",\"to\":\"2026-11-25T00:00:00Z\","
            + "\"good\":true}"
      })
  void sayWhatIsAllowed(String json) {
    assertThatThrownBy(() -> word(json))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("allowed: ");
  }

  @Test
  void aTimeThatEndsBeforeItBeginsIsRefused() {
    assertThatThrownBy(
            () ->
                word(
                    "{\"from\":\"2026-11-24T01:00:00Z\",\"to\":\"2026-11-24T01:00:00Z\","
                        + "\"good\":true}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("to must be later than from");
  }
}
