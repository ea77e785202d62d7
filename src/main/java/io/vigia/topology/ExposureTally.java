package io.vigia.topology;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What one source partition saw of the stream: which stretches of event time its physics events
 * cover, which segments, and how many events, each as often as its weight says. The desk puts the
 * partitions together. Cumulative but for stretches and segments, of which those are kept that no
 * tally has told. Mutable: every event changes it.
 */
final class ExposureTally {
  /** So many that wait to be told are told at once. */
  private static final int MOST = 64;

  private static final long NEVER = Long.MIN_VALUE;

  private record Stretch(long fromMillis, long toMillis) {}

  /** A segment of known length. */
  private static final class Segment {
    private final String id;
    private final double seconds;
    private long events;
    private double weighted;

    private Segment(String id, double seconds) {
      this.id = id;
      this.seconds = seconds;
    }
  }

  private double weighted;
  private double toldWeighted;
  private long firstMillis = NEVER;
  private long lastMillis = NEVER;
  private long fromMillis = NEVER;
  private long toMillis = NEVER;
  private final List<Stretch> stretches = new ArrayList<>();
  private final List<Segment> segments = new ArrayList<>();

  /** An event has this time; the first and last are kept. */
  void at(long timeMillis) {
    if (timeMillis > lastMillis) {
      lastMillis = timeMillis;
    }
    if (timeMillis < firstMillis || firstMillis == NEVER) {
      firstMillis = timeMillis;
    }
  }

  /**
   * The stream was watched at this time.
   *
   * @param maxGapMillis a gap between events up to this length is covered
   */
  void covered(long timeMillis, long maxGapMillis) {
    if (fromMillis == NEVER
        || timeMillis > toMillis + maxGapMillis
        || timeMillis < fromMillis - maxGapMillis) {
      if (fromMillis != NEVER) {
        stretches.add(new Stretch(fromMillis, toMillis));
      }
      fromMillis = timeMillis;
      toMillis = timeMillis;
    } else if (timeMillis > toMillis) {
      toMillis = timeMillis;
    } else if (timeMillis < fromMillis) {
      fromMillis = timeMillis;
    }
  }

  /**
   * An event of a segment whose length is known.
   *
   * @param scored 1, or 0 for one that failed a cut
   */
  void inSegment(String id, double seconds, int scored, double weight) {
    Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
    if (last == null || !last.id.equals(id)) {
      last = new Segment(id, seconds);
      segments.add(last);
    }
    last.events += scored;
    last.weighted += weight;
  }

  /** A scored event counts. */
  void counted(double weight) {
    weighted += weight;
  }

  long lastMillis() {
    return lastMillis;
  }

  /** Whether so much waits to be told that it must not wait longer. */
  boolean isFull() {
    return stretches.size() >= MOST || segments.size() >= MOST;
  }

  /** What waited is told. */
  void told() {
    toldWeighted = weighted;
    stretches.clear();
    // The segment that may go on is kept, so that what comes of it is told again.
    Segment last = segments.isEmpty() ? null : segments.get(segments.size() - 1);
    segments.clear();
    if (last != null) {
      segments.add(new Segment(last.id, last.seconds));
    }
  }

  int size() {
    int size = 6 * Long.BYTES + 2 * Integer.BYTES;
    if (!somethingWaits()) {
      return size;
    }
    size += stretches.size() * 2 * Long.BYTES;
    for (Segment segment : segments) {
      size += Integer.BYTES + utf8(segment.id).length + 3 * Long.BYTES;
    }
    return size;
  }

  void write(ByteBuffer bytes) {
    bytes.putDouble(weighted).putDouble(toldWeighted);
    bytes.putLong(firstMillis).putLong(lastMillis).putLong(fromMillis).putLong(toMillis);
    bytes.putInt(stretches.size()).putInt(segments.size());
    if (somethingWaits()) {
      writeWaiting(bytes);
    }
  }

  /** Mostly nothing does: a count is stored for every event. */
  private boolean somethingWaits() {
    return !stretches.isEmpty() || !segments.isEmpty();
  }

  private void writeWaiting(ByteBuffer bytes) {
    for (Stretch one : stretches) {
      bytes.putLong(one.fromMillis).putLong(one.toMillis);
    }
    for (Segment one : segments) {
      byte[] id = utf8(one.id);
      bytes.putInt(id.length).put(id);
      bytes.putDouble(one.seconds).putLong(one.events).putDouble(one.weighted);
    }
  }

  static ExposureTally read(ByteBuffer bytes) {
    ExposureTally tally = new ExposureTally();
    tally.weighted = bytes.getDouble();
    tally.toldWeighted = bytes.getDouble();
    tally.firstMillis = bytes.getLong();
    tally.lastMillis = bytes.getLong();
    tally.fromMillis = bytes.getLong();
    tally.toMillis = bytes.getLong();
    int stretches = bytes.getInt();
    int segments = bytes.getInt();
    for (int i = 0; i < stretches; i++) {
      tally.stretches.add(new Stretch(bytes.getLong(), bytes.getLong()));
    }
    for (int i = 0; i < segments; i++) {
      byte[] id = new byte[bytes.getInt()];
      bytes.get(id);
      Segment segment = new Segment(new String(id, StandardCharsets.UTF_8), bytes.getDouble());
      segment.events = bytes.getLong();
      segment.weighted = bytes.getDouble();
      tally.segments.add(segment);
    }
    return tally;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Adds it to the record of the tallies topic; nothing where no event had a time. */
  void addTo(ObjectNode json) {
    if (lastMillis == NEVER) {
      return;
    }
    json.put("first_event_time", Instant.ofEpochMilli(firstMillis).toString());
    json.put("last_event_time", Instant.ofEpochMilli(lastMillis).toString());
    json.put("weighted_physics", weighted);
    ObjectNode exposure = json.putObject("exposure");
    exposure.put("weighted_physics", weighted - toldWeighted);
    ArrayNode live = exposure.putArray("live");
    for (Stretch one : stretches) {
      addStretch(live, one.fromMillis, one.toMillis);
    }
    if (fromMillis != NEVER) {
      addStretch(live, fromMillis, toMillis);
    }
    if (!segments.isEmpty()) {
      ArrayNode list = exposure.putArray("segments");
      for (Segment one : segments) {
        list.addObject()
            .put("id", one.id)
            .put("seconds", one.seconds)
            .put("events", one.events)
            .put("weighted_physics", one.weighted);
      }
    }
  }

  private static void addStretch(ArrayNode live, long fromMillis, long toMillis) {
    live.addArray()
        .add(Instant.ofEpochMilli(fromMillis).toString())
        .add(Instant.ofEpochMilli(toMillis).toString());
  }
}
