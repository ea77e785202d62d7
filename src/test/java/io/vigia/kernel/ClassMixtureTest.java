package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.Test;

class ClassMixtureTest {
  private static final Preprocessing TWO =
      Preprocessing.of(
          List.of(
              FeatureColumn.Continuous.plain("x"),
              new FeatureColumn.Categorical("kind", Categories.of(0, 1))),
          List.of(),
          List.of(mass(0.8, 0.1, 0.1), mass(0.2, 0.7, 0.1)),
          List.of(),
          new Classes(List.of("muon", "pion"), List.of(0.25, 0.75)));

  /** Of class k the mean is {@code 3 weight_k}, by a density of the test's own. */
  private static final CompiledDensity CONDITIONAL = new Shifted();

  private static CategoryMass mass(double... frequencies) {
    return CategoryMass.of(1e-9, new double[][] {frequencies}, List.of());
  }

  @Test
  void densityAndClassProbabilitiesAreThoseOfBayes() {
    ClassMixture.Scorer scorer = ((ClassMixture) TWO.before(CONDITIONAL)).newLogDensity();
    double[] probabilities = new double[2];
    for (float x = -4; x < 6; x += 0.5f) {
      double muon = 0.25 * 0.8 * normal(x);
      double pion = 0.75 * 0.2 * normal(x - 3);
      assertThat(scorer.logDensity(new float[] {x, 0}))
          .isCloseTo(Math.log(muon + pion), within(1e-6));
      scorer.classProbabilities(probabilities);
      assertThat(probabilities[0]).isCloseTo(muon / (muon + pion), within(1e-6));
      assertThat(probabilities[0] + probabilities[1]).isCloseTo(1, within(1e-12));
    }
  }

  @Test
  void farFromBothClassesNothingUnderflows() {
    ClassMixture.Scorer scorer = ((ClassMixture) TWO.before(CONDITIONAL)).newLogDensity();
    assertThat(scorer.logDensity(new float[] {1000, 1})).isFinite();
    double[] probabilities = new double[2];
    scorer.classProbabilities(probabilities);
    assertThat(probabilities[1]).isCloseTo(1, within(1e-12));
  }

  @Test
  void bulkIsSingleAndNothingIsAllocated() {
    LogDensity scorer = TWO.before(CONDITIONAL).newLogDensity();
    float[] rows = {0, 0, 1, 1, 2, 5};
    double[] bulk = new double[3];
    scorer.logDensities(rows, 3, bulk);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long before = threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    scorer.logDensities(rows, 3, bulk);
    long allocated = threads.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    assertThat(allocated).isZero();
    for (int i = 0; i < 3; i++) {
      assertThat(scorer.logDensity(rows, 2 * i)).isEqualTo(bulk[i]);
    }
  }

  @Test
  void priorsAreShares() {
    assertThatThrownBy(() -> new Classes(List.of("a", "b"), List.of(0.5, 0.6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("classes.priors is [0.5, 0.6]");
    assertThatThrownBy(() -> new Classes(List.of("a"), List.of(1.0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("two and more");
  }

  private static double normal(double x) {
    return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
  }

  /** x ~ N(3 c_3, 1), the context being the one-hot of kind, then that of the class. */
  private record Shifted() implements CompiledDensity {
    @Override
    public int inputs() {
      return 5;
    }

    @Override
    public LogDensity newLogDensity() {
      return new LogDensity() {
        @Override
        public int inputs() {
          return 5;
        }

        @Override
        public double logDensity(float[] vectors, int offset) {
          return Math.log(normal(0)) - 0.5 * square(vectors[offset] - 3 * vectors[offset + 4]);
        }

        @Override
        public void logDensities(float[] vectors, int count, double[] out) {
          for (int i = 0; i < count; i++) {
            out[i] = logDensity(vectors, 5 * i);
          }
        }
      };
    }

    private static double square(double x) {
      return x * x;
    }

    @Override
    public String name() {
      return "shifted";
    }

    @Override
    public long multiplications() {
      return 1;
    }
  }
}
