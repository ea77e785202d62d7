package io.vigia.event;

import org.jspecify.annotations.Nullable;

/**
 * One decoded event, reused from record to record by the one task that owns it: the hot path
 * allocates no event objects. Copy what must outlive the next record.
 */
public final class DecodedEvent {
  /** No event time was asked for; the record's Kafka timestamp stands in. */
  public static final long NO_TIME = Long.MIN_VALUE;

  private final double[] fields;
  private String eventId = "";
  private @Nullable String objectId;
  private long timeNanos = NO_TIME;

  public DecodedEvent(int fields) {
    this.fields = new double[fields];
  }

  /** Values in the order of {@link EventLayout#fields()}; NaN is missing. */
  public double[] fields() {
    return fields;
  }

  /** The event's id, exact to the digit, parts joined by {@code :}. */
  public String eventId() {
    return eventId;
  }

  /** The id of the object this event belongs to, or null where the source names none. */
  public @Nullable String objectId() {
    return objectId;
  }

  /** The object id, else the event id: the key of every record that leaves. */
  public String key() {
    String object = objectId;
    return object != null ? object : eventId;
  }

  /** Event time, ns since 1970 UTC, or {@link #NO_TIME}. */
  public long timeNanos() {
    return timeNanos;
  }

  public void identify(String eventId, @Nullable String objectId, long timeNanos) {
    this.eventId = eventId;
    this.objectId = objectId;
    this.timeNanos = timeNanos;
  }
}
