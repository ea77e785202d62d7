package io.vigia.feature;

import io.vigia.feature.Feature.Missing;
import java.util.List;
import java.util.Optional;

/**
 * A known condition, such as pile-up, airmass or seeing: p(features | context) is scored, so that
 * the condition itself is no anomaly.
 *
 * @param name unique among the context and the features
 * @param expression over the schema's fields, see {@link Expression}
 * @param unit as written by the user, for people
 * @param missing reject or mask
 * @param type what its numbers are; not ordinal, since a condition needs no density
 * @param values the values of a categorical column, ascending; empty: those of the training rows
 */
public record Condition(
    String name,
    String expression,
    String unit,
    Missing missing,
    ColumnType type,
    List<Double> values) {

  /**
   * @throws IllegalArgumentException for the {@link #flaw} that it has
   */
  public Condition {
    values = CategoryValues.ascending(values);
    flaw(missing, type, values)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException("context " + name + ": " + flaw);
            });
  }

  /** What in this combination has no meaning. */
  public static Optional<Flaw> flaw(Missing missing, ColumnType type, List<Double> values) {
    if (missing == Missing.IMPUTE) {
      return Optional.of(new Flaw("missing", "is impute; reject and mask are allowed in context"));
    }
    if (type == ColumnType.ORDINAL) {
      return Optional.of(
          new Flaw("type", "is ordinal; auto, continuous and categorical are allowed in context"));
    }
    return CategoryValues.flaw(values, type);
  }
}
