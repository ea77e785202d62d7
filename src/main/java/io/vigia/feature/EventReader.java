package io.vigia.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventDecoder;
import io.vigia.event.EventLayout;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Payload bytes to feature vector: decode, role, cuts, features, in this order. Owned by one
 * thread; what {@link #event()} and {@link #vector()} return is overwritten by the next {@link
 * #read}.
 *
 * <p>An event whose role or cut cannot be told, since a field is missing, is no event that failed
 * the cut: it is a dead letter of stage {@link Stage#SELECT}. A feature without a finite value is
 * one of stage {@link Stage#FEATURE}: {@link Reason#MISSING_FIELD} where a field that it reads is
 * missing, else {@link Reason#NOT_FINITE} (the logarithm of a negative number, a value beyond the
 * range of a float).
 */
public final class EventReader {
  private record Named<T>(T name, String what, Expression expression) {}

  private final EventLayout layout;
  private final EventDecoder decoder;
  private final DecodedEvent event;
  private final List<Named<Role>> roles;
  private final List<Named<String>> cuts;
  private final Expression[] features;
  private final FeatureSchema schema;
  private final CarriedFields carried;
  private final float[] vector;
  private Role role = Role.PHYSICS;

  /**
   * @param layout identity, time and size limit; its fields are those of {@code schema} and those
   *     that only roles read
   * @param roles role to boolean expression; the first that holds wins, else physics
   * @param carry fields to copy into candidates and alerts: names from the layout's fields, or JSON
   *     pointers
   * @throws IllegalArgumentException naming the expression that does not compile, or the field of
   *     the schema that the layout does not have
   */
  public static EventReader of(
      EventLayout layout, Map<Role, String> roles, FeatureSchema schema, List<String> carry) {
    return new EventReader(layout, roles, schema, carry);
  }

  private EventReader(
      EventLayout layout,
      Map<Role, String> roleExpressions,
      FeatureSchema schema,
      List<String> carry) {
    for (EventLayout.Field field : schema.fields()) {
      if (!layout.fields().contains(field)) {
        throw new IllegalArgumentException(
            "the schema reads " + field + "; the layout's fields are " + layout.fields());
      }
    }
    List<String> names = layout.fields().stream().map(EventLayout.Field::name).toList();
    this.layout = layout;
    this.schema = schema;
    this.decoder = EventDecoder.of(layout);
    this.event = new DecodedEvent(names.size());
    this.roles = new ArrayList<>();
    roleExpressions.forEach((one, text) -> roles.add(condition(one, "role " + one.label(), text)));
    this.cuts = new ArrayList<>();
    schema.cuts().forEach((cut, text) -> cuts.add(condition(cut, "cut " + cut, text)));
    this.features =
        schema.features().stream()
            .map(feature -> Expression.number(feature.expression(), names))
            .toArray(Expression[]::new);
    this.carried = CarriedFields.of(carry, layout.fields());
    this.vector = new float[features.length];
  }

  private <T> Named<T> condition(T name, String what, String text) {
    List<String> names = layout.fields().stream().map(EventLayout.Field::name).toList();
    Expression condition = FeatureSchema.compiled(what, text, names, Expression.Type.CONDITION);
    return new Named<>(name, what, condition);
  }

  /**
   * Reads one payload.
   *
   * @return null when the event passed every cut and {@link #vector()} is filled; else the name of
   *     the first cut that it failed (then identity, role and time are set, the vector is not)
   * @throws BadEventException when the event must become a dead letter; identity and time are set
   *     when its stage is later than {@link Stage#DECODE}
   */
  public @Nullable String read(byte @Nullable [] payload) throws BadEventException {
    role = Role.PHYSICS;
    decoder.decode(payload, event);
    double[] fields = event.fields();
    for (int i = 0; i < roles.size(); i++) {
      if (holds(roles.get(i), fields)) {
        role = roles.get(i).name;
        break;
      }
    }
    for (int i = 0; i < cuts.size(); i++) {
      if (!holds(cuts.get(i), fields)) {
        return cuts.get(i).name;
      }
    }
    for (int i = 0; i < features.length; i++) {
      float value = (float) features[i].value(fields);
      if (!Float.isFinite(value)) {
        throw notFinite(i, fields);
      }
      vector[i] = value;
    }
    return null;
  }

  public DecodedEvent event() {
    return event;
  }

  public Role role() {
    return role;
  }

  /** The vector of the last event read, every value finite. */
  public float[] vector() {
    return vector;
  }

  /**
   * The carried fields as they stood in the payload, scalars only; absent ones are null, and so are
   * objects, arrays, NaN and infinities. Integers beyond 2^53 are strings, so that no reader rounds
   * them. Keys are the fields' names, or a pointer's last part. Parses the payload again: for the
   * few events that become candidates.
   *
   * @param payload one that {@link #read} has accepted
   */
  public ObjectNode carried(byte[] payload) {
    return carried.of(payload);
  }

  private boolean holds(Named<?> condition, double[] fields) throws BadEventException {
    double value = condition.expression.value(fields);
    if (Double.isNaN(value)) {
      throw noValue(Stage.SELECT, condition.what, condition.expression, value);
    }
    return value == Term.TRUE;
  }

  private BadEventException notFinite(int index, double[] fields) {
    String name = schema.features().get(index).name();
    double value = features[index].value(fields);
    return noValue(Stage.FEATURE, "feature " + name, features[index], value);
  }

  private BadEventException noValue(Stage stage, String what, Expression expression, double value) {
    String subject = what + " (" + expression + ")";
    for (int index : expression.fields()) {
      if (Double.isNaN(value) && Double.isNaN(event.fields()[index])) {
        return new BadEventException(
            stage, Reason.MISSING_FIELD, subject + " needs " + missing(layout.fields().get(index)));
      }
    }
    return new BadEventException(
        stage,
        Reason.NOT_FINITE,
        subject + " is " + value + "; a finite value in the range of a float is needed");
  }

  private static String missing(EventLayout.Field field) {
    String sentinel = field.sentinel() == null ? "" : ", or the sentinel " + field.sentinel();
    return field.name() + ", but " + field.pointer() + " is absent, null, not finite" + sentinel;
  }
}
