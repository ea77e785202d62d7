package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class TailScoreTest {
  @Test
  void isTheTailOfAnExponentialDistributionAlsoBeyondAllScores() {
    // -log P(S >= s) = s.
    TailScore tail = TailScore.of(draws(1, 50_000, u -> -Math.log(u)));
    for (double s : new double[] {0.1, 0.69, 1, 2, 3.5, 5}) {
      assertThat(tail.at(s)).as("s = %s", s).isCloseTo(s, within(0.05 + 0.03 * s));
    }
    // 1,000 excesses tell the shape to 0.03: two standard errors are log(1 + 8 x 0.06) / 0.06 - 8.
    assertThat(tail.at(12)).isCloseTo(12, within(1.5));
  }

  @Test
  void isTheTailOfAHeavyTailedDistributionAlsoBeyondAllScores() {
    // A generalised Pareto distribution of shape 1/5: -log P(S >= s) = 5 log(1 + s / 5).
    TailScore tail = TailScore.of(draws(2, 50_000, u -> 5 * (Math.pow(u, -0.2) - 1)));
    for (double s : new double[] {0.5, 2, 10, 40, 100}) {
      double exact = 5 * Math.log1p(s / 5);
      assertThat(tail.at(s)).as("s = %s", s).isCloseTo(exact, within(0.05 + 0.1 * exact));
    }
  }

  @Test
  void increasesEverywhereWhateverTheScores() {
    Random random = new Random(7);
    for (int round = 0; round < 100; round++) {
      int n = TailScore.LEAST_SCORES + random.nextInt(3_000);
      double location = 100 * random.nextGaussian();
      double spread = Math.pow(10, random.nextInt(5) - 2);
      boolean tied = round % 3 == 0;
      double[] scores =
          random
              .doubles(n)
              .map(u -> tied ? Math.round(4 * u) : -Math.log(u))
              .map(s -> location + spread * s)
              .toArray();
      scores[0] = location - spread; // of tied scores, too, not all are one
      TailScore tail = TailScore.of(scores);
      double before = 0;
      for (double s = location - 3 * spread; s < location + 60 * spread; s += 0.01 * spread) {
        double t = tail.at(s);
        assertThat(t).as("round %s, s = %s", round, s).isGreaterThan(before).isFinite();
        before = t;
      }
    }
  }

  @Test
  void scoresThatAreMostlyOneValueHaveTails() {
    double[] scores = new double[100];
    scores[99] = 1;
    TailScore upper = TailScore.of(scores);
    assertThat(upper.at(0)).isPositive();
    assertThat(upper.at(2)).isGreaterThan(upper.at(1)).isFinite();
    Arrays.fill(scores, 1);
    scores[0] = 0;
    TailScore lower = TailScore.of(scores);
    assertThat(lower.at(2)).isGreaterThan(lower.at(1)).isFinite();
  }

  @Test
  void isRestoredToTheLastBit() {
    TailScore tail = TailScore.of(draws(3, 5_000, u -> 5 * (Math.pow(u, -0.2) - 1)));
    TailScore again = TailScore.restored(tail.scores(), tail.tails(), tail.scale(), tail.shape());
    for (double s = -1; s < 100; s += 0.37) {
      assertThat(again.at(s)).isEqualTo(tail.at(s));
    }
  }

  @Test
  void refusesWhatMakesNoTail() {
    assertThatThrownBy(() -> TailScore.of(new double[5])).hasMessageContaining("at least 20");
    assertThatThrownBy(() -> TailScore.of(new double[50])).hasMessageContaining("rank nothing");
    double[] scores = draws(4, 50, u -> u);
    scores[3] = Double.NaN;
    assertThatThrownBy(() -> TailScore.of(scores)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> TailScore.restored(new double[] {1, 1}, new double[] {1, 2}, 1, 0))
        .hasMessageContaining("scores[1]");
    assertThatThrownBy(() -> TailScore.restored(new double[] {1, 2}, new double[] {2, 1}, 1, 0))
        .hasMessageContaining("tails[1]");
    assertThatThrownBy(() -> TailScore.restored(new double[] {1, 2}, new double[] {1, 2}, 0, 0))
        .hasMessageContaining("scale");
    assertThatThrownBy(() -> TailScore.restored(new double[] {1, 2}, new double[] {1, 2}, 1, 0.5))
        .hasMessageContaining("shape");
  }

  private static double[] draws(long seed, int n, DoubleUnaryOperator quantile) {
    return new Random(seed).doubles(n).map(quantile).toArray();
  }
}
