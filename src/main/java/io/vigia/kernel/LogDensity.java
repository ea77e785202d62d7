package io.vigia.kernel;

/**
 * A density compiled for one thread: it owns scratch memory, so it is not safe for use by several
 * threads at once. Log-densities are natural logarithms (nats) over the original feature space: the
 * standardisation's Jacobian is included.
 */
public interface LogDensity {
  /** The length of a row: the features, then the numbers that the density is conditional on. */
  int inputs();

  /**
   * The log-density of one vector, in nats. Allocates nothing.
   *
   * @param vectors holds the vector at {@code offset .. offset + inputs()}, every value finite
   * @return may be NaN or infinite when intermediate results leave the range of a float; callers
   *     must refuse such a score
   */
  double logDensity(float[] vectors, int offset);

  /**
   * Log-densities of {@code count} vectors stored one after the other from index 0; bit for bit
   * those of {@link #logDensity(float[], int)}.
   */
  void logDensities(float[] vectors, int count, double[] out);

  default double logDensity(float[] vector) {
    return logDensity(vector, 0);
  }
}
