package io.vigia.calibration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.BinomialInterval;
import java.util.Random;
import java.util.SplittableRandom;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.statistics.distribution.BetaDistribution;
import org.apache.commons.statistics.distribution.BinomialDistribution;
import org.junit.jupiter.api.Test;

class RateMartingaleTest {
  private static final double PRE_CUT = 0.01;
  private static final int TABLE = 2_000;
  private static final int SCORED = 1_000;
  private static final int TICKS = 2_000;

  /** Whether counts at a rate raise an alarm within the ticks. */
  private static boolean isRaised(RateMartingale martingale, double rate, SplittableRandom random) {
    UniformRandomProvider source = random::nextLong;
    var counts = BinomialDistribution.of(SCORED, rate).createSampler(source);
    for (int tick = 0; tick < TICKS; tick++) {
      martingale.add(counts.sample(), SCORED, tick);
      if (martingale.isAlarm()) {
        return true;
      }
    }
    return false;
  }

  @Test
  void whatATableLetsThroughRaisesAlarmsNoMoreOftenThanStated() {
    double alpha = 0.1;
    int rank = (int) (PRE_CUT * (TABLE + 1));
    int alarms = 0;
    for (int stream = 0; stream < 200; stream++) {
      SplittableRandom random = new SplittableRandom(stream);
      double rate =
          BetaDistribution.of(rank, TABLE + 1.0 - rank)
              .inverseCumulativeProbability(random.nextDouble());
      alarms += isRaised(new RateMartingale(alpha, PRE_CUT, TABLE, 0), rate, random) ? 1 : 0;
    }
    assertThat(BinomialInterval.of(alarms, 200, 0.99).low()).isLessThanOrEqualTo(alpha);
  }

  @Test
  void findsThreeTimesAsManyAndAThirdAsMany() {
    for (int stream = 0; stream < 20; stream++) {
      SplittableRandom random = new SplittableRandom(new Random(stream).nextLong());
      RateMartingale many = new RateMartingale(0.01, PRE_CUT, TABLE, 0.2);
      assertThat(isRaised(many, 3 * PRE_CUT, random)).as("many, stream %s", stream).isTrue();
      assertThat(many.rate()).isGreaterThan(2 * PRE_CUT);
      RateMartingale few = new RateMartingale(0.01, PRE_CUT, TABLE, 0.2);
      assertThat(isRaised(few, PRE_CUT / 3, random)).as("few, stream %s", stream).isTrue();
    }
  }

  @Test
  void noCountsAreNoEvidence() {
    RateMartingale martingale = new RateMartingale(0.01, PRE_CUT, TABLE, 0.2);
    for (int tick = 0; tick < 1_000; tick++) {
      martingale.add(0, 0, tick);
    }
    assertThat(martingale.log()).isZero();
  }
}
