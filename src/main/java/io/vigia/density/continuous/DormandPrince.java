package io.vigia.density.continuous;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDScope;

/**
 * The pair of Runge-Kutta methods of orders 5 and 4 of Dormand and Prince (1980; Hairer, Nørsett
 * and Wanner 1993, table II.5.2) with the step control of their section II.4. With e the difference
 * of the two results, the error of a row is
 *
 * <pre>
 * sqrt( mean_j ( e_j / (tolerance (1 + max(|y_j|, |y'_j|))) )^2 )
 * </pre>
 *
 * <p>and a step is taken when the largest of the batch's rows is at most 1. A step is never shorter
 * than {@value #LEAST_STEP} of the way: there it is taken as it is. Rows that were not finite
 * before it do not count.
 */
record DormandPrince(double tolerance) implements OdeSolver {
  private static final double LEAST_STEP = 1e-3;
  private static final double FIRST_STEP = 0.05;
  private static final double SAFETY = 0.9;
  private static final double LEAST_CHANGE = 0.2;
  private static final double MOST_CHANGE = 5;

  private static final double[] C = {0, 1. / 5, 3. / 10, 4. / 5, 8. / 9, 1, 1};
  private static final double[][] A = {
    {},
    {1. / 5},
    {3. / 40, 9. / 40},
    {44. / 45, -56. / 15, 32. / 9},
    {19372. / 6561, -25360. / 2187, 64448. / 6561, -212. / 729},
    {9017. / 3168, -355. / 33, 46732. / 5247, 49. / 176, -5103. / 18656},
    {35. / 384, 0, 500. / 1113, 125. / 192, -2187. / 6784, 11. / 84}
  };

  /** The fifth order's weights less the fourth's. */
  private static final double[] E = {
    71. / 57600, 0, -71. / 16695, 71. / 1920, -17253. / 339200, 22. / 525, -1. / 40
  };

  DormandPrince {
    if (!(tolerance > 0 && Double.isFinite(tolerance))) {
      throw new IllegalArgumentException("tolerance is " + tolerance + "; allowed: above 0");
    }
  }

  /**
   * The solution a step on, the slope there and the error; the arrays are the caller's to close.
   */
  private record Step(NDArray y, NDArray slope, double error) {}

  @Override
  public NDArray solve(Slope slope, NDArray start, double from, double to) {
    double way = to - from;
    double done = 0;
    double share = FIRST_STEP;
    NDArray y = start.duplicate();
    NDArray first = slopeAt(slope, from, y);
    while (done < 1) {
      share = Math.min(share, 1 - done);
      Step step = step(slope, y, first, from + done * way, share * way);
      boolean taken = step.error <= 1 || share <= LEAST_STEP;
      (taken ? y : step.y).close();
      (taken ? first : step.slope).close();
      if (taken) {
        y = step.y;
        first = step.slope;
        // Rounding must not leave a rest that is no step.
        done = 1 - done - share < 1e-9 ? 1 : done + share;
      }
      share = Math.max(LEAST_STEP, share * change(step.error));
    }
    first.close();
    return y;
  }

  private static double change(double error) {
    if (!Double.isFinite(error)) {
      return LEAST_CHANGE;
    }
    return Math.min(MOST_CHANGE, Math.max(LEAST_CHANGE, SAFETY * Math.pow(error, -1. / 5)));
  }

  private static NDArray slopeAt(Slope slope, double t, NDArray y) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray k = slope.at(t, y);
      NDScope.unregister(k);
      return k;
    }
  }

  private Step step(Slope slope, NDArray y, NDArray first, double t, double h) {
    try (NDScope scope = new NDScope()) {
      scope.suppressNotUsedWarning();
      NDArray[] k = new NDArray[C.length];
      k[0] = first;
      NDArray next = y;
      for (int stage = 1; stage < C.length; stage++) {
        next = y.add(sum(k, A[stage], h));
        k[stage] = slope.at(t + C[stage] * h, next);
      }
      // The last stage is the step's end (first same as last).
      double error = error(sum(k, E, h), y, next);
      NDArray last = k[C.length - 1];
      NDScope.unregister(next, last);
      return new Step(next, last, error);
    }
  }

  /** {@code h sum_i weights_i k_i}. */
  private static NDArray sum(NDArray[] k, double[] weights, double h) {
    NDArray sum = k[0].mul(h * weights[0]);
    for (int i = 1; i < weights.length; i++) {
      if (weights[i] != 0) {
        sum = sum.add(k[i].mul(h * weights[i]));
      }
    }
    return sum;
  }

  /** The largest error of a row; infinite where a row that was finite no longer is. */
  private double error(NDArray difference, NDArray before, NDArray after) {
    int[] row = {1};
    NDArray size = before.abs().maximum(after.abs()).add(1).mul(tolerance);
    Number[] errors = difference.div(size).square().mean(row).sqrt().toArray();
    Number[] sums = before.sum(row).toArray();
    double most = 0;
    for (int i = 0; i < errors.length; i++) {
      double error = errors[i].doubleValue();
      if (Double.isFinite(error)) {
        most = Math.max(most, error);
      } else if (Double.isFinite(sums[i].doubleValue())) {
        return Double.POSITIVE_INFINITY;
      }
    }
    return most;
  }
}
