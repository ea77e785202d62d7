package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.Role;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void survivesItsStoredForm() throws Exception {
    Tally tally = new Tally();
    tally.received(41);
    tally.scored(Role.PHYSICS);
    tally.candidate(Role.PHYSICS);
    tally.watched(true);
    tally.received(42);
    tally.scored(Role.INJECTION);
    tally.received(44);
    tally.filtered();
    tally.received(45);
    tally.deadLettered();

    JsonNode json =
        new ObjectMapper()
            .readTree(Tally.fromBytes(tally.toBytes()).toJson("t", 3, "ab12", 7, 999, 0));

    assertThat(json.toString())
        .isEqualTo(
            """
            {"time":"1970-01-01T00:00:00Z","topic":"t","partition":3,"first_offset":41,\
            "last_offset":45,"received":4,"scored":2,"filtered":1,"dead_lettered":1,"candidates":1,\
            "scored_by_role":{"physics":1,"calibration":0,"injection":1,"test":0},\
            "candidates_by_role":{"physics":1,"calibration":0,"injection":0,"test":0},\
            "watched":{"scored":1,"candidates":1},\
            "model":"ab12","activation":7,"calibration_rows":999}""");
  }

  @Test
  void refusesTheStateOfAnotherVersion() {
    assertThatThrownBy(() -> Tally.fromBytes(new byte[] {9, 0}))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another version");
  }

  @Test
  void readsTheStoreOfTheVersionWithoutWhatWasWatched() throws Exception {
    Tally now = new Tally();
    now.received(41);
    now.scored(Role.PHYSICS);
    now.candidate(Role.PHYSICS);
    now.watched(true);
    now.exposure().at(1_000);
    byte[] stored = now.toBytes();
    int counts = 1 + 14 * Long.BYTES;
    ByteBuffer old = ByteBuffer.allocate(stored.length - 2 * Long.BYTES);
    old.put(stored, 0, counts).put(stored, counts + 2 * Long.BYTES, old.remaining());
    old.put(0, (byte) 3);

    Tally read = Tally.fromBytes(old.array());

    assertThat(read.exposure().lastMillis()).isEqualTo(1_000);
    JsonNode json = new ObjectMapper().readTree(read.toJson("t", 3, "ab12", 0, 999, 0));
    assertThat(json.at("/candidates_by_role/physics").asInt()).isEqualTo(1);
    assertThat(json.at("/watched/scored").asInt(-1)).as("it was not told").isZero();
  }

  @Test
  void readsTheStoreOfTheVersionWithoutCandidatesByRole() throws Exception {
    Tally now = new Tally();
    now.received(41);
    now.scored(Role.PHYSICS);
    now.candidate(Role.PHYSICS);
    now.exposure().at(1_000);
    byte[] stored = now.toBytes();
    int counts = 1 + 10 * Long.BYTES;
    ByteBuffer old = ByteBuffer.allocate(stored.length - 6 * Long.BYTES);
    old.put(stored, 0, counts).put(stored, counts + 6 * Long.BYTES, old.remaining());
    old.put(0, (byte) 2);

    Tally read = Tally.fromBytes(old.array());

    assertThat(read.received()).isEqualTo(1);
    assertThat(read.exposure().lastMillis()).isEqualTo(1_000);
    JsonNode json = new ObjectMapper().readTree(read.toJson("t", 3, "ab12", 0, 999, 0));
    assertThat(json.at("/candidates_by_role/physics").asInt()).as("it was not told").isZero();
  }

  @Test
  void readsTheStoreOfTheVersionWithoutExposure() throws Exception {
    ByteBuffer old = ByteBuffer.allocate(1 + 10 * Long.BYTES).put((byte) 1);
    for (long count : new long[] {4, 1, 1, 1, 41, 45, 1, 0, 1, 0}) {
      old.putLong(count);
    }

    JsonNode json =
        new ObjectMapper().readTree(Tally.fromBytes(old.array()).toJson("t", 3, "ab12", 7, 999, 0));

    assertThat(json.get("received").asInt()).isEqualTo(4);
    assertThat(json.at("/scored_by_role/injection").asInt()).isEqualTo(1);
    assertThat(json.has("exposure")).isFalse();
  }
}
