package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Reference values are from scipy 1.17.1 ({@code stats.genpareto}) and numpy. */
class GeneralisedParetoTest {
  @Test
  void isTheDistributionOfScipy() {
    GeneralisedPareto pareto = new GeneralisedPareto(2, 0.3);
    double[][] logSurvival = {
      {0.5, -0.24106887193208706},
      {2, -0.8745475482249703},
      {10, -3.054302439580517},
      {100, -9.241962407465937}
    };
    for (double[] point : logSurvival) {
      assertThat(-pareto.cumulativeHazard(point[0])).isCloseTo(point[1], within(1e-12));
      assertThat(Math.log(pareto.survival(point[0]))).isCloseTo(point[1], within(1e-12));
      assertThat(pareto.quantile(Math.exp(point[1]))).isCloseTo(point[0], within(1e-9));
    }
  }

  @Test
  void withoutShapeItIsExponential() {
    GeneralisedPareto pareto = new GeneralisedPareto(4, 0);
    assertThat(pareto.survival(8)).isCloseTo(Math.exp(-2), within(1e-15));
    assertThat(pareto.quantile(Math.exp(-2))).isCloseTo(8, within(1e-12));
  }

  @Test
  void isFittedAsTheFormulaInNumpySays() {
    GeneralisedPareto fit =
        GeneralisedPareto.ofExcesses(quantiles(200, new GeneralisedPareto(2, 0.3)::quantile));
    assertThat(fit.scale()).isCloseTo(1.983992975391595, within(1e-9));
    assertThat(fit.shape()).isCloseTo(0.3058248045836579, within(1e-9));

    GeneralisedPareto exponential = GeneralisedPareto.ofExcesses(quantiles(200, u -> -Math.log(u)));
    assertThat(exponential.scale()).isCloseTo(0.9874130706125446, within(1e-9));
    assertThat(exponential.shape()).isCloseTo(0.011092206179308626, within(1e-9));
  }

  @Test
  void aTailThatEndsIsTakenForAnExponentialOne() {
    GeneralisedPareto fit = GeneralisedPareto.ofExcesses(quantiles(200, u -> 1 - u));
    assertThat(fit.shape()).isZero();
    assertThat(fit.scale()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void standardErrorIsTheDeltaMethods() {
    // By numeric derivatives of log S in numpy.
    assertThat(new GeneralisedPareto(2, 0.3).standardError(5, 200))
        .isCloseTo(0.6018328623720399, within(1e-6));
    assertThat(new GeneralisedPareto(7, 0.3).standardError(8, 50))
        .isCloseTo(2.672114155480704, within(1e-6));
    assertThat(new GeneralisedPareto(1, 1e-3).standardError(8, 50))
        .isCloseTo(3.573776224598329, within(1e-4));
    assertThat(new GeneralisedPareto(1, 0).standardError(8, 50)).isCloseTo(3.577, within(0.01));
  }

  @Test
  void whatIsNoTailIsRefused() {
    assertThatThrownBy(() -> new GeneralisedPareto(0, 0)).hasMessageContaining("scale is 0.0");
    assertThatThrownBy(() -> new GeneralisedPareto(1, -0.1)).hasMessageContaining("shape is -0.1");
    assertThatThrownBy(() -> GeneralisedPareto.ofExcesses(new double[] {1, 2, 3}))
        .hasMessageContaining("at least 4");
    assertThatThrownBy(() -> GeneralisedPareto.ofExcesses(new double[] {0, 1, 2, 3}))
        .hasMessageContaining("the least 0.0");
  }

  /** Ascending, at the middles of equal shares. */
  private static double[] quantiles(int count, DoubleUnaryOperator ofSurvival) {
    return IntStream.range(0, count)
        .mapToDouble(i -> ofSurvival.applyAsDouble(1 - (i + 0.5) / count))
        .toArray();
  }
}
