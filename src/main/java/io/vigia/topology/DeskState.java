package io.vigia.topology;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.alert.Outcome;
import io.vigia.calibration.EventRate;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What the desk remembers, in its store: the rate of scored physics events of each source partition
 * and what it has counted. A few hundred bytes, rewritten at each change.
 */
final class DeskState {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String KEY = "desk";
  private static final long SILENCE_MS = 5_000;

  private final StoredJson store;
  private final Memory memory;

  private DeskState(StoredJson store, Memory memory) {
    this.store = store;
    this.memory = memory;
  }

  static DeskState load(StoredJson store) {
    JsonNode stored = store.get(KEY);
    try {
      Memory memory = stored == null ? new Memory() : MAPPER.treeToValue(stored, Memory.class);
      if (!memory.decides) {
        memory.undecided = memory.candidates;
        memory.decides = true;
      }
      return new DeskState(store, memory);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the desk's state belongs to another version of vigia", e);
    }
  }

  /** Takes a partition's tally into the rate. */
  void tallied(String partition, long timeMillis, long received, long physicsScored) {
    EventRate before = memory.rates.get(partition);
    memory.rates.put(
        partition,
        before == null
            ? EventRate.startingAt(timeMillis, physicsScored)
            : before.after(timeMillis, physicsScored));
    memory.received.put(partition, received);
    save();
  }

  void candidate(long timestamp) {
    memory.candidates++;
    memory.lastCandidate = timestamp;
    save();
  }

  void alert() {
    memory.alerts++;
    save();
  }

  void decided(Outcome outcome) {
    memory.decisions.merge(outcome.label(), 1L, Long::sum);
    save();
  }

  /**
   * Scored physics events a second over all partitions, or null while none has a rate. A partition
   * without news for some seconds has had no events.
   */
  @Nullable Double physicsHertz(long now) {
    double sum = 0;
    boolean known = false;
    for (EventRate rate : memory.rates.values()) {
      Double hertz = rate.hertzAt(now, SILENCE_MS);
      if (hertz != null) {
        sum += hertz;
        known = true;
      }
    }
    return known ? sum : null;
  }

  long received() {
    return memory.received.values().stream().mapToLong(Long::longValue).sum();
  }

  long candidates() {
    return memory.candidates;
  }

  long alerts() {
    return memory.alerts;
  }

  /** Decisions by the label of their outcome. */
  Map<String, Long> decisions() {
    return memory.decisions;
  }

  /** Candidates that wait for a decision. */
  long held() {
    return memory.candidates
        - memory.undecided
        - memory.decisions.values().stream().mapToLong(Long::longValue).sum();
  }

  /** Kafka timestamp of the last candidate, ms since 1970 UTC, 0 before the first. */
  long lastCandidate() {
    return memory.lastCandidate;
  }

  private void save() {
    store.put(KEY, MAPPER.valueToTree(memory));
  }

  /** The stored form. */
  static final class Memory {
    public Map<String, EventRate> rates = new TreeMap<>();
    public Map<String, Long> received = new TreeMap<>();
    public Map<String, Long> decisions = new TreeMap<>();
    public long candidates;

    /** Whether the candidates before are told apart from those decided on. */
    public boolean decides;

    /** Candidates of the time before there were decisions. */
    public long undecided;

    public long alerts;
    public long lastCandidate;
  }
}
