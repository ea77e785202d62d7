package io.vigia.density.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.vigia.density.Torch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OdeSolverTest {
  /** {@code y' = y cos t}, y(0) = 1: {@code y(t) = exp(sin t)}. */
  private static final OdeSolver.Slope SLOPE = (t, y) -> y.mul(Math.cos(t));

  @Test
  void halvingTheStepsOfTheFourthOrderDividesTheErrorBySixteen() {
    double coarse = solved(OdeSolver.rungeKutta(10), 0, 2) - Math.exp(Math.sin(2));
    double fine = solved(OdeSolver.rungeKutta(20), 0, 2) - Math.exp(Math.sin(2));
    assertThat(Math.abs(coarse)).isLessThan(1e-3);
    assertThat(coarse / fine).isBetween(12.0, 20.0);
  }

  @Test
  void theAdaptiveOneKeepsToItsTolerance() {
    for (double tolerance : new double[] {1e-3, 1e-5, 1e-8}) {
      double error = solved(OdeSolver.dormandPrince(tolerance), 0, 2) - Math.exp(Math.sin(2));
      assertThat(Math.abs(error)).isLessThan(10 * tolerance).isNotZero();
    }
  }

  @Test
  void theAdaptiveOneSpendsStepsWhereTheyAreNeeded() {
    AtomicInteger loose = new AtomicInteger();
    AtomicInteger tight = new AtomicInteger();
    solve(counted(loose), OdeSolver.dormandPrince(1e-3));
    solve(counted(tight), OdeSolver.dormandPrince(1e-10));
    assertThat(tight.get()).isGreaterThan(2 * loose.get());
  }

  @Test
  void bothRunBackInTime() {
    assertThat(solved(OdeSolver.rungeKutta(40), 2, 0))
        .isCloseTo(Math.exp(-Math.sin(2)), within(1e-5));
    assertThat(solved(OdeSolver.dormandPrince(1e-8), 2, 0))
        .isCloseTo(Math.exp(-Math.sin(2)), within(1e-6));
  }

  @Test
  void aRowThatExplodesEndsWithoutANumberAndSparesTheOthers() {
    try (NDManager manager = Torch.engine().newBaseManager()) {
      // y' = y^2 has y(t) = 1 / (1 / y0 - t): at t = 0.5 infinite for y0 = 2.
      NDArray y = manager.create(new double[] {2, 0.5}, new Shape(2, 1));
      double[] end =
          OdeSolver.dormandPrince(1e-4).solve((t, x) -> x.square(), y, 0, 1).toDoubleArray();
      assertThat(end[0]).matches(value -> !Double.isFinite(value));
      assertThat(end[1]).isCloseTo(1, within(1e-3));
    }
  }

  @Test
  void onlyTheResultIsLeftBehind() {
    try (NDManager manager = Torch.engine().newBaseManager()) {
      NDArray y = manager.create(new double[] {1, 2}, new Shape(2, 1));
      for (OdeSolver solver :
          new OdeSolver[] {OdeSolver.rungeKutta(5), OdeSolver.dormandPrince(1e-6)}) {
        int before = manager.getManagedArrays().size();
        NDArray end = solver.solve(SLOPE, y, 0, 1);
        assertThat(manager.getManagedArrays()).hasSize(before + 1).contains(end);
        assertThat(y.toDoubleArray()).containsExactly(1, 2);
      }
    }
  }

  @Test
  void solversThatCannotBeAreRefused() {
    assertThatThrownBy(() -> OdeSolver.rungeKutta(0)).hasMessageContaining("steps is 0");
    assertThatThrownBy(() -> OdeSolver.dormandPrince(0)).hasMessageContaining("tolerance is 0.0");
  }

  private static OdeSolver.Slope counted(AtomicInteger calls) {
    return (t, y) -> {
      calls.incrementAndGet();
      return SLOPE.at(t, y);
    };
  }

  private static double solved(OdeSolver solver, double from, double to) {
    try (NDManager manager = Torch.engine().newBaseManager()) {
      NDArray y = manager.create(new double[] {1}, new Shape(1, 1));
      return solver.solve(SLOPE, y, from, to).toDoubleArray()[0];
    }
  }

  private static void solve(OdeSolver.Slope slope, OdeSolver solver) {
    try (NDManager manager = Torch.engine().newBaseManager()) {
      NDArray y = manager.create(new double[] {1}, new Shape(1, 1));
      assertThat(solver.solve(slope, y, 0, 2).toDoubleArray()[0]).isFinite();
    }
  }
}
