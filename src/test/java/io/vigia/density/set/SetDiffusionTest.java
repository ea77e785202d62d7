package io.vigia.density.set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import io.vigia.density.DifferentiatedLoss;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.RowNoise;
import io.vigia.density.diffusion.Sampling;
import io.vigia.kernel.DensityWeights;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Sets of 2 to 4 points in the plane around a common centre {@code c + n_0}, c the context: {@code
 * x_i = 5 + 2 (c + n_0 + 0.3 n_i)} in each coordinate, n standard normal.
 */
class SetDiffusionTest {
  private static final int N = 4;
  private static final int INPUTS = 3 * N + 1;
  private static final SetArchitecture POOLED = SetArchitecture.pooled(N, 2, 1, 24, 2);
  private static final SetArchitecture GRAPH = SetArchitecture.graph(N, 2, 1, 16, 2, 3, 2);

  private static DensityWeights trained;
  private static double loss;

  @BeforeAll
  static void train() {
    float[] seen = rows(2000, 1);
    try (GradientLearner learner = learner(POOLED, seen)) {
      float[] batch = new float[128 * INPUTS];
      SplittableRandom random = new SplittableRandom(1);
      for (int step = 0; step < 900; step++) {
        for (int i = 0; i < 128; i++) {
          System.arraycopy(seen, random.nextInt(2000) * INPUTS, batch, i * INPUTS, INPUTS);
        }
        assertThat(learner.step(batch, 128, 4e-3 * (1 - step / 900.0))).isFinite();
      }
      loss = learner.loss(learner.parameters(), rows(4000, 2), 4000);
      trained = learner.weights(learner.parameters());
    }
  }

  @Test
  void theTrainedBoundComesCloseToTheExactLikelihood() {
    float[] heldOut = rows(4000, 2);
    double exact = 0;
    double independent = 0;
    for (int row = 0; row < 4000; row++) {
      exact -= logDensity(heldOut, row) / 4000;
      independent += Math.log(3) / 4000;
      for (int i = 0; i < 2 * members(heldOut, row); i++) {
        double u = (heldOut[row * INPUTS + i] - 5) / 2;
        double variance = 1 + 1 + 0.09;
        independent += (u * u / variance + Math.log(2 * Math.PI * variance * 4)) / 2 / 4000;
      }
    }
    assertThat(independent).isGreaterThan(exact + 3);
    assertThat(loss).isBetween(exact - 0.1, exact + 0.6);
  }

  @Test
  void theScoreOfASetDoesNotDependOnItsOrderItsPaddingOrItsBatch() {
    for (SetArchitecture architecture : new SetArchitecture[] {POOLED, GRAPH}) {
      try (SetDiffusionDensity density =
          SetDiffusionDensity.open(random(architecture), Device.cpu())) {
        float[] rows = rows(20, 3);
        double[] scores = density.logDensity(rows, 20);
        for (int row = 0; row < 20; row++) {
          float[] shuffled = shuffled(rows, row);
          assertThat(shuffled)
              .isNotEqualTo(Arrays.copyOfRange(rows, row * INPUTS, (row + 1) * INPUTS));
          assertThat(density.logDensity(shuffled, 1)[0]).isEqualTo(scores[row]);
        }
      }
    }
  }

  @Test
  void samplesFollowContextAndCounts() {
    int count = 1500;
    float[] context = new float[count];
    Arrays.fill(context, 1);
    try (SetDiffusionDensity density = SetDiffusionDensity.open(trained, Device.cpu())) {
      float[] sets =
          density.sample(context, count, 1, new Sampling(Sampling.Method.PROBABILITY_FLOW, 30));
      double centre = 0;
      double centreSquare = 0;
      double within = 0;
      int[] counts = new int[N + 1];
      for (int row = 0; row < count; row++) {
        int start = row * 3 * N;
        int members = 0;
        for (int i = 0; i < N; i++) {
          members += (int) sets[start + 2 * N + i];
        }
        counts[members]++;
        for (int i = members; i < N; i++) {
          assertThat(sets[start + 2 * i]).isZero();
        }
        double first = (sets[start] - 5) / 2;
        double second = (sets[start + 2] - 5) / 2;
        centre += first / count;
        centreSquare += first * first / count;
        within += (first - second) * (first - second) / 2 / count;
      }
      assertThat(centre).isCloseTo(1, within(0.12));
      assertThat(centreSquare - centre * centre).isCloseTo(1.09, within(0.25));
      assertThat(within).isCloseTo(0.09, within(0.05));
      assertThat(counts[2] / (double) count).isCloseTo(1 / 3.0, within(0.06));
      assertThat(counts[4] / (double) count).isCloseTo(1 / 3.0, within(0.06));
    }
  }

  @Test
  void scoringAndSamplingLeaveNoArrayBehind() {
    try (SetDiffusionDensity density = SetDiffusionDensity.open(random(GRAPH), Device.cpu())) {
      int arrays = density.nativeArrays();
      density.logDensity(rows(20, 3), 20);
      density.sample(new float[3], 3, 1, new Sampling(Sampling.Method.ANCESTRAL, 3));
      assertThat(density.nativeArrays()).isEqualTo(arrays);
    }
  }

  @Test
  void aGarbageCollectionBeforeTheBackwardPassChangesNothing() {
    float[] rows = rows(32, 4);
    for (SetArchitecture architecture : new SetArchitecture[] {POOLED, GRAPH}) {
      try (TrainableSetDiffusion density =
          TrainableSetDiffusion.of(architecture, rows, 32, Device.cpu())) {
        float[] theta = moved(density);
        float[] gradient = DifferentiatedLoss.gradient(density, theta, rows, () -> {});
        assertThat(gradient[0]).isNotZero();
        assertThat(
                DifferentiatedLoss.gradient(
                    density, theta, rows, DifferentiatedLoss::collectAndOverwrite))
            .isEqualTo(gradient);
      }
    }
  }

  @Test
  void aCountThatIsRareCostsItsMass() {
    CountTable table = CountTable.of(new int[] {2, 2, 2, 3}, 4);
    double total = 0;
    for (int n = 0; n <= 4; n++) {
      total += Math.exp(table.logMass(n));
    }
    assertThat(total).isCloseTo(1, within(1e-6));
    assertThat(Math.exp(table.logMass(2))).isCloseTo(3.5 / 6.5, within(1e-6));
    assertThat(Math.exp(table.logMass(0))).isCloseTo(0.5 / 6.5, within(1e-6));
  }

  @Test
  void aMaskThatIsNeitherZeroNorOneIsRefused() {
    float[] rows = rows(2, 3);
    rows[INPUTS + 2 * N + 1] = 0.5f;
    try (SetDiffusionDensity density = SetDiffusionDensity.open(trained, Device.cpu())) {
      assertThatThrownBy(() -> density.logDensity(rows, 2))
          .hasMessage("row 1 says 0.5 for whether particle 1 is there; allowed: 0, 1");
    }
  }

  /** Weights that are far from where training begins. */
  private static DensityWeights random(SetArchitecture architecture) {
    try (TrainableSetDiffusion density =
        TrainableSetDiffusion.of(architecture, rows(50, 9), 50, Device.cpu())) {
      return density.weights(moved(density));
    }
  }

  private static float[] moved(TrainableSetDiffusion density) {
    float[] theta = density.initial(1);
    float[] noise = RowNoise.normal(2, theta.length);
    for (int i = 0; i < theta.length; i++) {
      theta[i] += 0.1f * noise[i];
    }
    return theta;
  }

  private static GradientLearner learner(SetArchitecture architecture, float[] rows) {
    return new GradientLearner(
        TrainableSetDiffusion.of(architecture, rows, rows.length / INPUTS, Device.cpu()),
        Optimisation.DEFAULT,
        1,
        Device.cpu());
  }

  private static int members(float[] rows, int row) {
    int members = 0;
    for (int i = 0; i < N; i++) {
      members += (int) rows[row * INPUTS + 2 * N + i];
    }
    return members;
  }

  /**
   * Given n, the coordinates have variances {@code 0.09} and, along their mean, {@code 0.09 + n}.
   */
  private static double logDensity(float[] rows, int row) {
    int members = members(rows, row);
    double c = rows[row * INPUTS + INPUTS - 1];
    double log = -Math.log(3);
    for (int coordinate = 0; coordinate < 2; coordinate++) {
      double sum = 0;
      double squares = 0;
      for (int i = 0; i < members; i++) {
        double u = (rows[row * INPUTS + 2 * i + coordinate] - 5) / 2 - c;
        sum += u;
        squares += u * u;
      }
      double along = sum * sum / members;
      double wide = 0.09 + members;
      log -= (along / wide + (squares - along) / 0.09) / 2;
      log -= (Math.log(wide) + (members - 1) * Math.log(0.09)) / 2;
      log -= members * (Math.log(2 * Math.PI) / 2 + Math.log(2));
    }
    return log;
  }

  /** A row with its members in reverse order behind a gap that holds anything. */
  private static float[] shuffled(float[] rows, int row) {
    int members = members(rows, row);
    float[] out = Arrays.copyOfRange(rows, row * INPUTS, (row + 1) * INPUTS);
    Arrays.fill(out, 2 * N, 3 * N, 0);
    for (int i = 0; i < N; i++) {
      boolean there = N - 1 - i < members;
      int from = row * INPUTS + 2 * (N - 1 - i);
      out[2 * i] = there ? rows[from] : 123;
      out[2 * i + 1] = there ? rows[from + 1] : -7;
      out[2 * N + i] = there ? 1 : 0;
    }
    return out;
  }

  private static float[] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[count * INPUTS];
    for (int row = 0; row < count; row++) {
      int start = row * INPUTS;
      double c = random.nextGaussian();
      double[] centre = {c + random.nextGaussian(), c + random.nextGaussian()};
      int members = 2 + random.nextInt(3);
      for (int i = 0; i < 2 * members; i++) {
        rows[start + i] = (float) (5 + 2 * (centre[i % 2] + 0.3 * random.nextGaussian()));
      }
      Arrays.fill(rows, start + 2 * N, start + 2 * N + members, 1);
      rows[start + 3 * N] = (float) c;
    }
    return rows;
  }
}
