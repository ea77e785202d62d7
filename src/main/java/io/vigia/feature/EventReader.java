package io.vigia.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventLayout;
import io.vigia.event.Role;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payload bytes to feature vector: decode, role, cuts, features, in this order. Owned by one
 * thread; what {@link #event()} and {@link #vector()} return is overwritten by the next {@link
 * #read}.
 */
public final class EventReader {
  /**
   * @param layout identity, time and size limit; its fields are those of {@code schema}
   * @param roles role to boolean expression; the first that holds wins, else physics
   * @param carry fields to copy into candidates and alerts: names from the schema's fields, or JSON
   *     pointers
   * @throws IllegalArgumentException naming the expression that does not compile
   */
  public static EventReader of(
      EventLayout layout, Map<Role, String> roles, FeatureSchema schema, List<String> carry) {
    throw new UnsupportedOperationException("contract");
  }

  private EventReader() {}

  /**
   * Reads one payload.
   *
   * @return null when the event passed every cut and {@link #vector()} is filled; else the name of
   *     the first cut that it failed (then identity, role and time are set, the vector is not)
   * @throws BadEventException when the event must become a dead letter
   */
  public @Nullable String read(byte @Nullable [] payload) throws BadEventException {
    throw new UnsupportedOperationException("contract");
  }

  public DecodedEvent event() {
    throw new UnsupportedOperationException("contract");
  }

  public Role role() {
    throw new UnsupportedOperationException("contract");
  }

  /** The vector of the last event read, every value finite. */
  public float[] vector() {
    throw new UnsupportedOperationException("contract");
  }

  /** The carried fields as they stood in the payload, scalars only; absent ones are null. */
  public ObjectNode carried(byte[] payload) {
    throw new UnsupportedOperationException("contract");
  }
}
