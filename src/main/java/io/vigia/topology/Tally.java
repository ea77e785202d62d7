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
  private static final int FORMAT = 4;

  /** Without what was watched for drift; written no more. */
  private static final int FORMAT_3 = 3;

  /** Without candidates by role; written no more. */
  private static final int FORMAT_2 = 2;

  /** Without exposure; written no more. */
  private static final int FORMAT_1 = 1;

  private static final int COUNTS_1 = 1 + Long.BYTES * (6 + ROLES.length);
  private static final int COUNTS_3 = COUNTS_1 + Long.BYTES * ROLES.length;
  private static final int COUNTS = COUNTS_3 + Long.BYTES * 2;

  private long received;
  private long filtered;
  private long deadLettered;
  private long candidates;
  private long firstOffset = -1;
  private long lastOffset = -1;
  private final long[] scored = new long[ROLES.length];
  private final long[] candidatesByRole = new long[ROLES.length];
  private long watchedScored;
  private long watchedCandidates;
  private ExposureTally exposure = new ExposureTally();

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

  void candidate(Role role) {
    candidates++;
    candidatesByRole[role.ordinal()]++;
  }

  /** A scored physics event of a good time, beside its other counts. */
  void watched(boolean isCandidate) {
    watchedScored++;
    watchedCandidates += isCandidate ? 1 : 0;
  }

  /** What was seen of the stream. */
  ExposureTally exposure() {
    return exposure;
  }

  long received() {
    return received;
  }

  /** Of the source; -1 before the first. */
  long lastOffset() {
    return lastOffset;
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

  /** The store's form: a version byte, big-endian longs, the exposure. */
  byte[] toBytes() {
    ByteBuffer bytes = ByteBuffer.allocate(COUNTS + exposure.size()).put((byte) FORMAT);
    bytes.putLong(received).putLong(filtered).putLong(deadLettered).putLong(candidates);
    bytes.putLong(firstOffset).putLong(lastOffset);
    for (long count : scored) {
      bytes.putLong(count);
    }
    for (long count : candidatesByRole) {
      bytes.putLong(count);
    }
    bytes.putLong(watchedScored).putLong(watchedCandidates);
    exposure.write(bytes);
    return bytes.array();
  }

  static Tally fromBytes(byte[] stored) {
    int format = stored.length == 0 ? 0 : stored[0];
    boolean isOurs =
        (format == FORMAT_1 && stored.length == COUNTS_1)
            || (format == FORMAT_2 && stored.length > COUNTS_1)
            || (format == FORMAT_3 && stored.length > COUNTS_3)
            || (format == FORMAT && stored.length > COUNTS);
    if (!isOurs) {
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
    if (format >= FORMAT_3) {
      for (int i = 0; i < tally.candidatesByRole.length; i++) {
        tally.candidatesByRole[i] = bytes.getLong();
      }
    }
    if (format >= FORMAT) {
      tally.watchedScored = bytes.getLong();
      tally.watchedCandidates = bytes.getLong();
    }
    if (format != FORMAT_1) {
      tally.exposure = ExposureTally.read(bytes);
    }
    return tally;
  }

  /**
   * The record on the tallies topic.
   *
   * @param model sha-256 of the bundle that scored last
   * @param activation that put it into service; 0: the topology's own
   * @param calibrationRows that limit its p-values, as {@link BudgetReach#limitingRows}
   * @param timeMillis when it is written, ms since 1970 UTC
   */
  byte[] toJson(
      String topic,
      int partition,
      String model,
      long activation,
      long calibrationRows,
      long timeMillis) {
    ObjectNode json = MAPPER.createObjectNode();
    json.put("time", Instant.ofEpochMilli(timeMillis).toString());
    json.put("topic", topic).put("partition", partition);
    json.put("first_offset", firstOffset).put("last_offset", lastOffset);
    json.put("received", received).put("scored", scoredInAll());
    json.put("filtered", filtered).put("dead_lettered", deadLettered);
    json.put("candidates", candidates);
    putByRole(json.putObject("scored_by_role"), scored);
    putByRole(json.putObject("candidates_by_role"), candidatesByRole);
    json.putObject("watched").put("scored", watchedScored).put("candidates", watchedCandidates);
    json.put("model", model).put("activation", activation);
    if (calibrationRows > 0) {
      json.put("calibration_rows", calibrationRows);
    }
    exposure.addTo(json);
    return json.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static void putByRole(ObjectNode json, long[] counts) {
    for (Role role : ROLES) {
      json.put(role.label(), counts[role.ordinal()]);
    }
  }
}
