package io.vigia.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class JsonTextTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private final JsonText json = new JsonText();

  @Test
  void everyStringComesBack() throws IOException {
    for (String text :
        List.of(
            "",
            "165617:1",
            "a\"b\\c",
            "\u0000\n\u001f",
            "Vigía",
            "\uD83D\uDD2D",
            "x".repeat(5000),
            "\u007f")) {
      assertThat(read(json.clear().string(text)).textValue()).isEqualTo(text);
    }
  }

  @Test
  void everyIntegerComesBack() throws IOException {
    for (long value :
        new long[] {
          0, 1, -1, 9, 10, 99, 100, 999_999_999_999_999_999L, Long.MAX_VALUE, Long.MIN_VALUE
        }) {
      assertThat(read(json.clear().number(value)).longValue()).isEqualTo(value);
    }
    Random random = new Random(2);
    for (int i = 0; i < 10_000; i++) {
      long value = random.nextLong() >> random.nextInt(64);
      assertThat(read(json.clear().number(value)).longValue()).isEqualTo(value);
    }
  }

  @Test
  void everyDecimalComesBack() throws IOException {
    Random random = new Random(3);
    for (int i = 0; i < 10_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(read(json.clear().number(value)).doubleValue()).isEqualTo(value);
      }
      float single = Float.intBitsToFloat(random.nextInt());
      if (Float.isFinite(single)) {
        assertThat(read(json.clear().number(single)).floatValue()).isEqualTo(single);
      }
    }
  }

  private static JsonNode read(JsonText json) throws IOException {
    return MAPPER.readTree(new String(json.toByteArray(), UTF_8));
  }
}
