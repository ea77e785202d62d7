package io.vigia.kernel;

import org.jspecify.annotations.Nullable;

/**
 * One feature of a row and how it enters a density: by a coordinate, by numbers in the context, by
 * a category that has a probability mass, or by several of these.
 */
public sealed interface FeatureColumn {
  String name();

  /** Coordinates of the density that it takes: 0 or 1. */
  int coordinates();

  /** Numbers of the context that it takes. */
  int slots();

  /** The categories that share its probability mass; 1 where it has none. */
  int categories();

  /** Which of the {@link #categories()} a value is. */
  int category(float value);

  /**
   * Writes the coordinate, where there is one, and the context's numbers.
   *
   * @return what the coordinate's log-density lacks, in nats, the mass of categories left out
   */
  double apply(float value, float[] out, int coordinate, int slot);

  /**
   * A feature with a density. Where its value is missing, or is the atom (a value that many rows
   * share exactly), the coordinate is {@code centre}, a filler: training draws it from {@code
   * N(centre, spread^2)}, apart from everything else, so that its known density at the centre,
   * {@code 1 / (spread sqrt(2 pi))}, is divided out.
   *
   * @param name of the feature
   * @param transform from its value to the coordinate
   * @param resolution the step by which values are rounded, in the feature's unit; 0 where they are
   *     not. Training spreads a value uniformly over one step around it (dequantisation: Theis, van
   *     den Oord and Bethge 2016, section 3.1); scoring takes the value itself, the bin's centre
   * @param missing what to do at NaN
   * @param atom a value with a probability mass of its own, in place of a density; none where null
   * @param centre of the filler, as a coordinate: the median of the coordinates seen
   * @param spread of the filler: their standard deviation, above 0
   */
  record Continuous(
      String name,
      MarginalTransform transform,
      double resolution,
      Missing missing,
      @Nullable Float atom,
      double centre,
      double spread)
      implements FeatureColumn {
    private static final double HALF_LOG_TWO_PI = 0.5 * Math.log(2 * Math.PI);

    /**
     * @throws IllegalArgumentException where a number is not among those allowed
     */
    public Continuous {
      require(name, "resolution", resolution, resolution >= 0, "0 or more");
      require(name, "centre", centre, true, "finite");
      require(name, "spread", spread, spread > 0, "above 0");
      if (atom != null) {
        require(name, "atom", atom, missing != Missing.MASK, "none, since missing is 'mask'");
      }
    }

    private static void require(
        String name, String key, double value, boolean holds, String allowed) {
      if (!holds || !Double.isFinite(value)) {
        throw new IllegalArgumentException(
            "feature " + name + ": " + key + " is " + value + "; allowed: " + allowed);
      }
    }

    /** As it is, never missing. */
    public static Continuous plain(String name) {
      return new Continuous(name, MarginalTransform.NONE, 0, Missing.REJECT, null, 0, 1);
    }

    /** Whether the coordinate of this value is a filler. */
    public boolean filled(float value) {
      return isMissing(value) || isAtom(value);
    }

    private boolean isMissing(float value) {
      return missing != Missing.REJECT && Float.isNaN(value);
    }

    private boolean isAtom(float value) {
      return atom != null && value == atom;
    }

    @Override
    public int coordinates() {
      return 1;
    }

    /** An indicator of being missing, then one of being the atom. */
    @Override
    public int slots() {
      return (missing == Missing.REJECT ? 0 : 1) + (atom == null ? 0 : 1);
    }

    /** Observed, then missing, then the atom. */
    @Override
    public int categories() {
      return 1 + (missing == Missing.IMPUTE ? 1 : 0) + (atom == null ? 0 : 1);
    }

    @Override
    public int category(float value) {
      if (isAtom(value)) {
        return categories() - 1;
      }
      return missing == Missing.IMPUTE && Float.isNaN(value) ? 1 : 0;
    }

    @Override
    public double apply(float value, float[] out, int coordinate, int slot) {
      if (missing != Missing.REJECT) {
        out[slot] = isMissing(value) ? 1 : 0;
      }
      if (atom != null) {
        out[slot + slots() - 1] = isAtom(value) ? 1 : 0;
      }
      if (filled(value)) {
        out[coordinate] = (float) centre;
        return Math.log(spread) + HALF_LOG_TWO_PI;
      }
      out[coordinate] = (float) transform.apply(value);
      return transform.logDerivative(value);
    }
  }

  /**
   * A discrete feature: one-hot in the context, with a mass in place of a density.
   *
   * @param name of the feature
   * @param values seen in training; NaN among them where it may be missing
   */
  record Categorical(String name, Categories values) implements FeatureColumn {
    @Override
    public int coordinates() {
      return 0;
    }

    @Override
    public int slots() {
      return values.size();
    }

    /** The values, then {@code other}. */
    @Override
    public int categories() {
      return values.size() + 1;
    }

    @Override
    public int category(float value) {
      return values.index(value);
    }

    @Override
    public double apply(float value, float[] out, int coordinate, int slot) {
      values.oneHot(value, out, slot);
      return 0;
    }
  }
}
