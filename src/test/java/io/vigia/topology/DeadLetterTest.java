package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.event.Reason;
import io.vigia.event.Stage;
import java.util.Arrays;
import org.apache.commons.codec.digest.DigestUtils;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeadLetterTest {
  private static final Origin ORIGIN = new Origin("dimuon.events", 3, 8_000_000_123L, 1_700_000L);
  private static final BadEventException FAILURE =
      new BadEventException(Stage.DECODE, Reason.MALFORMED, "not JSON: byte 0 is 'x'");

  @Test
  void keepsTheOriginalBytesKeyAndHeadersAndSaysWhatHappened() {
    Headers headers = new RecordHeaders().add("trace", "abc".getBytes(UTF_8));
    Record<byte[], byte[]> letter = deadLetter("k".getBytes(UTF_8), "xyz".getBytes(UTF_8), headers);

    assertThat(letter.key()).asString(UTF_8).isEqualTo("dimuon.events-3-8000000123");
    assertThat(letter.value()).asString(UTF_8).isEqualTo("xyz");
    assertThat(letter.timestamp()).isEqualTo(77);
    assertThat(header(letter, "trace")).isEqualTo("abc");
    assertThat(header(letter, "vigia.stage")).isEqualTo("decode");
    assertThat(header(letter, "vigia.reason")).isEqualTo("malformed");
    assertThat(header(letter, "vigia.detail")).isEqualTo("not JSON: byte 0 is 'x'");
    assertThat(header(letter, "vigia.origin.topic")).isEqualTo("dimuon.events");
    assertThat(header(letter, "vigia.origin.partition")).isEqualTo("3");
    assertThat(header(letter, "vigia.origin.offset")).isEqualTo("8000000123");
    assertThat(header(letter, "vigia.origin.timestamp")).isEqualTo("1700000");
    assertThat(header(letter, "vigia.original-key")).isEqualTo("k");
    assertThat(header(letter, "vigia.truncated")).isNull();
  }

  @Test
  void marksAndDigestsWhatTheBrokerWouldRefuse() {
    byte[] huge = new byte[DeadLetter.MAX_BYTES + 1];
    Arrays.fill(huge, (byte) '7');
    Record<byte[], byte[]> letter = deadLetter(null, huge, new RecordHeaders());

    assertThat(letter.value()).hasSize(DeadLetter.PREFIX_BYTES).containsOnly('7');
    assertThat(header(letter, "vigia.truncated")).isEqualTo("true");
    assertThat(header(letter, "vigia.length")).isEqualTo("1000001");
    assertThat(header(letter, "vigia.sha256")).isEqualTo(DigestUtils.sha256Hex(huge));
  }

  @Test
  void cutsHeadersThatWouldMakeItTooLarge() {
    Headers headers = new RecordHeaders().add("small", new byte[10]).add("big", new byte[900_000]);
    Record<byte[], byte[]> letter = deadLetter(null, new byte[DeadLetter.MAX_BYTES], headers);

    assertThat(letter.headers().lastHeader("small")).isNotNull();
    assertThat(letter.headers().lastHeader("big")).isNull();
    assertThat(header(letter, "vigia.headers-truncated")).isEqualTo("true");
  }

  @Test
  void staysBelowTheProducersLimitWhateverTheRecordIs() {
    Headers many = new RecordHeaders();
    for (int i = 0; i < 16_384; i++) {
      many.add("\u6f22", null);
    }
    Record<byte[], byte[]> letter =
        deadLetter(new byte[500_000], new byte[DeadLetter.MAX_BYTES], many);

    int size = letter.key().length + letter.value().length;
    for (Header header : letter.headers()) {
      int value = header.value() == null ? 0 : header.value().length;
      size += header.key().getBytes(UTF_8).length + value + 2 * 5; // two lengths as varints
    }
    assertThat(size).isLessThan(1_048_576 - 1_000); // less what the batch and the record add
    assertThat(letter.headers().lastHeader("vigia.original-key").value())
        .hasSize(DeadLetter.MAX_KEY_BYTES);
    assertThat(header(letter, "vigia.key-truncated")).isEqualTo("true");
    assertThat(header(letter, "vigia.headers-truncated")).isEqualTo("true");
  }

  @Test
  void carriesAnEmptyRecord() {
    assertThat(deadLetter(null, null, new RecordHeaders()).value()).isNull();
  }

  private static Record<byte[], byte[]> deadLetter(
      byte @Nullable [] key, byte @Nullable [] value, Headers headers) {
    return DeadLetter.of(new Record<>(key, value, 77, headers), ORIGIN, FAILURE);
  }

  private static @Nullable String header(Record<byte[], byte[]> record, String name) {
    var header = record.headers().lastHeader(name);
    return header == null ? null : new String(header.value(), UTF_8);
  }
}
