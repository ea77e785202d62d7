package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.feature.ColumnType;
import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.ClassMixture;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.LogDensity;
import io.vigia.kernel.Missing;
import io.vigia.training.RowLayout.ConditionChoice;
import io.vigia.training.RowLayout.FeatureChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;

/** What is learned, against densities that are known: each way in which a column can enter. */
class KnownDensitiesTest {
  private static final int ROWS = 8000;
  private static final int FRESH = 2000;
  private static final TrainingSettings SHORT =
      TrainingSettings.DEFAULT
          .withMembers(MemberSettings.of("maf", 3).withFlow(2, List.of(32, 32)))
          .withSteps(600)
          .withRate(4e-3);

  /** Draws a row and writes its class into the last place, which is no input. */
  private interface Source {
    void draw(SplittableRandom random, float[] row);
  }

  @Test
  void aNoisyObservationHasTheDensityOfTruthAndErrorTogether() {
    RowLayout layout =
        new RowLayout(
            List.of(FeatureChoice.auto("x")), List.of(ConditionChoice.error("x.sigma", 0)));
    Source source =
        (random, row) -> {
          row[1] = (float) Math.exp(0.7 * random.nextGaussian());
          row[0] = (float) (random.nextGaussian() + row[1] * random.nextGaussian());
        };
    TrainedMember trained = trained(layout, source);
    agrees(trained, source, row -> normal(row[0], Math.sqrt(1 + row[1] * row[1])), 0.02, 0.12);
  }

  @Test
  void theDensityOfWhatIsObservedIsTheMarginalOne() {
    RowLayout layout =
        new RowLayout(
            List.of(
                FeatureChoice.auto("x"),
                new FeatureChoice("y", ColumnType.AUTO, List.of(), Missing.MASK, Transform.AUTO)),
            List.of());
    Source source =
        (random, row) -> {
          row[0] = (float) random.nextGaussian();
          row[1] = (float) (5 + 3 * (0.8 * row[0] + 0.6 * random.nextGaussian()));
          if (random.nextInt(3) == 0) {
            row[1] = Float.NaN;
          }
        };
    TrainedMember trained = trained(layout, source);
    agrees(
        trained,
        source,
        row ->
            normal(row[0], 1) + (Float.isNaN(row[1]) ? 0 : normal(row[1] - 5 - 2.4 * row[0], 1.8)),
        0.03,
        0.12);
    assertThat(trained.preprocessing().groupNames())
        .containsExactly("complete", "missing y", "other");
  }

  @Test
  void missingValuesThatAreImputedHaveAProbability() {
    RowLayout layout =
        new RowLayout(
            List.of(
                FeatureChoice.auto("x"),
                new FeatureChoice("y", ColumnType.AUTO, List.of(), Missing.IMPUTE, Transform.AUTO)),
            List.of());
    Source source =
        (random, row) -> {
          row[0] = (float) random.nextGaussian();
          boolean missing = random.nextInt(20) == 0;
          row[1] = missing ? Float.NaN : (float) (row[0] + random.nextGaussian());
        };
    agrees(
        trained(layout, source),
        source,
        row ->
            normal(row[0], 1)
                + (Float.isNaN(row[1])
                    ? Math.log(0.05)
                    : Math.log(0.95) + normal(row[1] - row[0], 1)),
        0.03,
        0.12);
  }

  @Test
  void categoriesAtomsAndCountsHaveTheirProbabilities() {
    RowLayout layout =
        new RowLayout(
            List.of(
                FeatureChoice.auto("kind"), FeatureChoice.auto("x"), FeatureChoice.auto("count")),
            List.of());
    double[] weights = {0.6, 0.3, 0.1};
    float[] codes = {1, 22, 333};
    Source source =
        (random, row) -> {
          double u = random.nextDouble();
          int kind = u < 0.6 ? 0 : u < 0.9 ? 1 : 2;
          row[0] = codes[kind];
          row[1] =
              random.nextInt(4) == 0 ? 0 : (float) (3 * kind + (1 + kind) * random.nextGaussian());
          row[2] = (float) Math.rint(4 * random.nextGaussian());
        };
    ToDoubleFunction<float[]> exact =
        row -> {
          int kind = row[0] == 1 ? 0 : row[0] == 22 ? 1 : 2;
          double x =
              row[1] == 0 ? Math.log(0.25) : Math.log(0.75) + normal(row[1] - 3 * kind, 1 + kind);
          NormalDistribution count = NormalDistribution.of(0, 4);
          return Math.log(weights[kind])
              + x
              + Math.log(count.probability(row[2] - 0.5, row[2] + 0.5));
        };
    TrainedMember trained = trained(layout, source);
    agrees(trained, source, exact, 0.05, 0.18);
  }

  @Test
  void aValueNeverSeenIsImprobableAndNotImpossible() {
    RowLayout layout =
        new RowLayout(List.of(FeatureChoice.auto("kind"), FeatureChoice.auto("x")), List.of());
    Source source =
        (random, row) -> {
          row[0] = random.nextInt(2);
          row[1] = (float) random.nextGaussian();
        };
    LogDensity density = compiled(trained(layout, source)).newLogDensity();
    double seen = density.logDensity(new float[] {1, 0});
    double never = density.logDensity(new float[] {7, 0});
    assertThat(never).isFinite().isLessThan(seen - 4);
  }

  @Test
  void heavyTailsAreLearnedInEitherCoordinates() {
    RowLayout layout =
        new RowLayout(
            List.of(
                new FeatureChoice("x", ColumnType.AUTO, List.of(), Missing.REJECT, Transform.ASINH),
                new FeatureChoice(
                    "y", ColumnType.AUTO, List.of(), Missing.REJECT, Transform.QUANTILE)),
            List.of());
    // x is of Johnson's S_U, y log-normal.
    Source source =
        (random, row) -> {
          row[0] = (float) Math.sinh(1.5 * random.nextGaussian());
          row[1] = (float) Math.exp(random.nextGaussian());
        };
    ToDoubleFunction<float[]> exact =
        row -> {
          double z = Math.log(row[0] + Math.sqrt(1.0 * row[0] * row[0] + 1));
          return normal(z, 1.5)
              - 0.5 * Math.log(1 + 1.0 * row[0] * row[0])
              + normal(Math.log(row[1]), 1)
              - Math.log(row[1]);
        };
    agrees(trained(layout, source), source, exact, 0.05, 0.2);
  }

  @Test
  void classesAreToldByBayes() {
    RowLayout layout =
        new RowLayout(List.of(FeatureChoice.auto("x"), FeatureChoice.auto("flag")), List.of());
    // Class b: shifted, and its flag is rarer.
    Source source =
        (random, row) -> {
          boolean b = random.nextInt(4) == 0;
          row[0] = (float) ((b ? 2 : 0) + random.nextGaussian());
          row[1] = random.nextInt(10) < (b ? 2 : 7) ? 1 : 0;
          row[2] = b ? 1 : 0;
        };
    TrainedMember trained = trained(layout, source);
    ToDoubleFunction<float[]> ofA =
        row -> Math.log(0.75) + normal(row[0], 1) + Math.log(row[1] == 1 ? 0.7 : 0.3);
    ToDoubleFunction<float[]> ofB =
        row -> Math.log(0.25) + normal(row[0] - 2, 1) + Math.log(row[1] == 1 ? 0.2 : 0.8);
    agrees(
        trained,
        source,
        row -> Math.log(Math.exp(ofA.applyAsDouble(row)) + Math.exp(ofB.applyAsDouble(row))),
        0.03,
        0.12);
    ClassMixture mixture = (ClassMixture) compiled(trained);
    assertThat(mixture.classes().names()).containsExactly("a", "b");
    ClassMixture.Scorer scorer = mixture.newLogDensity();
    SplittableRandom random = new SplittableRandom(77);
    double[] probabilities = new double[2];
    float[] row = new float[3];
    double error = 0;
    for (int i = 0; i < FRESH; i++) {
      source.draw(random, row);
      scorer.logDensity(row);
      scorer.classProbabilities(probabilities);
      double a = Math.exp(ofA.applyAsDouble(row));
      double b = Math.exp(ofB.applyAsDouble(row));
      error += Math.abs(probabilities[1] - b / (a + b)) / FRESH;
    }
    assertThat(error).isLessThan(0.03);
  }

  private static TrainedMember trained(RowLayout layout, Source source) {
    SplittableRandom random = new SplittableRandom(42);
    int inputs = layout.inputs();
    float[] rows = new float[ROWS * inputs];
    float[] row = new float[inputs + 1];
    List<String> labels = new ArrayList<>();
    boolean classes = false;
    for (int i = 0; i < ROWS; i++) {
      row[inputs] = -1;
      source.draw(random, row);
      System.arraycopy(row, 0, rows, i * inputs, inputs);
      classes = row[inputs] >= 0;
      labels.add(row[inputs] > 0 ? "b" : "a");
    }
    TrainingSet set =
        TrainingSet.of(layout, rows, SyntheticRows.singly(ROWS), classes ? labels : List.of());
    return DensityTraining.train(set, SHORT, TrainingProgress.NONE).first();
  }

  private static CompiledDensity compiled(TrainedMember trained) {
    return trained.preprocessing().before(CompiledDensity.of(trained.weights(), Kernel.selected()));
  }

  /**
   * On fresh rows: the mean difference, an estimate of the Kullback-Leibler divergence, and the
   * mean size of the difference, nats.
   */
  private static void agrees(
      TrainedMember trained,
      Source source,
      ToDoubleFunction<float[]> exact,
      double divergence,
      double size) {
    LogDensity density = compiled(trained).newLogDensity();
    SplittableRandom random = new SplittableRandom(43);
    float[] row = new float[density.inputs() + 1];
    double sum = 0;
    double sizes = 0;
    for (int i = 0; i < FRESH; i++) {
      source.draw(random, row);
      double difference = exact.applyAsDouble(row) - density.logDensity(row);
      sum += difference / FRESH;
      sizes += Math.abs(difference) / FRESH;
    }
    assertThat(sum).as("divergence").isCloseTo(0, within(divergence));
    assertThat(sizes).as("mean size of differences").isLessThan(size);
  }

  private static double normal(double x, double deviation) {
    double z = x / deviation;
    return -0.5 * z * z - Math.log(deviation) - 0.5 * Math.log(2 * Math.PI);
  }
}
