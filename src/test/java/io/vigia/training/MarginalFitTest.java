package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.SplineTransform;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.Test;

class MarginalFitTest {
  private static final DoubleUnaryOperator CAUCHY = z -> Math.tan(Math.atan(1) * 4 * (phi(z) - .5));

  @Test
  void asinhFindsTheScaleOfAnSUVariable() {
    // x = 3 + 0.5 sinh(2 z): asinh((x - 3) / 0.5) is normal.
    MarginalTransform.Asinh asinh =
        MarginalFit.asinh(sample(20_000, z -> 3 + 0.5 * Math.sinh(2 * z)));
    assertThat(asinh.location()).isCloseTo(3, within(0.03));
    assertThat(asinh.scale()).isCloseTo(0.5, within(0.05));
  }

  @Test
  void ranksMakeAnyShapeNormalToTheMassBetweenTwoKnots() {
    for (DoubleUnaryOperator shape :
        new DoubleUnaryOperator[] {Math::exp, z -> z < 0 ? z : 10 + z * z, MarginalFitTest::phi}) {
      double[] values = sample(4000, shape);
      MarginalTransform quantile = MarginalFit.of(Transform.QUANTILE, values, Meaning.EXACT);
      double[] z = Arrays.stream(values).map(quantile::apply).toArray();
      assertThat(
              KolmogorovSmirnovTest.withDefaults()
                  .test(z, NormalDistribution.of(0, 1)::cumulativeProbability)
                  .getStatistic())
          .isLessThan(0.05);
    }
  }

  @Test
  void repeatedValuesMakeNoPeak() {
    double[] values = sample(4000, z -> z < 1 ? 5 : 5 + z);
    SplineTransform quantile = MarginalFit.quantile(values);
    double steepest = Arrays.stream(quantile.slopes()).max().orElseThrow();
    assertThat(steepest).isFinite().isLessThan(1000);
    assertThat(quantile.logDerivative(5)).isLessThan(Math.log(2000));
  }

  @Test
  void unaskedTheFeatureStaysAsItIsAndBeyondItsRangeCountsAsFartherOut() {
    double[] values = sample(5000, z -> 7 + 2 * z);
    MarginalTransform auto = MarginalFit.of(Transform.AUTO, values, Meaning.EXACT);
    // One in ten thousand at either end is beyond: of 5,000 the very outermost.
    for (int i = 1; i + 1 < values.length; i++) {
      assertThat(auto.apply(values[i])).isCloseTo(values[i], within(1e-12));
      assertThat(auto.logDerivative(values[i])).isZero();
    }
    double last = values[values.length - 1];
    assertThat(auto.apply(last + 10) - auto.apply(last + 1))
        .isCloseTo(9 * MarginalFit.STRETCH, within(1e-9));
    assertThat(auto.logDerivative(values[0] - 10))
        .isCloseTo(Math.log(MarginalFit.STRETCH), within(1e-9));
  }

  @Test
  void veryHeavyTailsAreTakenByAsinhUnasked() {
    assertThat(MarginalFit.of(Transform.AUTO, sample(5000, Math::exp), Meaning.EXACT))
        .isInstanceOf(SplineTransform.class);
    assertThat(MarginalFit.of(Transform.AUTO, sample(5000, CAUCHY), Meaning.EXACT))
        .isInstanceOf(MarginalTransform.Asinh.class);
    assertThat(MarginalFit.of(Transform.AUTO, sample(5000, CAUCHY), Meaning.SCORE))
        .as("a score measures distances in the feature's unit")
        .isInstanceOf(SplineTransform.class);
    assertThat(MarginalFit.of(Transform.NONE, sample(5000, CAUCHY), Meaning.EXACT))
        .isEqualTo(MarginalTransform.NONE);
  }

  private static double phi(double z) {
    return NormalDistribution.of(0, 1).cumulativeProbability(z);
  }

  private static double[] sample(int count, DoubleUnaryOperator shape) {
    SplittableRandom random = new SplittableRandom(11);
    double[] values = new double[count];
    for (int i = 0; i < count; i++) {
      values[i] = shape.applyAsDouble(random.nextGaussian());
    }
    Arrays.sort(values);
    return values;
  }
}
