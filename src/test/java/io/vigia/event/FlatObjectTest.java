package io.vigia.event;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.event.TimeField.Scale;
import io.vigia.event.TimeField.Unit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The quick way gives what the parser gives, or leaves the payload to it. */
class FlatObjectTest {
  private static final long SEED = 16_180;
  private static final int ROUNDS = 50_000;

  private static final List<String> NUMBERS =
      List.of(
          "0",
          "-0",
          "-0.0",
          "0.1",
          "-1.5",
          "123456789012345678",
          "1234567890123456789",
          "9223372036854775808",
          "0.30000000000000004",
          "2.2250738585072014",
          "9007199254740993",
          "0.000000000000000001",
          "123456.789012",
          "-999",
          "-999.0",
          "1e5",
          "1E-3",
          "01",
          "1.",
          ".5",
          "+1",
          "-",
          "--1",
          "1.5.2",
          "NaN",
          "Infinity",
          "null",
          "true",
          "false",
          "\"7\"",
          "\"a:b%\"",
          "\"\"",
          "\"é\"",
          "\"\\u0041\"",
          "{}",
          "[1]",
          "tru",
          "nul",
          "1 ",
          " 1",
          "1,");

  @Test
  void theSameAsTheParserWhateverTheBytes() {
    for (Unit unit : List.of(Unit.MS, Unit.MJD, Unit.ISO)) {
      Random random = new Random(SEED);
      EventDecoder quick = decoder(unit);
      int decoded = 0;
      for (int round = 0; round < ROUNDS; round++) {
        byte[] payload = payload(random, unit);
        String expected = outcome(decoder(unit), payload);
        assertThat(outcome(quick, payload))
            .as("seed %s, round %s, payload %s", SEED, round, new String(payload, UTF_8))
            .isEqualTo(expected);
        decoded += expected.startsWith("decoded") ? 1 : 0;
      }
      assertThat(decoded).as("%s", unit).isBetween(ROUNDS / 10, ROUNDS * 95 / 100);
    }
  }

  @Test
  void aKnownFormIsTakenAndAnotherIsNot() {
    PointerTrie root =
        PointerTrie.of(
            List.of("/id"), List.of(), null, List.of(new EventLayout.Field("x", "/x", null)));
    Recorder recorder = new Recorder();
    FlatObject flat = new FlatObject(recorder);
    assertThat(flat.read(bytes("{\"id\":1,\"x\":2.5}"))).as("nothing remembered").isFalse();
    flat.remember(List.of("id", "x"), root);

    assertThat(flat.read(bytes("{\"id\":17,\"x\":2.5}"))).isTrue();
    assertThat(recorder.text).isEqualTo("17 2.5 ");
    assertThat(flat.read(bytes("{\"id\": 17, \"x\": 2.5}\n"))).isTrue();
    assertThat(flat.read(bytes("{\"x\":2.5,\"id\":17}"))).as("another order").isFalse();
    assertThat(flat.read(bytes("{\"id\":17}"))).as("one less").isFalse();
    assertThat(flat.read(bytes("{\"id\":17,\"x\":2.5,\"y\":1}"))).as("one more").isFalse();
    assertThat(flat.read(bytes("{\"id\":17,\"x\":2.5}}"))).as("garbage behind").isFalse();
  }

  private static byte[] payload(Random random, Unit unit) {
    StringBuilder json = new StringBuilder("{");
    json.append("\"run\":").append(random.nextInt(1000));
    json.append(",\"candid\":").append(value(random, "472263571115115000"));
    json.append(",\"objectId\":").append(value(random, "\"ZTF17aaajnnn\""));
    json.append(",\"t\":").append(value(random, time(random, unit)));
    json.append(",\"x\":").append(value(random, Double.toString(random.nextGaussian())));
    json.append(",\"y\":").append(value(random, Float.toString((float) random.nextGaussian())));
    json.append(",\"other\":").append(value(random, "\"text\""));
    byte[] bytes = json.append('}').toString().getBytes(UTF_8);
    if (random.nextInt(10) == 0) {
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
    }
    if (random.nextInt(20) == 0) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length + 2));
    }
    return bytes;
  }

  private static String time(Random random, Unit unit) {
    return switch (unit) {
      case ISO -> "\"2017-01-04T10:11:58." + random.nextInt(1_000_000) + "Z\"";
      case MJD -> "5" + (7000 + random.nextInt(999)) + "." + random.nextInt(1_000_000_000);
      default -> "17" + (10_000_000_000L + random.nextInt(1_000_000_000));
    };
  }

  private static String value(Random random, String usual) {
    return random.nextInt(12) == 0 ? NUMBERS.get(random.nextInt(NUMBERS.size())) : usual;
  }

  private static EventDecoder decoder(Unit unit) {
    return EventDecoder.of(
        new EventLayout(
            List.of("/run", "/candid"),
            List.of("/objectId"),
            new TimeField("/t", unit, Scale.UTC),
            List.of(
                new EventLayout.Field("x", "/x", -999.0),
                new EventLayout.Field("y", "/y", null),
                new EventLayout.Field("run", "/run", null)),
            1 << 16));
  }

  private static String outcome(EventDecoder decoder, byte[] payload) {
    DecodedEvent event = new DecodedEvent(3);
    try {
      decoder.decode(payload, event);
    } catch (BadEventException e) {
      return e.stage() + " " + e.reason() + " " + e.detail();
    }
    long[] bits = Arrays.stream(event.fields()).mapToLong(Double::doubleToLongBits).toArray();
    return "decoded "
        + event.eventId()
        + " "
        + event.objectId()
        + " "
        + event.timeNanos()
        + " "
        + Arrays.toString(bits);
  }

  private static byte[] bytes(String json) {
    return json.getBytes(UTF_8);
  }

  /** Writes down what it is told. */
  private static final class Recorder implements FlatObject.Sink {
    private String text = "";

    @Override
    public void number(PointerTrie node, double value) {
      text += value + " ";
    }

    @Override
    public boolean time(PointerTrie node, long integer) {
      return false;
    }

    @Override
    public boolean time(PointerTrie node, java.math.BigDecimal decimal) {
      return false;
    }

    @Override
    public boolean time(PointerTrie node, String text) {
      return false;
    }

    @Override
    public void identity(PointerTrie node, boolean integer, char[] id, int length) {
      text += new String(id, 0, length) + " ";
    }
  }
}
