package io.vigia.app.bench.accuracy;

/** Something that ranks rows: higher is rarer. */
@FunctionalInterface
interface Detector {
  /**
   * Scores rows.
   *
   * @param rows of the training rows' columns, one after the other
   * @return [rows], none of them NaN
   */
  double[] scores(float[] rows);

  /** Learns from normal rows. */
  @FunctionalInterface
  interface Recipe {
    Detector learn(float[] train, int features, long seed);
  }
}
