package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.kernel.Categories;
import io.vigia.kernel.CategoryMass;
import io.vigia.kernel.Classes;
import io.vigia.kernel.ContextColumn;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Missing;
import io.vigia.kernel.Preprocessing;
import io.vigia.kernel.RowSchema;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PreprocessedDensityTest {
  /** Row: x, kind, seeing. Coordinate: asinh x; context: kind (2), seeing, class (2). */
  private static final Preprocessing PREPROCESSING =
      Preprocessing.of(
          List.of(
              new FeatureColumn.Continuous(
                  "x", new MarginalTransform.Asinh(0, 1), 0, Missing.REJECT, null, 0, 1),
              new FeatureColumn.Categorical("kind", Categories.of(4, 7))),
          List.of(new ContextColumn.Continuous("seeing", 1, 2, false)),
          List.of(mass(0.8, 0.1), mass(0.2, 0.7)),
          List.of(),
          new Classes(List.of("a", "b"), List.of(0.25, 0.75)));

  private static CategoryMass mass(double four, double seven) {
    return CategoryMass.of(1e-9, new double[][] {{four, seven, 1 - four - seven}}, List.of());
  }

  @Test
  void theDensityIsTheMixtureOverClassesOfTheOriginalFeatures() {
    try (Density density = new PreprocessedDensity(PREPROCESSING, new Shifted(Meaning.EXACT))) {
      float[] rows = {0.5f, 4, 3, -2, 7, 1};
      double[] log = density.logDensity(rows, 2);
      assertThat(log[0]).isCloseTo(exact(0.5, 0.8, 0.2, 3), within(1e-6));
      assertThat(log[1]).isCloseTo(exact(-2, 0.1, 0.7, 1), within(1e-6));
      assertThat(density.schema()).isEqualTo(PREPROCESSING.schema());
      assertThat(density.standardError(rows, 2)[0]).isCloseTo(0.5, within(1e-6));
    }
  }

  @Test
  void classProbabilitiesAreThoseOfBayes() {
    try (PreprocessedDensity density =
        new PreprocessedDensity(PREPROCESSING, new Shifted(Meaning.EXACT))) {
      double[] probabilities = density.classProbabilities(new float[] {0.5f, 4, 3}, 1);
      double z = Math.log(0.5 + Math.sqrt(1.25));
      double a = 0.25 * 0.8 * normal(z - 1);
      double b = 0.75 * 0.2 * normal(z - 1 - 3);
      assertThat(probabilities[0]).isCloseTo(a / (a + b), within(1e-6));
      assertThat(probabilities[1]).isCloseTo(b / (a + b), within(1e-6));
    }
  }

  @Test
  void samplesHaveTheirCategoriesClassesAndContext() {
    int count = 20_000;
    float[] seeing = new float[count];
    Arrays.fill(seeing, 3);
    try (Density density = new PreprocessedDensity(PREPROCESSING, new Shifted(Meaning.EXACT))) {
      float[] samples = density.sample(seeing, count, 5);
      assertThat(samples).hasSize(2 * count).isEqualTo(density.sample(seeing, count, 5));
      double fours = 0;
      double mean = 0;
      for (int i = 0; i < count; i++) {
        fours += samples[2 * i + 1] == 4 ? 1.0 / count : 0;
        double x = samples[2 * i];
        mean += Math.log(x + Math.sqrt(x * x + 1)) / count;
      }
      // Of class a 8/9 are 4, of b 2/9: 'other' is never drawn. The mean is seeing' + 3 P(b).
      assertThat(fours).isCloseTo(0.25 * 8 / 9 + 0.75 * 2 / 9, within(0.015));
      assertThat(mean).isCloseTo(1 + 3 * 0.75, within(0.04));
    }
  }

  @Test
  void aScoreIsPassedOnWithoutTheVolume() {
    Preprocessing asinh =
        Preprocessing.of(
            PREPROCESSING.features().subList(0, 1), List.of(), List.of(), List.of(), Classes.NONE);
    Density score = new Constant();
    try (Density density = new PreprocessedDensity(asinh, score)) {
      assertThat(density.logDensity(new float[] {0, 50, Float.NaN}, 3))
          .startsWith(-2, -2)
          .satisfies(logs -> assertThat(logs[2]).isNaN());
    }
  }

  @Test
  void inputsThatDoNotFitAreRefused() {
    assertThatThrownBy(() -> new PreprocessedDensity(PREPROCESSING, new Constant()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("takes 1 numbers, the preprocessing gives 6");
  }

  private static double exact(double x, double massA, double massB, double seeing) {
    double z = Math.log(x + Math.sqrt(x * x + 1));
    double centre = (seeing - 1) / 2;
    double mixture = 0.25 * massA * normal(z - centre) + 0.75 * massB * normal(z - centre - 3);
    return Math.log(mixture) - 0.5 * Math.log(1 + x * x);
  }

  private static double normal(double z) {
    return Math.exp(-0.5 * z * z) / Math.sqrt(2 * Math.PI);
  }

  /** z ~ N(seeing + 3 b, 1), with a standard error of a half. */
  private record Shifted(Meaning meaning) implements Density {
    @Override
    public RowSchema schema() {
      return RowSchema.coordinates(1, 5);
    }

    @Override
    public double[] logDensity(float[] rows, int count) {
      double[] logs = new double[count];
      for (int i = 0; i < count; i++) {
        logs[i] = Math.log(normal(rows[6 * i] - rows[6 * i + 3] - 3 * rows[6 * i + 5]));
      }
      return logs;
    }

    @Override
    public double[] standardError(float[] rows, int count) {
      double[] errors = new double[count];
      Arrays.fill(errors, 0.5);
      return errors;
    }

    @Override
    public float[] sample(float[] context, int count, long seed) {
      SplittableRandom random = new SplittableRandom(seed);
      float[] z = new float[count];
      for (int i = 0; i < count; i++) {
        z[i] = (float) (context[5 * i + 2] + 3 * context[5 * i + 4] + random.nextGaussian());
      }
      return z;
    }

    @Override
    public void close() {}
  }

  /** A score of -2. */
  private record Constant() implements Density {
    @Override
    public Meaning meaning() {
      return Meaning.SCORE;
    }

    @Override
    public RowSchema schema() {
      return RowSchema.coordinates(1, 0);
    }

    @Override
    public double[] logDensity(float[] rows, int count) {
      double[] logs = new double[count];
      Arrays.fill(logs, -2);
      return logs;
    }

    @Override
    public float[] sample(float[] context, int count, long seed) {
      throw new UnsupportedOperationException("a score");
    }

    @Override
    public void close() {}
  }
}
