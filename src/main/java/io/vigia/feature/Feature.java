package io.vigia.feature;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One coordinate of the density.
 *
 * @param name unique in its schema
 * @param expression over the schema's fields, see {@link Expression}
 * @param unit as written by the user, for people; the density is per product of these
 * @param missing what becomes of an event without this value
 * @param type what its numbers are
 * @param values the values of a categorical feature, ascending; empty: those of the training rows
 * @param transform how training brings it to a shape that is simple to learn. It does not change
 *     what the density means, so it is no part of a schema's hash
 * @param sigma an expression for its measurement error, one standard deviation in the same unit;
 *     null where there is none
 */
public record Feature(
    String name,
    String expression,
    String unit,
    Missing missing,
    ColumnType type,
    List<Double> values,
    Transform transform,
    @Nullable String sigma) {

  /** What to do when the value of a column is missing. */
  public enum Missing {
    /** The event becomes a dead letter. */
    REJECT,
    /** The learned median takes its place, and that it was missing is known. */
    IMPUTE,
    /** The density of what is there, given what is not; calibrated for each group apart. */
    MASK;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * The map that a feature goes through by itself before a density sees it; its volume is accounted
   * for, so that the density stays one over the feature.
   */
  public enum Transform {
    /** Chosen in training, and reported. */
    AUTO,
    /** The feature as it is. */
    NONE,
    /** {@code asinh((x - m) / s)}, m and s learned: for heavy tails. */
    ASINH,
    /** By rank onto a Gaussian: for any shape. */
    QUANTILE;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws IllegalArgumentException for the {@link #flaw} that it has
   */
  public Feature {
    values = CategoryValues.ascending(values);
    flaw(missing, type, values, transform, sigma)
        .ifPresent(
            flaw -> {
              throw new IllegalArgumentException("feature " + name + ": " + flaw);
            });
  }

  /** A feature about which training is to find out the rest, without measurement error. */
  public Feature(String name, String expression, String unit, Missing missing) {
    this(name, expression, unit, missing, ColumnType.AUTO, List.of(), Transform.AUTO, null);
  }

  /** What in this combination has no meaning. */
  public static Optional<Flaw> flaw(
      Missing missing,
      ColumnType type,
      List<Double> values,
      Transform transform,
      @Nullable String sigma) {
    boolean stepped = type == ColumnType.ORDINAL || type == ColumnType.CATEGORICAL;
    if (sigma != null && stepped) {
      return Optional.of(
          new Flaw(
              "sigma",
              "is \""
                  + sigma
                  + "\", but the feature is "
                  + type.label()
                  + "; only a continuous one has a measurement error"));
    }
    boolean shaped = transform == Transform.ASINH || transform == Transform.QUANTILE;
    if (shaped && type == ColumnType.CATEGORICAL) {
      return Optional.of(
          new Flaw(
              "transform",
              "is " + transform.label() + ", but categories have no shape; leave it out"));
    }
    if (missing == Missing.IMPUTE && type == ColumnType.CATEGORICAL) {
      return Optional.of(
          new Flaw("missing", "is impute, but categories have no median; say mask or reject"));
    }
    return CategoryValues.flaw(values, type);
  }
}
