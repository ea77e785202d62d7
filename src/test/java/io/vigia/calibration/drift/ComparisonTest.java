package io.vigia.calibration.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.calibration.BinomialInterval;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.apache.commons.statistics.inference.MannWhitneyUTest;
import org.junit.jupiter.api.Test;

class ComparisonTest {
  private static double[] drawn(int rows, DoubleSupplier law) {
    double[] values = new double[rows];
    for (int i = 0; i < rows; i++) {
      values[i] = (float) law.getAsDouble();
    }
    return values;
  }

  private static BinnedSample sample(QuantileBins bins, double[] values) {
    BinnedSample sample = new BinnedSample(bins);
    for (double value : values) {
      sample.add((float) value, false);
    }
    return sample;
  }

  private static QuantileBins bins(double[] values) {
    float[] floats = new float[values.length];
    for (int i = 0; i < floats.length; i++) {
      floats[i] = (float) values[i];
    }
    return QuantileBins.of(floats);
  }

  private static Comparison compared(double[] reference, double[] now) {
    QuantileBins bins = bins(reference);
    return sample(bins, now).comparedWith(sample(bins, reference));
  }

  @Test
  void isTheTextbooksStatisticUpToTheBins() {
    Random random = new Random(2);
    double[] reference = drawn(4_000, random::nextGaussian);
    double[] now = drawn(1_500, () -> 0.3 + 1.2 * random.nextGaussian());
    Comparison comparison = compared(reference, now);
    double distance = KolmogorovSmirnovTest.withDefaults().statistic(now, reference);
    assertThat(comparison.distance()).isBetween(distance - 1.0 / 64, distance);
    double u = MannWhitneyUTest.withDefaults().statistic(now, reference);
    assertThat(comparison.location())
        .isCloseTo(u / ((double) now.length * reference.length) - 0.5, within(2e-3));
    assertThat(comparison.locationVariance()).isCloseTo(1 / 12.0, within(1e-3));
    assertThat(comparison.spreadVariance()).isCloseTo(1 / 48.0, within(1e-3));
  }

  @Test
  void samplesOfOneLawExceedEachCriticalValueNoMoreOftenThanStated() {
    double alpha = 0.05;
    int rounds = 1_000;
    int[] exceeding = new int[3];
    Random random = new Random(5);
    DoubleSupplier[] laws = {
      random::nextGaussian, () -> random.nextInt(4), () -> Math.exp(2 * random.nextGaussian())
    };
    for (int law = 0; law < laws.length; law++) {
      for (int round = 0; round < rounds; round++) {
        Comparison one = compared(drawn(1_000, laws[law]), drawn(256, laws[law]));
        exceeding[law] += one.ratio(alpha) > 1 ? 1 : 0;
      }
    }
    for (int count : exceeding) {
      assertThat(BinomialInterval.of(count, rounds, 0.99).low()).isLessThanOrEqualTo(alpha);
    }
  }

  @Test
  void aMeanThatMovedIsAShiftAndAWidthThatGrewIsNone() {
    Random random = new Random(7);
    double[] reference = drawn(10_000, random::nextGaussian);
    Comparison shifted = compared(reference, drawn(4_000, () -> 0.2 + random.nextGaussian()));
    Comparison wider = compared(reference, drawn(4_000, () -> 1.2 * random.nextGaussian()));
    assertThat(shifted.isMoved(0.02, 1e-4)).isTrue();
    assertThat(shifted.isShift()).isTrue();
    assertThat(wider.isMoved(0.02, 1e-4)).isTrue();
    assertThat(wider.isShift()).isFalse();
  }

  @Test
  void aSmallEffectIsNoDriftHoweverCertain() {
    Random random = new Random(9);
    double[] reference = drawn(400_000, random::nextGaussian);
    Comparison shifted = compared(reference, drawn(400_000, () -> 0.03 + random.nextGaussian()));
    assertThat(shifted.ratio(1e-6)).isGreaterThan(1);
    assertThat(shifted.isMoved(0.02, 1e-6)).isFalse();
    assertThat(shifted.isMoved(0.005, 1e-6)).isTrue();
  }

  @Test
  void whatIsMissingCounts() {
    Random random = new Random(13);
    double[] reference = drawn(2_000, random::nextGaussian);
    QuantileBins bins = bins(reference);
    double[] half = drawn(1_000, () -> random.nextBoolean() ? random.nextGaussian() : Double.NaN);
    BinnedSample now = sample(bins, half);
    assertThat(now.missing()).isCloseTo(0.5, within(0.05));
    assertThat(now.comparedWith(sample(bins, reference)).distance()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void aColumnWithOneValueIsNeitherFarNorNaN() {
    double[] constant = drawn(1_000, () -> 3);
    Comparison same = compared(constant, constant);
    assertThat(same.ratio(0.01)).isZero();
    Comparison other = compared(constant, drawn(1_000, () -> 4));
    assertThat(other.distance()).isEqualTo(1);
    assertThat(other.isMoved(0.02, 1e-6)).isTrue();
  }
}
