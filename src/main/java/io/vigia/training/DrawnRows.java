package io.vigia.training;

import java.util.SplittableRandom;

/**
 * Batches of rows as they are, each drawn from all rows with equal chance. The same seed gives the
 * same batches.
 */
public final class DrawnRows implements TrainingLoop.BatchSource {
  private final float[] rows;
  private final int inputs;
  private final SplittableRandom random;

  /**
   * @param rows one after the other
   * @param inputs the length of a row
   */
  public DrawnRows(float[] rows, int inputs, long seed) {
    if (inputs < 1 || rows.length == 0 || rows.length % inputs != 0) {
      throw new IllegalArgumentException(
          rows.length + " numbers are no rows of " + inputs + "; whole rows are needed");
    }
    this.rows = rows;
    this.inputs = inputs;
    this.random = new SplittableRandom(seed);
  }

  @Override
  public double fill(float[] batch, int step) {
    for (int at = 0; at < batch.length; at += inputs) {
      int row = random.nextInt(rows.length / inputs);
      System.arraycopy(rows, row * inputs, batch, at, inputs);
    }
    return 0;
  }
}
