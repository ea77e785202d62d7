package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class ExposureTallyTest {
  private static final long GAP = 60_000;

  private static String json(ExposureTally tally) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    tally.addTo(json);
    return json.toString();
  }

  private static ExposureTally stored(ExposureTally tally) {
    ByteBuffer bytes = ByteBuffer.allocate(tally.size());
    tally.write(bytes);
    assertThat(bytes.hasRemaining()).isFalse();
    return ExposureTally.read(bytes.flip());
  }

  private static void event(ExposureTally tally, long second, double weight) {
    tally.at(1_000 * second);
    tally.covered(1_000 * second, GAP);
    tally.counted(weight);
  }

  @Test
  void tellsStretchesWithoutLongGaps() {
    ExposureTally tally = new ExposureTally();
    for (long second : new long[] {100, 160, 150, 40, 300, 310}) {
      event(tally, second, 2);
    }

    assertThat(json(tally))
        .isEqualTo(
            """
            {"first_event_time":"1970-01-01T00:00:40Z","last_event_time":"1970-01-01T00:05:10Z",\
            "weighted_physics":12.0,"exposure":{"weighted_physics":12.0,"live":[\
            ["1970-01-01T00:00:40Z","1970-01-01T00:02:40Z"],\
            ["1970-01-01T00:05:00Z","1970-01-01T00:05:10Z"]]}}""");
  }

  @Test
  void tellsEventsAndStretchesOnceAndTheOpenOneAgain() {
    ExposureTally tally = new ExposureTally();
    event(tally, 0, 1);
    event(tally, 100, 1);
    tally.told();
    event(tally, 110, 1);

    assertThat(json(tally))
        .contains("\"weighted_physics\":3.0,\"exposure\":{\"weighted_physics\":1.0")
        .contains("\"live\":[[\"1970-01-01T00:01:40Z\",\"1970-01-01T00:01:50Z\"]]");
  }

  @Test
  void countsEventsOfSegments() {
    ExposureTally tally = new ExposureTally();
    tally.at(5);
    tally.inSegment("1:7", 23.31, 1, 4);
    tally.inSegment("1:7", 23.31, 0, 0);
    tally.inSegment("1:8", 23.31, 1, 1);

    assertThat(json(tally))
        .contains(
            """
            "segments":[{"id":"1:7","seconds":23.31,"events":1,"weighted_physics":4.0},\
            {"id":"1:8","seconds":23.31,"events":1,"weighted_physics":1.0}]""");
  }

  @Test
  void survivesItsStoredForm() {
    ExposureTally tally = new ExposureTally();
    event(tally, 0, 1);
    event(tally, 1_000, 3);
    tally.told();
    event(tally, 2_000, 1);
    tally.inSegment("ñ:1", 5, 1, 2);

    assertThat(json(stored(tally))).isEqualTo(json(tally));
  }

  @Test
  void doesNotLetMuchWait() {
    ExposureTally tally = new ExposureTally();
    for (int i = 0; i < 64; i++) {
      assertThat(tally.isFull()).isFalse();
      event(tally, 100L * i, 1);
    }
    event(tally, 6_400, 1);
    assertThat(tally.isFull()).isTrue();
    tally.told();
    assertThat(tally.isFull()).isFalse();
  }
}
