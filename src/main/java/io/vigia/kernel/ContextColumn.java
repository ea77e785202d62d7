package io.vigia.kernel;

/** One number of a row that the density is conditional on, and how it enters the context. */
public sealed interface ContextColumn {
  String name();

  /** Numbers of the context that it takes. */
  int slots();

  /** Writes them. */
  void apply(float value, float[] out, int slot);

  /** {@code (value - mean) / scale}, so that the context's numbers are about 1. */
  private static void requireScale(String name, double mean, double scale) {
    if (!Double.isFinite(mean) || !(scale > 0) || Double.isInfinite(scale)) {
      throw new IllegalArgumentException(
          "context "
              + name
              + ": mean is "
              + mean
              + " and scale "
              + scale
              + "; allowed: a finite mean, a scale above 0");
    }
  }

  /**
   * A condition: {@code (value - mean) / scale}.
   *
   * @param name of the column
   * @param mean of the values seen
   * @param scale their standard deviation, above 0
   * @param maybeMissing whether it may be NaN: its number is then 0 and an indicator, the second
   *     number, 1
   */
  record Continuous(String name, double mean, double scale, boolean maybeMissing)
      implements ContextColumn {
    /**
     * @throws IllegalArgumentException where the mean is not finite or the scale not above 0
     */
    public Continuous {
      requireScale(name, mean, scale);
    }

    /** As it is, never missing. */
    public static Continuous plain(String name) {
      return new Continuous(name, 0, 1, false);
    }

    @Override
    public int slots() {
      return maybeMissing ? 2 : 1;
    }

    @Override
    public void apply(float value, float[] out, int slot) {
      boolean missing = maybeMissing && Float.isNaN(value);
      out[slot] = missing ? 0 : (float) ((value - mean) / scale);
      if (maybeMissing) {
        out[slot + 1] = missing ? 1 : 0;
      }
    }
  }

  /**
   * A discrete condition: one-hot, all zeros for a value never seen.
   *
   * @param name of the column
   * @param values seen in training
   */
  record Categorical(String name, Categories values) implements ContextColumn {
    @Override
    public int slots() {
      return values.size();
    }

    @Override
    public void apply(float value, float[] out, int slot) {
      values.oneHot(value, out, slot);
    }
  }

  /**
   * The standard deviation of a feature's measurement error: {@code (log(value) - mean) / scale}.
   * The density is then that of the noisy observation given its error, {@code p(x_observed |
   * sigma)}. The errors are taken to be Gaussian and independent of the true value. The error of a
   * missing feature is NaN, and its number 0.
   *
   * @param name of the column
   * @param feature whose error it is, by its place among the features
   * @param mean of the logarithms seen
   * @param scale their standard deviation, above 0
   */
  record Sigma(String name, int feature, double mean, double scale) implements ContextColumn {
    /**
     * @throws IllegalArgumentException where the mean is not finite or the scale not above 0
     */
    public Sigma {
      requireScale(name, mean, scale);
    }

    @Override
    public int slots() {
      return 1;
    }

    @Override
    public void apply(float value, float[] out, int slot) {
      out[slot] = Float.isNaN(value) ? 0 : (float) ((Math.log(value) - mean) / scale);
    }
  }
}
