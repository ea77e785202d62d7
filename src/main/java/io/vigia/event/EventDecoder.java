package io.vigia.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.io.NumberInput;
import com.fasterxml.jackson.core.json.JsonReadFeature;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * JSON bytes (RFC 8259, UTF-8) to the numeric fields, identity and time of an event: one pass of a
 * streaming parser, no tree. What the layout does not ask for is skipped, but the whole payload has
 * to be well-formed. Owned by one thread.
 *
 * <p>Numbers: {@code true} is 1, {@code false} 0. Absent, {@code null}, {@code NaN}, {@code
 * Infinity} (both as Python writes them), a number beyond the range of a double and the declared
 * sentinel are missing: NaN. A string, object or array is a wrong type.
 *
 * <p>The last part {@code -} of a pointer into an array, in RFC 6901 the place after the last
 * element, is the number of its elements; as a part of an object it is the key of that name.
 *
 * <p>Ids: integers of any size as they are written, and strings; see {@link IdentityText}. Absent,
 * {@code null} and empty are missing. An event may lack its object id as a whole (then it has
 * none), not a part of it.
 *
 * <p>Repeated keys: refused as malformed where the repeated key is asked for or leads there, since
 * readers differ in which one counts (RFC 8259, section 4); elsewhere not looked for.
 */
public final class EventDecoder {
  static final JsonFactory JSON =
      JsonFactory.builder()
          .enable(StreamReadFeature.USE_FAST_DOUBLE_PARSER)
          .enable(JsonReadFeature.ALLOW_NON_NUMERIC_NUMBERS)
          .disable(JsonFactory.Feature.CHARSET_DETECTION)
          .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
          // Names that collide on purpose must cost time, not an exception of another kind.
          .disable(JsonFactory.Feature.FAIL_ON_SYMBOL_HASH_OVERFLOW)
          .build();

  private static final int LESSON_EVERY = 64;

  private final EventLayout layout;
  private final PointerTrie root;
  private final IdentityText eventId;
  private final IdentityText objectId;
  private final @Nullable EventTime clock;
  private final FlatObject quick = new FlatObject(new QuickSink());
  private final List<String> names = new ArrayList<>();
  private boolean flat;
  private long payloads;
  private long nextLesson;
  private double[] fields = {};
  private long timeNanos;

  private EventDecoder(EventLayout layout) {
    this.layout = layout;
    TimeField time = layout.time();
    this.root = PointerTrie.of(layout.eventId(), layout.objectId(), time, layout.fields());
    this.eventId = new IdentityText(layout.eventId().size());
    this.objectId = new IdentityText(layout.objectId().size());
    this.clock = time == null ? null : new EventTime(time);
  }

  public static EventDecoder of(EventLayout layout) {
    return new EventDecoder(layout);
  }

  /**
   * Decodes one payload.
   *
   * @param event made for this layout's number of fields; without identity after an exception
   * @throws BadEventException with stage {@link Stage#DECODE}; nothing else, whatever the bytes
   */
  public void decode(byte @Nullable [] payload, DecodedEvent event) throws BadEventException {
    event.identify("", null, DecodedEvent.NO_TIME);
    fields = event.fields();
    clear();
    payloads++;
    if (payload == null || payload.length == 0) {
      throw DecodeFailure.of(Reason.EMPTY, "the record has no payload; a JSON object is expected");
    }
    if (payload.length > layout.maxBytes()) {
      throw DecodeFailure.of(
          Reason.TOO_LARGE,
          payload.length + " bytes are more than source.max-bytes: " + layout.maxBytes());
    }
    if (!quick.read(payload)) {
      clear();
      parse(payload);
    }
    event.identify(identity(), object(), time());
  }

  private void clear() {
    Arrays.fill(fields, Double.NaN);
    eventId.clear();
    objectId.clear();
    timeNanos = DecodedEvent.NO_TIME;
  }

  private void parse(byte[] payload) throws BadEventException {
    names.clear();
    flat = true;
    try (JsonParser parser = JSON.createParser(payload, 0, payload.length)) {
      document(parser);
    } catch (IOException e) {
      throw DecodeFailure.malformed(e);
    }
    // A stream without a common form must not pay for a lesson with each event.
    if (flat && payloads >= nextLesson) {
      quick.remember(names, root);
      nextLesson = payloads + LESSON_EVERY;
    }
  }

  private void document(JsonParser parser) throws IOException, BadEventException {
    JsonToken first = parser.nextToken();
    if (first != JsonToken.START_OBJECT) {
      throw DecodeFailure.of(
          Reason.MALFORMED,
          first == null
              ? "only white space"
              : "not a JSON object but " + DecodeFailure.shown(parser, first));
    }
    object(parser, root);
    if (parser.nextToken() != null) {
      throw DecodeFailure.of(Reason.MALFORMED, "more than one JSON value in one record");
    }
  }

  private void object(JsonParser parser, PointerTrie node) throws IOException, BadEventException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken token = parser.nextToken();
      if (node == root) {
        names.add(name);
        flat &= !token.isStructStart();
      }
      PointerTrie child = node.child(name);
      if (child == null) {
        skip(parser, token);
      } else if (child.metIn == payloads) {
        throw DecodeFailure.of(
            Reason.MALFORMED, "the key " + child.pointer + " stands there twice");
      } else {
        child.metIn = payloads;
        value(parser, token, child);
      }
    }
  }

  private void array(JsonParser parser, PointerTrie node) throws IOException, BadEventException {
    int index = 0;
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY;
        token = parser.nextToken()) {
      PointerTrie child = node.element(index++);
      if (child == null) {
        skip(parser, token);
      } else {
        value(parser, token, child);
      }
    }
    PointerTrie length = node.length();
    if (length != null) {
      fill(length, index);
    }
  }

  private static void skip(JsonParser parser, JsonToken token) throws IOException {
    if (token.isStructStart()) {
      parser.skipChildren();
    }
  }

  private void value(JsonParser parser, JsonToken token, PointerTrie node)
      throws IOException, BadEventException {
    if (node.isLeaf()) {
      leaf(parser, token, node);
    } else if (token == JsonToken.START_OBJECT) {
      object(parser, node);
    } else if (token == JsonToken.START_ARRAY && node.hasElements()) {
      array(parser, node);
    } else {
      skip(parser, token);
    }
  }

  private void leaf(JsonParser parser, JsonToken token, PointerTrie node)
      throws IOException, BadEventException {
    if (token == JsonToken.VALUE_NULL) {
      return;
    }
    if (node.slots.length > 0) {
      fill(node, number(parser, token, node));
    }
    if (node.time) {
      timeNanos = reading(parser, token, node);
    }
    identify(parser, token, node, eventId, node.eventIdParts);
    identify(parser, token, node, objectId, node.objectIdParts);
  }

  private void fill(PointerTrie node, double value) {
    for (int i = 0; i < node.slots.length; i++) {
      fields[node.slots[i]] = value == node.sentinels[i] ? Double.NaN : value;
    }
  }

  private double number(JsonParser parser, JsonToken token, PointerTrie node)
      throws IOException, BadEventException {
    switch (token) {
      case VALUE_NUMBER_INT:
        return isLong(parser) ? parser.getLongValue() : finite(text(parser));
      case VALUE_NUMBER_FLOAT:
        return parser.isNaN() ? Double.NaN : finite(text(parser));
      case VALUE_TRUE:
        return 1;
      case VALUE_FALSE:
        return 0;
      default:
        String name = layout.fields().get(node.slots[0]).name();
        throw DecodeFailure.wrongType(
            parser, token, "field " + name, node.pointer, "a number, true, false or null");
    }
  }

  private static boolean isLong(JsonParser parser) throws IOException {
    return parser.getNumberType() != JsonParser.NumberType.BIG_INTEGER;
  }

  /** From the parser's own characters: no String for each number. */
  private static double text(JsonParser parser) throws IOException {
    return NumberInput.parseDouble(
        parser.getTextCharacters(), parser.getTextOffset(), parser.getTextLength(), true);
  }

  private static double finite(double value) {
    return Double.isInfinite(value) ? Double.NaN : value;
  }

  private void identify(
      JsonParser parser, JsonToken token, PointerTrie node, IdentityText id, int[] parts)
      throws IOException, BadEventException {
    if (parts.length == 0) {
      return;
    }
    boolean integer = token == JsonToken.VALUE_NUMBER_INT;
    String what = id == eventId ? "the event id" : "the object id";
    if (!integer && token != JsonToken.VALUE_STRING) {
      throw DecodeFailure.wrongType(parser, token, what, node.pointer, "an integer or a string");
    }
    int length = parser.getTextLength();
    if (length > IdentityText.LONGEST) {
      String allowed = "at most " + IdentityText.LONGEST + " characters";
      throw DecodeFailure.wrongType(parser, token, what, node.pointer, allowed);
    }
    for (int part : parts) {
      if (integer) {
        id.number(part, parser.getTextCharacters(), parser.getTextOffset(), length);
      } else if (length > 0) {
        id.string(part, parser.getTextCharacters(), parser.getTextOffset(), length);
      }
    }
  }

  private long reading(JsonParser parser, JsonToken token, PointerTrie node)
      throws IOException, BadEventException {
    TimeField field = layout.time();
    EventTime time = clock;
    if (field == null || time == null) {
      return DecodedEvent.NO_TIME;
    }
    boolean iso = field.unit() == TimeField.Unit.ISO;
    long nanos;
    if (iso && token == JsonToken.VALUE_STRING) {
      nanos = time.ofText(parser.getText());
    } else if (!iso && token == JsonToken.VALUE_NUMBER_INT) {
      nanos =
          isLong(parser)
              ? time.ofInteger(parser.getLongValue())
              : time.ofDecimal(parser.getDecimalValue());
    } else if (!iso && token == JsonToken.VALUE_NUMBER_FLOAT) {
      nanos = parser.isNaN() ? DecodedEvent.NO_TIME : time.ofDecimal(parser.getDecimalValue());
    } else {
      String allowed = iso ? "a string such as 2017-01-04T10:11:58.6Z" : "a number";
      throw DecodeFailure.wrongType(parser, token, "the event time", node.pointer, allowed);
    }
    if (nanos == DecodedEvent.NO_TIME) {
      throw DecodeFailure.of(
          Reason.BAD_TIME,
          "the event time at "
              + node.pointer
              + " is "
              + DecodeFailure.shown(parser, token)
              + "; "
              + field.allowed());
    }
    return nanos;
  }

  private String identity() throws BadEventException {
    int absent = eventId.firstAbsent();
    if (absent >= 0) {
      throw DecodeFailure.of(
          Reason.MISSING_ID,
          "the event id at " + layout.eventId().get(absent) + " is absent, null or empty");
    }
    return eventId.text();
  }

  private @Nullable String object() throws BadEventException {
    List<String> pointers = layout.objectId();
    if (pointers.isEmpty() || objectId.isAbsent()) {
      return null;
    }
    int absent = objectId.firstAbsent();
    if (absent >= 0) {
      throw DecodeFailure.of(
          Reason.MISSING_ID,
          "a part of the object id, at " + pointers.get(absent) + ", is absent, null or empty");
    }
    return objectId.text();
  }

  private long time() throws BadEventException {
    TimeField field = layout.time();
    if (field != null && timeNanos == DecodedEvent.NO_TIME) {
      throw DecodeFailure.of(
          Reason.BAD_TIME,
          "the event time at " + field.pointer() + " is absent or null; " + field.allowed());
    }
    return timeNanos;
  }

  /** Fills in what the quick way reads, as {@link #leaf} does. */
  private final class QuickSink implements FlatObject.Sink {
    @Override
    public void number(PointerTrie node, double value) {
      fill(node, finite(value));
    }

    @Override
    public boolean time(PointerTrie node, long integer) {
      return isTime(iso() || clock == null ? DecodedEvent.NO_TIME : clock.ofInteger(integer));
    }

    @Override
    public boolean time(PointerTrie node, BigDecimal decimal) {
      return isTime(iso() || clock == null ? DecodedEvent.NO_TIME : clock.ofDecimal(decimal));
    }

    @Override
    public boolean time(PointerTrie node, String text) {
      return isTime(!iso() || clock == null ? DecodedEvent.NO_TIME : clock.ofText(text));
    }

    private boolean iso() {
      TimeField field = layout.time();
      return field != null && field.unit() == TimeField.Unit.ISO;
    }

    private boolean isTime(long nanos) {
      timeNanos = nanos;
      return nanos != DecodedEvent.NO_TIME;
    }

    @Override
    public void identity(PointerTrie node, boolean integer, char[] text, int length) {
      put(eventId, node.eventIdParts, integer, text, length);
      put(objectId, node.objectIdParts, integer, text, length);
    }

    private static void put(
        IdentityText id, int[] parts, boolean integer, char[] text, int length) {
      for (int part : parts) {
        if (integer) {
          id.number(part, text, 0, length);
        } else {
          id.string(part, text, 0, length);
        }
      }
    }
  }
}
