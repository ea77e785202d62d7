package io.vigia.density;

import io.vigia.kernel.Meaning;
import io.vigia.kernel.RowSchema;

/**
 * A learned density on DJL, whatever its kind: what scores in batches, off the stream, and draws
 * samples. A row is the features and then the numbers that the density is conditional on. For one
 * thread; holds native memory until it is closed.
 */
public interface Density extends AutoCloseable {
  /** What {@link #logDensity} gives. */
  Meaning meaning();

  /** What a row holds. */
  RowSchema schema();

  /**
   * Log-densities, in nats per unit of the features' volume; the same row gives the same number.
   *
   * @param rows {@code count} rows, one after the other
   * @return {@code [count]}; NaN or infinite where no float can tell
   */
  double[] logDensity(float[] rows, int count);

  /**
   * The standard error of each of {@link #logDensity}'s numbers, in nats, from the spread over the
   * noise that a bound is averaged over; zeros where it is exact.
   */
  default double[] standardError(float[] rows, int count) {
    return new double[count];
  }

  /**
   * Draws rows; the same seed gives the same rows.
   *
   * @param context {@code count} times the context's numbers, one row after the other; empty where
   *     there is no context
   * @return {@code [count * features]}, one row after the other
   * @throws UnsupportedOperationException where {@link #meaning()} is {@link Meaning#SCORE}
   */
  float[] sample(float[] context, int count, long seed);

  @Override
  void close();
}
