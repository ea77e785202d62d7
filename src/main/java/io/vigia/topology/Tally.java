package io.vigia.topology;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.Role;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * Cumulative counts of one source partition by outcome. {@code received = scored + filtered +
 * dead_lettered} always. Lives in the score application's store, so a count and the record that it
 * counts are committed in one transaction. Mutable: every event changes it.
 */
final class Tally {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Role[] ROLES = Role.values();
  private static final int FORMAT = 1;
  private static final int LONGS = 6 + ROLES.length;

  private long received;
  private long filtered;
  private long deadLettered;
  private long candidates;
  private long firstOffset = -1;
  private long lastOffset = -1;
  private final long[] scored = new long[ROLES.length];

  /** Counts one input record; exactly one of the outcomes must follow. */
  void received(long offset) {
    if (received++ == 0) {
      firstOffset = offset;
    }
    lastOffset = offset;
  }

  void scored(Role role) {
    scored[role.ordinal()]++;
  }

  void filtered() {
    filtered++;
  }

  void deadLettered() {
    deadLettered++;
  }

  void candidate() {
    candidates++;
  }

  long received() {
    return received;
  }

  long scoredInAll() {
    long sum = 0;
    for (long count : scored) {
      sum += count;
    }
    return sum;
  }

  long filteredInAll() {
    return filtered;
  }

  long deadLetteredInAll() {
    return deadLettered;
  }

  /** The store's form: a version byte and big-endian longs. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(1 + Long.BYTES * LONGS).put((byte) FORMAT);
    bytes.putLong(received).putLong(filtered).putLong(deadLettered).putLong(candidates);
    bytes.putLong(firstOffset).putLong(lastOffset);
    for (long count : scored) {
      bytes.putLong(count);
    }
    return bytes.array();
  }

  static Tally fromBytes(byte[] stored) {
    if (stored.length != 1 + Long.BYTES * LONGS || stored[0] != FORMAT) {
      throw new IllegalStateException(
          "the tally in the state store has "
              + stored.length
              + " bytes and is not of format "
              + FORMAT
              + ": the state belongs to another version of vigia");
    }
    ByteBuffer bytes = ByteBuffer.wrap(stored, 1, stored.length - 1);
    Tally tally = new Tally();
    tally.received = bytes.getLong();
    tally.filtered = bytes.getLong();
    tally.deadLettered = bytes.getLong();
    tally.candidates = bytes.getLong();
    tally.firstOffset = bytes.getLong();
    tally.lastOffset = bytes.getLong();
    for (int i = 0; i < tally.scored.length; i++) {
      tally.scored[i] = bytes.getLong();
    }
    return tally;
  }

  /**
   * The record on the tallies topic.
   *
   * @param timeMillis when it is written, ms since 1970 UTC
   */
  byte[] toJson(String topic, int partition, long timeMillis) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("time", Instant.ofEpochMilli(timeMillis).toString());
    json.put("topic", topic).put("partition", partition);
    json.put("first_offset", firstOffset).put("last_offset", lastOffset);
    json.put("received", received).put("scored", scoredInAll());
    json.put("filtered", filtered).put("dead_lettered", deadLettered);
    json.put("candidates", candidates);
    ObjectNode byRole = json.putObject("scored_by_role");
    for (Role role : ROLES) {
      byRole.put(role.label(), scored[role.ordinal()]);
    }
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }
}
