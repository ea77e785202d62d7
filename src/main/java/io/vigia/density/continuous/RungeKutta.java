package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;

/**
 * The classical Runge-Kutta method of fourth order (Kutta 1901; Hairer, Nørsett and Wanner 1993,
 * table II.1.2) with h = (to - from) / steps:
 *
 * <pre>
 * k1 = f(t, y)    k2 = f(t + h/2, y + h/2 k1)    k3 = f(t + h/2, y + h/2 k2)    k4 = f(t + h, y + h k3)
 * y  = y + h/6 (k1 + 2 k2 + 2 k3 + k4)
 * </pre>
 */
record RungeKutta(int steps) implements OdeSolver {
  RungeKutta {
    if (steps < 1) {
      throw new IllegalArgumentException("steps is " + steps + "; allowed: from 1");
    }
  }

  @Override
  public NDArray solve(Slope slope, NDArray start, double from, double to) {
    double h = (to - from) / steps;
    NDArray y = start.duplicate();
    for (int i = 0; i < steps; i++) {
      NDArray before = y;
      y = step(slope, y, from + i * h, h);
      before.close();
    }
    return y;
  }

  private static NDArray step(Slope slope, NDArray y, double t, double h) {
    try (NDScope scope = new NDScope()) {
      NDArray k1 = slope.at(t, y);
      NDArray k2 = slope.at(t + h / 2, y.add(k1.mul(h / 2)));
      NDArray k3 = slope.at(t + h / 2, y.add(k2.mul(h / 2)));
      NDArray k4 = slope.at(t + h, y.add(k3.mul(h)));
      NDArray sum = k1.add(k4).add(k2.add(k3).mul(2));
      NDArray next = y.add(sum.mul(h / 6));
      scope.suppressNotUsedWarning();
      NDScope.unregister(next);
      return next;
    }
  }
}
