package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;

/**
 * Solves the initial value problem {@code dy/dt = f(t, y)} for a batch of rows [batch, n] at once;
 * forwards or backwards in time. No gradient is recorded through it.
 */
public sealed interface OdeSolver permits RungeKutta, DormandPrince {
  /** The right-hand side. */
  @FunctionalInterface
  interface Slope {
    /** {@code f(t, y)}, of y's shape; what else it makes is freed by the solver. */
    NDArray at(double t, NDArray y);
  }

  /**
   * y at time {@code to}.
   *
   * @param y at time {@code from}, [batch, n]; left as it is
   * @return of y's shape, in y's manager
   */
  NDArray solve(Slope slope, NDArray y, double from, double to);

  /**
   * The classical method of fourth order with equal steps: a row's result does not depend on the
   * other rows.
   *
   * @param steps from 1
   */
  static OdeSolver rungeKutta(int steps) {
    return new RungeKutta(steps);
  }

  /**
   * The embedded pair of orders 5 and 4 with steps as long as the tolerance allows. All rows of a
   * batch share their steps, so that a row's result depends on its batch, within the tolerance.
   *
   * @param tolerance above 0; in float32 less than 1e-6 has no use
   */
  static OdeSolver dormandPrince(double tolerance) {
    return new DormandPrince(tolerance);
  }
}
