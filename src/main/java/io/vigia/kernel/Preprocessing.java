package io.vigia.kernel;

import java.util.Arrays;

/**
 * From a row of inputs as a stream has them to the coordinates and conditions of a density, with
 * exact account of the volume.
 */
public final class Preprocessing {
  private final RowSchema schema;

  private Preprocessing(RowSchema schema) {
    this.schema = schema;
  }

  /** Leaves rows as they are. */
  public static Preprocessing identity(RowSchema schema) {
    return new Preprocessing(schema);
  }

  /** What a row of inputs holds. */
  public RowSchema schema() {
    return schema;
  }

  /** D, the coordinates of the density. */
  public int coordinates() {
    return schema.features().size();
  }

  /** C, the numbers that the density is conditional on. */
  public int context() {
    return schema.context().size();
  }

  /**
   * Writes a row's D coordinates and C context numbers.
   *
   * @return what to add to the log-density of the coordinates to have that of the row, in nats over
   *     the original features
   */
  public double apply(float[] rows, int offset, float[] out, int outOffset) {
    System.arraycopy(rows, offset, out, outOffset, schema.inputs());
    return 0;
  }

  /** Of the groups that are calibrated apart, the one that a row belongs to; 0 is the first. */
  public int group(float[] rows, int offset) {
    return 0;
  }

  /** How many groups are calibrated apart. */
  public int groups() {
    return 1;
  }

  /** Rows drawn from the density, back as features; the context is as the caller gave it. */
  public float[] features(float[] coordinates, int count) {
    return Arrays.copyOf(coordinates, count * coordinates());
  }
}
