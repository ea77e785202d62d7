package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordTimeTest {
  @Test
  void recordWithoutATimestampNeitherStopsTheStreamNorIsDropped() {
    assertThat(extracted(-1)).isZero();
    assertThat(extracted(-62_135_596_800_000L)).isZero(); // the zero time of Go
    assertThat(extracted(1_700_000_000_000L)).isEqualTo(1_700_000_000_000L);
  }

  private static long extracted(long timestamp) {
    return new RecordTime()
        .extract(
            new ConsumerRecord<>(
                "t",
                0,
                0,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                "k",
                "v",
                new RecordHeaders(),
                Optional.empty()),
            7);
  }
}
