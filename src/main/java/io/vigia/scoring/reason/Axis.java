package io.vigia.scoring.reason;

import io.vigia.kernel.Categories;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Missing;
import org.jspecify.annotations.Nullable;

/**
 * Along what one feature can move: the line of its coordinate (in which a quadrature has even
 * steps), and single values that have a probability of their own.
 */
final class Axis {
  private static final MarginalTransform AS_IT_IS = MarginalTransform.NONE;

  private final String name;
  private final @Nullable MarginalTransform transform;
  private final double centre;
  private final double spread;
  private final double width;
  private final float[] points;
  private final boolean isMask;

  private Axis(
      String name,
      @Nullable MarginalTransform transform,
      double centre,
      double spread,
      float[] points,
      boolean isMask) {
    this.name = name;
    this.transform = transform;
    this.centre = centre;
    this.spread = spread;
    this.points = points;
    this.isMask = isMask;
    MarginalTransform map = transform == null ? AS_IT_IS : transform;
    this.width = (map.inverse(centre + spread) - map.inverse(centre - spread)) / 2;
  }

  /**
   * The axis of a feature.
   *
   * @param centre of the coordinate, where it has one
   * @param spread of the coordinate, where it has one: above 0
   */
  static Axis of(FeatureColumn feature, double centre, double spread) {
    if (feature instanceof FeatureColumn.Continuous column) {
      boolean imputed = column.missing() == Missing.IMPUTE;
      float[] points = new float[(imputed ? 1 : 0) + (column.atom() == null ? 0 : 1)];
      if (imputed) {
        points[0] = Float.NaN;
      }
      if (column.atom() != null) {
        points[points.length - 1] = column.atom();
      }
      return new Axis(
          column.name(),
          column.transform(),
          centre,
          spread,
          points,
          column.missing() == Missing.MASK);
    }
    Categories values = ((FeatureColumn.Categorical) feature).values();
    return new Axis(feature.name(), null, 0, 1, values.values(), false);
  }

  String name() {
    return name;
  }

  /** Whether it has a line; else it has points only. */
  boolean isLine() {
    return transform != null;
  }

  /** Values that have a probability of their own; NaN is missing. */
  float[] points() {
    return points.clone();
  }

  /** Whether this value is one of the {@link #points} beside a line. */
  boolean isPoint(float value) {
    if (transform == null) {
      return false;
    }
    for (float point : points) {
      if (value == point || (Float.isNaN(value) && Float.isNaN(point))) {
        return true;
      }
    }
    return false;
  }

  /** Whether nothing can be said of this value: it is missing, and the density is given that. */
  boolean isBeyond(float value) {
    return isMask && Float.isNaN(value);
  }

  /** One spread of the line, in the feature's unit. */
  double width() {
    return width;
  }

  /** In spreads from the centre; 0 where the value is not on the line. */
  double standardised(float value) {
    if (transform == null || Float.isNaN(value) || isPoint(value)) {
      return 0;
    }
    return (transform.apply(value) - centre) / spread;
  }

  /** The value so many spreads from the centre; the line's only. */
  float value(double standardised) {
    return (float) map().inverse(centre + spread * standardised);
  }

  /** {@code log dx/du} of the standardised coordinate u, at value x. */
  double logStretch(float value) {
    return Math.log(spread) - map().logDerivative(value);
  }

  private MarginalTransform map() {
    return transform == null ? AS_IT_IS : transform;
  }
}
