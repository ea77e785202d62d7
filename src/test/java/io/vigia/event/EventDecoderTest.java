package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.vigia.event.TimeField.Scale;
import io.vigia.event.TimeField.Unit;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class EventDecoderTest {
  private static final EventLayout LAYOUT =
      new EventLayout(
          List.of("/run", "/event"),
          List.of("/object/name"),
          new TimeField("/t", Unit.MS, Scale.UTC),
          List.of(
              new EventLayout.Field("mag", "/candidate/magpsf", -999.0),
              new EventLayout.Field("first", "/list/0/x", null),
              new EventLayout.Field("third", "/list/2", null),
              new EventLayout.Field("same_mag", "/candidate/magpsf", null)),
          1 << 16);

  private final EventDecoder decoder = EventDecoder.of(LAYOUT);
  private final DecodedEvent event = new DecodedEvent(4);

  @Test
  void fieldsAreFoundByPointerThroughObjectsAndArrays() throws BadEventException {
    decode(
        "{\"skipped\": {\"deep\": [1, {\"run\": 5}]}, \"list\": [{\"y\": 0, \"x\": 1.5}, [9], 7],"
            + " \"candidate\": {\"ra\": 1, \"magpsf\": 18.25}, \"event\": 2, \"t\": 5, \"run\": 1}");
    assertThat(event.fields()).containsExactly(18.25, 1.5, 7, 18.25);
    assertThat(event.eventId()).isEqualTo("1:2");
    assertThat(event.objectId()).isNull();
    assertThat(event.key()).isEqualTo("1:2");
    assertThat(event.timeNanos()).isEqualTo(5_000_000);
  }

  @Test
  void aNumericPartOfAPointerIsAKeyInAnObject() throws BadEventException {
    decode("{\"list\": {\"2\": 4}, \"event\": 2, \"t\": 5, \"run\": 1}");
    assertThat(event.fields()[2]).isEqualTo(4);
  }

  @Test
  void aDashAtTheEndOfAPointerIsTheLengthOfAList() throws BadEventException {
    EventLayout layout =
        new EventLayout(
            List.of("/id"),
            List.of(),
            null,
            List.of(
                new EventLayout.Field("n", "/hits/-", null),
                new EventLayout.Field("second", "/hits/1", null)),
            1 << 16);
    EventDecoder lengths = EventDecoder.of(layout);
    DecodedEvent counted = new DecodedEvent(2);
    Map<String, Double> known =
        Map.of(
            "[7, 8, {\"-\": 9}, [1, 2]]",
            4.0,
            "[]",
            0.0,
            "[null]",
            1.0,
            "{\"-\": 9}",
            9.0,
            "null",
            Double.NaN,
            "5",
            Double.NaN);
    for (Map.Entry<String, Double> one : known.entrySet()) {
      String hits = one.getKey();
      lengths.decode(
          ("{\"id\":1,\"hits\":" + hits + "}").getBytes(StandardCharsets.UTF_8), counted);
      double second = hits.startsWith("[7") ? 8 : Double.NaN;
      assertThat(counted.fields()).as(hits).containsExactly(one.getValue(), second);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "NaN", "Infinity", "-Infinity", "1e999", "-999", "-999.0"})
  void valuesThatAreMissing(String value) throws BadEventException {
    decode("{\"run\":1,\"event\":2,\"t\":5,\"candidate\":{\"magpsf\":" + value + "}}");
    assertThat(event.fields()[0]).isNaN();
  }

  @Test
  void absentFieldsAreMissingAlsoAfterAnEventThatHadThem() throws BadEventException {
    decode("{\"run\":1,\"event\":2,\"t\":5,\"candidate\":{\"magpsf\":1},\"list\":[{\"x\":1},2,3]}");
    decode("{\"run\":1,\"event\":2,\"t\":5,\"candidate\":null,\"list\":7}");
    assertThat(event.fields()).containsOnly(Double.NaN);
  }

  @ParameterizedTest
  @CsvSource({
    "true, 1",
    "false, 0",
    "-0.5, -0.5",
    "1e3, 1000",
    "9007199254740993, 9007199254740992",
    "123456789012345678901234567890, 1.2345678901234568e29",
    "1e-400, 0",
    "0.1, 0.1",
    "2.2250738585072011e-308, 2.225073858507201e-308",
  })
  void numbersAndBooleans(String json, double value) throws BadEventException {
    decode("{\"run\":1,\"event\":2,\"t\":5,\"candidate\":{\"magpsf\":" + json + "}}");
    assertThat(event.fields()[0]).isEqualTo(value);
  }

  @Test
  void idsStayExactToTheDigit() throws BadEventException {
    decode(
        "{\"run\":9223372036854775807,\"event\":123456789012345678901234567890,\"t\":5,"
            + "\"object\":{\"name\":\"ZTF18abc\"}}");
    assertThat(event.eventId()).isEqualTo("9223372036854775807:123456789012345678901234567890");
    assertThat(event.objectId()).isEqualTo("ZTF18abc");
    assertThat(event.key()).isEqualTo("ZTF18abc");
  }

  @ParameterizedTest
  @CsvSource({
    "a:b, a%3Ab",
    "a%3Ab, a%253Ab",
    "a\\nb, a%0Ab",
    "\\u0085, %C2%85",
    "\\ud83d\\ude00, \ud83d\ude00",
    "\\ud83d, %EF%BF%BD",
    "Mrk 421, Mrk 421",
  })
  void stringIdsAreEncodedSoThatPartsStayApart(String json, String id) throws BadEventException {
    decode("{\"run\":\"" + json + "\",\"event\":2,\"t\":5}");
    assertThat(event.eventId()).isEqualTo(id + ":2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.0", "1e3", "true", "{}", "[1]", "NaN"})
  void idsOfAnotherTypeAreRefused(String value) {
    BadEventException bad = bad("{\"run\":" + value + ",\"event\":2,\"t\":5}");
    assertThat(bad.reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(bad.detail()).contains("the event id at /run is", "an integer or a string");
  }

  @Test
  void anOverlongIdIsRefused() {
    BadEventException bad = bad("{\"run\":\"" + "x".repeat(1025) + "\",\"event\":2,\"t\":5}");
    assertThat(bad.reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(bad.detail()).contains("at most 1024 characters", "... (1025 characters)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "\"event\":null,", "\"event\":\"\","})
  void missingIdNamesItsPlace(String part) {
    BadEventException bad = bad("{\"run\":1," + part + "\"t\":5}");
    assertThat(bad.reason()).isEqualTo(Reason.MISSING_ID);
    assertThat(bad.detail()).isEqualTo("the event id at /event is absent, null or empty");
  }

  @Test
  void identityIsEmptyAfterAnEventThatCouldNotBeDecoded() throws BadEventException {
    decode("{\"run\":1,\"event\":2,\"t\":5}");
    bad("{\"run\":1}");
    assertThat(event.eventId()).isEmpty();
    assertThat(event.timeNanos()).isEqualTo(DecodedEvent.NO_TIME);
  }

  @Test
  void objectIdIsAbsentAsAWholeOrNotAtAll() throws BadEventException {
    EventLayout layout =
        new EventLayout(List.of("/id"), List.of("/a", "/b"), null, List.of(), 1000);
    DecodedEvent two = new DecodedEvent(0);
    EventDecoder.of(layout).decode(bytes("{\"id\":1}"), two);
    assertThat(two.objectId()).isNull();
    EventDecoder.of(layout).decode(bytes("{\"id\":1,\"b\":3,\"a\":2}"), two);
    assertThat(two.objectId()).isEqualTo("2:3");
    assertThatThrownBy(() -> EventDecoder.of(layout).decode(bytes("{\"id\":1,\"b\":3}"), two))
        .hasMessageContaining("a part of the object id, at /a");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"18.2\" | the string \"18.2\"",
        "{} | an object",
        "[1] | an array",
      })
  void aWrongTypeNamesFieldPlaceAndValue(String value, String shown) {
    BadEventException bad =
        bad("{\"run\":1,\"event\":2,\"t\":5,\"candidate\":{\"magpsf\":" + value + "}}");
    assertThat(bad.stage()).isEqualTo(Stage.DECODE);
    assertThat(bad.reason()).isEqualTo(Reason.WRONG_TYPE);
    assertThat(bad.detail())
        .isEqualTo(
            "field mag at /candidate/magpsf is "
                + shown
                + "; allowed is a number, true, false or null");
  }

  @ParameterizedTest
  @ValueSource(strings = {"null", "NaN", "1e400", "99999999999999999999999"})
  void aTimeThatIsNoneIsBad(String value) {
    BadEventException bad = bad("{\"run\":1,\"event\":2,\"t\":" + value + "}");
    assertThat(bad.reason()).isEqualTo(Reason.BAD_TIME);
    assertThat(bad.detail()).contains("the event time at /t is", "unit ms on scale utc");
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"5\"", "true", "{}"})
  void aTimeOfAnotherTypeIsRefused(String value) {
    assertThat(bad("{\"run\":1,\"event\":2,\"t\":" + value + "}").reason())
        .isEqualTo(Reason.WRONG_TYPE);
  }

  @Test
  void nanosecondsOfNineteenDigitsStayExact() throws BadEventException {
    EventLayout layout =
        new EventLayout(
            List.of("/id"), List.of(), new TimeField("/t", Unit.NS, Scale.UTC), List.of(), 1000);
    DecodedEvent one = new DecodedEvent(0);
    EventDecoder.of(layout).decode(bytes("{\"id\":1,\"t\":1700000000123456789}"), one);
    assertThat(one.timeNanos()).isEqualTo(1_700_000_000_123_456_789L);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"run\":1,\"event\":2,\"t\":5} x",
        "{\"run\":1,\"event\":2,\"t\":5}{}",
        "{\"run\":1,\"event\":2,\"t\":5",
        "{\"run\":1,\"event\":2,\"t\":5,}",
        "{\"run\":1,\"event\":2,\"t\":5,\"z\":[1,2}",
        "{\"run\":1,\"event\":2,\"t\":5,\"z\":\"\u0001\"}",
        "{\"run\":01,\"event\":2,\"t\":5}",
        "[1]",
        "3",
        "null",
        "   ",
        "\uFEFF{\"run\":1,\"event\":2,\"t\":5}",
      })
  void whatIsNoWellFormedObjectIsMalformed(String text) {
    assertThat(bad(text).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void otherEncodingsAreMalformed() {
    byte[] utf16 = "{\"run\":1,\"event\":2,\"t\":5}".getBytes(StandardCharsets.UTF_16LE);
    assertThat(bad(utf16).reason()).isEqualTo(Reason.MALFORMED);
    byte[] latin1 =
        "{\"run\":1,\"event\":2,\"t\":5,\"z\":\"\u00e9x\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(bad(latin1).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void aRepeatedKeyIsRefusedWhereItIsAskedFor() throws BadEventException {
    assertThat(bad("{\"run\":1,\"run\":1,\"event\":2,\"t\":5}").detail())
        .isEqualTo("the key /run stands there twice");
    assertThat(
            bad("{\"run\":1,\"event\":2,\"t\":5,\"candidate\":{},\"candidate\":{\"magpsf\":1}}")
                .reason())
        .isEqualTo(Reason.MALFORMED);
    decode("{\"run\":1,\"event\":2,\"t\":5,\"other\":1,\"other\":2}");
  }

  @Test
  void nestingWithoutEndIsMalformed() {
    String deep = "[".repeat(20_000);
    assertThat(bad("{\"run\":1,\"event\":2,\"t\":5,\"z\":" + deep + "}").reason())
        .isEqualTo(Reason.MALFORMED);
    assertThat(bad("{\"a\":".repeat(10_000)).reason()).isEqualTo(Reason.MALFORMED);
  }

  @Test
  void emptyAndTooLargePayloads() {
    assertThat(catchBad(null).reason()).isEqualTo(Reason.EMPTY);
    assertThat(catchBad(new byte[0]).reason()).isEqualTo(Reason.EMPTY);
    BadEventException large = catchBad(new byte[(1 << 16) + 1]);
    assertThat(large.reason()).isEqualTo(Reason.TOO_LARGE);
    assertThat(large.detail()).isEqualTo("65537 bytes are more than source.max-bytes: 65536");
  }

  @Test
  void pointersWithEscapesAndBlanks() throws BadEventException {
    EventLayout layout =
        new EventLayout(
            List.of("/a~1b"),
            List.of(),
            null,
            List.of(new EventLayout.Field("x", "/m~0n/ p q", null)),
            1000);
    DecodedEvent one = new DecodedEvent(1);
    EventDecoder.of(layout).decode(bytes("{\"a/b\":1,\"m~n\":{\" p q\":3}}"), one);
    assertThat(one.eventId()).isEqualTo("1");
    assertThat(one.fields()).containsExactly(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"run", "", "/a~2", "a/b"})
  void malformedPointersAreRefused(String pointer) {
    assertThatThrownBy(() -> new EventLayout(List.of(pointer), List.of(), null, List.of(), 1000))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + pointer + "\" is no JSON pointer");
  }

  @Test
  void aPlaceInsideAnIdIsRefused() {
    assertThatThrownBy(
            () ->
                new EventLayout(
                    List.of("/a"),
                    List.of(),
                    null,
                    List.of(new EventLayout.Field("x", "/a/b", null)),
                    1000))
        .hasMessage("/a is asked for as a number or an id, and so cannot hold /a/b");
  }

  private void decode(String json) throws BadEventException {
    decoder.decode(bytes(json), event);
  }

  private BadEventException bad(String json) {
    return catchBad(bytes(json));
  }

  private BadEventException bad(byte[] payload) {
    return catchBad(payload);
  }

  private BadEventException catchBad(byte @Nullable [] payload) {
    BadEventException bad =
        catchThrowableOfType(BadEventException.class, () -> decoder.decode(payload, event));
    assertThat(bad).isNotNull();
    return bad;
  }

  private static byte[] bytes(String json) {
    return json.getBytes(StandardCharsets.UTF_8);
  }
}
