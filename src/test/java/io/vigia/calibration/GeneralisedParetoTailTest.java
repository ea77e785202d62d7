package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class GeneralisedParetoTailTest {
  @Test
  void tellsAnExponentialTailBeyondTheScores() {
    GeneralisedParetoTail tail = tail(3, 50_000, u -> -Math.log(u));
    assertThat(tail.isRefused()).isFalse();
    assertThat(tail.excesses()).isEqualTo(1000);
    // At S = e^-14 a standard error of log p is about 0.9: three of them.
    assertThat(Math.log(tail.pValue(14))).isCloseTo(-14, within(2.7));
  }

  @Test
  void tellsAParetoTailBeyondTheScores() {
    GeneralisedParetoTail tail = tail(4, 50_000, u -> Math.pow(u, -0.25));
    assertThat(tail.isRefused()).isFalse();
    assertThat(tail.distribution().shape()).isCloseTo(0.25, within(0.12));
    double rare = Math.exp(-14);
    assertThat(Math.log(tail.pValue(Math.pow(rare, -0.25)))).isCloseTo(-14, within(2.1));
  }

  @Test
  void aTailThatEndsIsRefused() {
    GeneralisedParetoTail tail = tail(5, 50_000, u -> 1 - u);
    assertThat(tail.isRefused()).isTrue();
    assertThat(tail.goodness()).isEqualTo(1.0 / 200);
    assertThat(tail.excesses()).as("half as many were tried to the end").isBetween(50, 99);
  }

  @Test
  void whereTheLargestTwoPercentAreNoTailItBeginsFurtherOut() {
    // Normal scores, from 2.5 on exponential: a bend inside the largest 2 %.
    Random random = new Random(6);
    float[] scores = new float[40_000];
    for (int i = 0; i < scores.length; i++) {
      double z = Math.abs(random.nextGaussian());
      scores[i] = (float) (z < 2.5 ? z : 2.5 - 3 * Math.log(1 - random.nextDouble()));
    }
    java.util.Arrays.sort(scores);
    GeneralisedParetoTail tail = GeneralisedParetoTail.of(scores).orElseThrow();
    assertThat(tail.isRefused()).isFalse();
    assertThat(tail.excesses()).isLessThanOrEqualTo(400);
    assertThat(tail.threshold()).isGreaterThan(2.4);
    assertThat(tail.distribution().scale()).isCloseTo(3, within(0.6));
  }

  @Test
  void fewScoresAndScoresThatAreAllOneHaveNone() {
    assertThat(GeneralisedParetoTail.of(new float[GeneralisedParetoTail.LEAST_SCORES - 1]))
        .isEmpty();
    assertThat(GeneralisedParetoTail.of(new float[5000])).isEmpty();
  }

  @Test
  void joinsTheEmpiricalPValueAtItsThreshold() {
    GeneralisedParetoTail tail = tail(8, 5_000, u -> -Math.log(u));
    assertThat(tail.pValue(tail.threshold())).isEqualTo(101.0 / 5001);
    assertThat(tail.score(1e-6))
        .satisfies(s -> assertThat(tail.pValue(s)).isCloseTo(1e-6, within(1e-12)));
  }

  @Test
  void theFloorIsWhereAFactorOfTenIsUncertainAndAtMostAHundredfoldBeyondTheReach() {
    GeneralisedParetoTail few = tail(8, 2_500, u -> -Math.log(u));
    double hazard = Math.log(few.exceedance() / few.floor(2_500));
    assertThat(few.distribution().standardError(hazard, few.excesses()))
        .isCloseTo(Math.log(10), within(1e-6));
    assertThat(few.floor(2_500)).isBetween(1 / 2501.0 / 100, 1 / 2501.0);

    GeneralisedParetoTail many = tail(9, 150_000, u -> -Math.log(u));
    assertThat(many.floor(150_000)).isCloseTo(1 / 150_001.0 / 100, within(1e-12));
  }

  @Test
  void numbersThatAreNotAllowedAreRefusedByName() {
    GeneralisedPareto one = new GeneralisedPareto(1, 0);
    assertThatThrownBy(() -> new GeneralisedParetoTail(Double.NaN, 0.02, 50, one, 1, 1))
        .hasMessageContaining("threshold is NaN");
    assertThatThrownBy(() -> new GeneralisedParetoTail(1, 0, 50, one, 1, 1))
        .hasMessageContaining("exceedance is 0.0");
    assertThatThrownBy(() -> new GeneralisedParetoTail(1, 0.02, 49, one, 1, 1))
        .hasMessageContaining("excesses is 49");
    assertThatThrownBy(() -> new GeneralisedParetoTail(1, 0.02, 50, one, 1, 2))
        .hasMessageContaining("goodness is 2.0");
  }

  private static GeneralisedParetoTail tail(long seed, int count, DoubleUnaryOperator ofSurvival) {
    Random random = new Random(seed);
    float[] scores = new float[count];
    for (int i = 0; i < count; i++) {
      scores[i] = (float) ofSurvival.applyAsDouble(1 - random.nextDouble());
    }
    java.util.Arrays.sort(scores);
    return GeneralisedParetoTail.of(scores).orElseThrow();
  }
}
