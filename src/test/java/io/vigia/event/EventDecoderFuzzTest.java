package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.vigia.event.TimeField.Scale;
import io.vigia.event.TimeField.Unit;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever the bytes: a decoded event or a {@link BadEventException}. */
class EventDecoderFuzzTest {
  private static final long SEED = 20_170_104;
  private static final int ROUNDS = 60_000;

  private static final String[] WORDS = {
    "{",
    "}",
    "[",
    "]",
    ",",
    ":",
    "\"run\"",
    "\"x\"",
    "\"t\"",
    "\"a\"",
    "\"b\"",
    "null",
    "true",
    "NaN",
    "Infinity",
    "-Infinity",
    "1e999",
    "1e-999999999",
    "1E99999999999999",
    "0",
    "-1",
    "1.5",
    "\"\\ud800\"",
    "\"\\u0000\"",
    "9223372036854775808",
    "2017-01-04",
    "\"2017-01-04T10:11:58Z\"",
    " ",
    "\n",
    "\u00e9",
    "//",
    "'",
    "\"",
    "\\",
  };

  private static final String VALID =
      "{\"run\":12,\"x\":1.5,\"t\":1700000000,\"a\":{\"b\":[1,2,{\"c\":-999}]},\"s\":\"text\"}";

  @Test
  void onlyBadEventExceptionsWhateverTheBytes() {
    Random random = new Random(SEED);
    EnumSet<Reason> met = EnumSet.noneOf(Reason.class);
    int decoded = 0;
    for (TimeField.Unit unit : List.of(Unit.S, Unit.MJD, Unit.ISO)) {
      EventDecoder decoder = decoder(unit);
      DecodedEvent event = new DecodedEvent(2);
      for (int round = 0; round < ROUNDS; round++) {
        byte[] payload = payload(random);
        try {
          decoder.decode(payload, event);
          decoded++;
        } catch (BadEventException e) {
          met.add(e.reason());
          assertThat(e.detail()).isNotBlank();
        } catch (Throwable e) {
          fail("seed " + SEED + ", payload " + HexFormat.of().formatHex(payload), e);
        }
      }
    }
    assertThat(decoded).isPositive();
    assertThat(met)
        .contains(
            Reason.EMPTY,
            Reason.TOO_LARGE,
            Reason.MALFORMED,
            Reason.WRONG_TYPE,
            Reason.MISSING_ID,
            Reason.BAD_TIME);
  }

  private static EventDecoder decoder(Unit unit) {
    return EventDecoder.of(
        new EventLayout(
            List.of("/run"),
            List.of("/a/o"),
            new TimeField("/t", unit, Scale.TAI),
            List.of(
                new EventLayout.Field("x", "/x", null),
                new EventLayout.Field("c", "/a/b/2/c", -999.0)),
            300));
  }

  private static byte[] payload(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> noise(random);
      case 1 -> words(random);
      case 2 -> object(random);
      default -> damaged(random);
    };
  }

  private static byte[] noise(Random random) {
    byte[] bytes = new byte[random.nextInt(40)];
    random.nextBytes(bytes);
    return bytes;
  }

  private static byte[] words(Random random) {
    StringBuilder text = new StringBuilder(random.nextBoolean() ? "{" : "");
    for (int i = random.nextInt(60); i > 0; i--) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** Well-formed, with any kind of value at the places asked for. */
  private static byte[] object(Random random) {
    String[] values = {
      "1",
      "-5",
      "1.5",
      "\"2017-01-04T10:11:58\"",
      "null",
      "{}",
      "[]",
      "NaN",
      "1e999",
      "\"\"",
      "99999999999999999999",
      "1e-999999999",
      "1700000000",
      "57757",
      "true",
      "1e999999999"
    };
    StringBuilder text = new StringBuilder("{");
    for (String key : List.of("run", "x", "t", "a")) {
      if (random.nextInt(8) > 0) {
        text.append(text.length() > 1 ? "," : "")
            .append('"')
            .append(key)
            .append("\":")
            .append(values[random.nextInt(values.length)]);
      }
    }
    return text.append('}').toString().getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] damaged(Random random) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte b : VALID.getBytes(StandardCharsets.UTF_8)) {
      switch (random.nextInt(60)) {
        case 0 -> out.write(random.nextInt(256));
        case 1 -> {}
        case 2 -> out.writeBytes(new byte[] {b, b});
        default -> out.write(b);
      }
    }
    byte[] bytes = out.toByteArray();
    return random.nextInt(20) == 0
        ? (new String(bytes, StandardCharsets.ISO_8859_1) + " ".repeat(300))
            .getBytes(StandardCharsets.ISO_8859_1)
        : bytes;
  }
}
