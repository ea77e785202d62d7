package io.vigia.density.continuous;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.density.BijectionLaws;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The laws of every bijection, in float64, for a random field that changes volumes by factors. */
class ContinuousFlowLawsTest {
  private static final double GAIN = 1.6;
  private static final OdeSolver FIXED = OdeSolver.rungeKutta(40);
  private static final OdeSolver ADAPTIVE = OdeSolver.dormandPrince(1e-9);

  @Test
  void forwardThenBackwardIsTheIdentity() {
    for (OdeSolver solver : List.of(FIXED, ADAPTIVE)) {
      for (int seed = 0; seed < 2; seed++) {
        try (DoubleContinuousFlow flow = flow(4, seed, solver)) {
          BijectionLaws.inverts(flow, point(4, seed), 1e-5);
        }
      }
    }
  }

  @Test
  void theIntegratedTraceIsTheLogDeterminantOfANumericJacobian() {
    for (int features : new int[] {1, 2, 5}) {
      for (int seed = 0; seed < 2; seed++) {
        try (DoubleContinuousFlow flow = flow(features, seed, FIXED)) {
          double[] x = point(features, seed);
          BijectionLaws.hasTheNumericJacobian(flow, x, 1e-5);
          assertThat(Math.abs(flow.logAbsDetJacobian(x)))
              .as("no law of nothing")
              .isGreaterThan(1e-2);
        }
      }
    }
  }

  @Test
  void fixedStepsAndAdaptiveOnesAgree() {
    for (int seed = 0; seed < 2; seed++) {
      try (DoubleContinuousFlow fixed = flow(3, seed, FIXED);
          DoubleContinuousFlow adaptive = flow(3, seed, ADAPTIVE)) {
        double[] x = point(3, seed);
        assertThat(adaptive.forward(x)).containsExactly(fixed.forward(x), within(1e-5));
        assertThat(adaptive.logAbsDetJacobian(x))
            .isCloseTo(fixed.logAbsDetJacobian(x), within(1e-5));
      }
    }
  }

  private static DoubleContinuousFlow flow(int features, int seed, OdeSolver solver) {
    return new DoubleContinuousFlow(
        new ContinuousFlowArchitecture("cnf", features, 0, List.of(16, 16), 2), GAIN, seed, solver);
  }

  private static double[] point(int features, int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    return random.doubles(features, -2, 2).toArray();
  }
}
