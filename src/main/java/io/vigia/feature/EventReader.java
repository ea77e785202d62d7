package io.vigia.feature;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.event.BadEventException;
import io.vigia.event.DecodedEvent;
import io.vigia.event.EventDecoder;
import io.vigia.event.EventLayout;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.feature.Feature.Missing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Payload bytes to a row of inputs: decode, role, cuts, symmetries, features, context, in this
 * order. Owned by one thread; what {@link #event()} and {@link #vector()} return is overwritten by
 * the next {@link #read}.
 *
 * <p>An event whose role or cut cannot be told, since a field is missing, is no event that failed
 * the cut: it is a dead letter of stage {@link Stage#SELECT}. A column of the row without a finite
 * value is missing where a field that it reads is missing: NaN in the row, where the schema lets it
 * be missing, else a dead letter of stage {@link Stage#FEATURE}, {@link Reason#MISSING_FIELD}.
 * Otherwise (the logarithm of a negative number, a value beyond the range of a float, a measurement
 * error that is not above 0) it is {@link Reason#NOT_FINITE}. The error of a missing feature is
 * missing, whatever its field says.
 *
 * <p>Where the features are a {@link FeatureBlock}, an event without the block's list is {@link
 * Reason#MISSING_FIELD}, one whose list has a length that the block does not allow {@link
 * Reason#WRONG_TYPE}.
 *
 * <p>Roles and cuts see the fields as they came, all else as {@link Canonicalisation} left them.
 */
public final class EventReader {
  private record Named<T>(T name, String what, Expression expression) {}

  /** A column of the row. */
  private record Column(String what, Expression expression, boolean mayMiss) {}

  private final EventLayout layout;
  private final EventDecoder decoder;
  private final DecodedEvent event;
  private final List<Named<Role>> roles;
  private final List<Named<String>> cuts;
  private final @Nullable Canonicalisation canonicalisation;
  private final double[] canonical;
  private final Column[] columns;
  private final Column[] sigmas;
  private final int[] featureOfSigma;
  private final CarriedFields carried;
  private final float[] vector;
  private final @Nullable FeatureBlock block;
  private final int countOfBlock;
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
    this.decoder = EventDecoder.of(layout);
    this.event = new DecodedEvent(names.size());
    this.roles = new ArrayList<>();
    roleExpressions.forEach((one, text) -> roles.add(condition(one, "role " + one.label(), text)));
    this.cuts = new ArrayList<>();
    schema.cuts().forEach((cut, text) -> cuts.add(condition(cut, "cut " + cut, text)));
    boolean symmetric = !schema.symmetries().isEmpty();
    this.canonicalisation = symmetric ? Canonicalisation.of(schema.symmetries(), names) : null;
    this.canonical = symmetric ? new double[names.size()] : event.fields();
    this.columns = columns(schema, names);
    this.featureOfSigma =
        IntStream.range(0, schema.size()).filter(j -> schema.sigmaColumn(j) >= 0).toArray();
    this.sigmas =
        Arrays.stream(featureOfSigma)
            .mapToObj(schema.features()::get)
            .map(
                feature ->
                    column("sigma of " + feature.name(), feature.sigma(), Missing.REJECT, names))
            .toArray(Column[]::new);
    this.carried = CarriedFields.of(carry, layout.fields());
    this.vector = new float[schema.inputs()];
    this.block = schema.block();
    this.countOfBlock = block == null ? -1 : names.indexOf(block.countField());
  }

  private static Column[] columns(FeatureSchema schema, List<String> names) {
    return Stream.concat(
            schema.features().stream()
                .map(
                    one -> column("feature " + one.name(), one.expression(), one.missing(), names)),
            schema.context().stream()
                .map(
                    one -> column("context " + one.name(), one.expression(), one.missing(), names)))
        .toArray(Column[]::new);
  }

  private static Column column(
      String what, @Nullable String expression, Missing missing, List<String> names) {
    return new Column(
        what,
        Expression.number(Objects.requireNonNull(expression), names),
        missing != Missing.REJECT);
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
    if (canonicalisation != null) {
      System.arraycopy(fields, 0, canonical, 0, fields.length);
      canonicalisation.apply(canonical);
    }
    requireList();
    fillRow();
    return null;
  }

  /** A block's list has to be there, and of a length that the block allows. */
  private void requireList() throws BadEventException {
    if (block == null) {
      return;
    }
    double length = event.fields()[countOfBlock];
    if (Double.isNaN(length)) {
      throw new BadEventException(
          Stage.FEATURE,
          Reason.MISSING_FIELD,
          "feature "
              + block.name()
              + " needs a list at "
              + block.pointer()
              + ", but none is there");
    }
    String problem = block.problem((int) length);
    if (!problem.isEmpty()) {
      throw new BadEventException(
          Stage.FEATURE,
          Reason.WRONG_TYPE,
          "feature " + block.name() + ": the list at " + block.pointer() + " has " + problem);
    }
  }

  private void fillRow() throws BadEventException {
    for (int i = 0; i < columns.length; i++) {
      float value = (float) columns[i].expression.value(canonical);
      vector[i] = Float.isFinite(value) ? value : missing(columns[i]);
    }
    for (int i = 0; i < sigmas.length; i++) {
      boolean isThere = !Float.isNaN(vector[featureOfSigma[i]]);
      vector[columns.length + i] = isThere ? error(sigmas[i]) : Float.NaN;
    }
  }

  /** NaN, where the schema lets the column be missing and it is. */
  private float missing(Column column) throws BadEventException {
    double value = column.expression.value(canonical);
    if (column.mayMiss && missingField(column.expression, value, canonical) >= 0) {
      return Float.NaN;
    }
    String needed = "a finite value in the range of a float";
    throw noValue(Stage.FEATURE, column.what, column.expression, value, canonical, needed);
  }

  private float error(Column sigma) throws BadEventException {
    double value = sigma.expression.value(canonical);
    float error = (float) value;
    if (error > 0 && Float.isFinite(error)) {
      return error;
    }
    String needed = "a value above 0 in the range of a float";
    throw noValue(Stage.FEATURE, sigma.what, sigma.expression, value, canonical, needed);
  }

  public DecodedEvent event() {
    return event;
  }

  public Role role() {
    return role;
  }

  /**
   * The row of the last event read: features, then context (see {@link FeatureSchema}). Every value
   * is finite, or NaN where it is missing and may be.
   */
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
      String needed = "a finite value in the range of a float";
      throw noValue(Stage.SELECT, condition.what, condition.expression, value, fields, needed);
    }
    return value == Term.TRUE;
  }

  private BadEventException noValue(
      Stage stage,
      String what,
      Expression expression,
      double value,
      double[] fields,
      String needed) {
    String subject = what + " (" + expression + ")";
    int missing = missingField(expression, value, fields);
    if (missing >= 0) {
      return new BadEventException(
          stage, Reason.MISSING_FIELD, subject + " needs " + missing(layout.fields().get(missing)));
    }
    return new BadEventException(
        stage, Reason.NOT_FINITE, subject + " is " + value + "; " + needed + " is needed");
  }

  /** The first missing field that an expression without a value reads; -1 where none is. */
  private static int missingField(Expression expression, double value, double[] fields) {
    if (Double.isNaN(value)) {
      for (int index : expression.fields()) {
        if (Double.isNaN(fields[index])) {
          return index;
        }
      }
    }
    return -1;
  }

  private static String missing(EventLayout.Field field) {
    String sentinel = field.sentinel() == null ? "" : ", or the sentinel " + field.sentinel();
    return field.name() + ", but " + field.pointer() + " is absent, null, not finite" + sentinel;
  }
}
