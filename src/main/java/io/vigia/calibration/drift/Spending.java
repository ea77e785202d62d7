package io.vigia.calibration.drift;

/**
 * How a level is spent on looks without end: look {@code k = 1, 2, ...} gets
 *
 * <pre>{@code alpha / (k (k + 1))}</pre>
 *
 * which sums to alpha, so that by the union bound all looks together err with probability alpha at
 * most, however they depend on each other.
 */
public final class Spending {
  private Spending() {}

  /**
   * The level of one look.
   *
   * @param alpha of all looks, in (0, 1)
   * @param look from 1
   */
  public static double level(double alpha, long look) {
    return alpha / ((double) look * (look + 1.0));
  }
}
