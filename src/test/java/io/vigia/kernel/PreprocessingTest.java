package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PreprocessingTest {
  private static final float NAN = Float.NaN;

  /** Every kind of column at once. */
  private static final Preprocessing ALL =
      Preprocessing.of(
          List.of(
              new FeatureColumn.Continuous(
                  "x", new MarginalTransform.Asinh(0.3, 0.7), 0, Missing.IMPUTE, -999f, 0.1, 1.1),
              new FeatureColumn.Categorical("kind", Categories.of(3, 1, NAN)),
              new FeatureColumn.Continuous(
                  "y", MarginalTransform.NONE, 0.5, Missing.MASK, null, -0.2, 2)),
          List.of(
              new ContextColumn.Continuous("seeing", 1.1, 0.3, true),
              new ContextColumn.Categorical("band", Categories.of(0, 1)),
              new ContextColumn.Sigma("x_err", 0, -1.5, 0.5)),
          List.of(
              CategoryMass.of(
                  2.5,
                  new double[][] {{0.7, 0.1, 0.2}, {0.5, 0.3, 0.1, 0.1}},
                  List.of(
                      new CategoryMass.Combination(List.of(0, 0), 60),
                      new CategoryMass.Combination(List.of(0, 1), 30),
                      new CategoryMass.Combination(List.of(2, 1), 10)))),
          List.of(Set.of(), Set.of("y")),
          Classes.NONE);

  static List<MarginalTransform> transforms() {
    return MarginalTransformTest.all().toList();
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void theDensityOfAFeatureIntegratesToOne(MarginalTransform transform) {
    LogDensity density =
        continuous(transform, Missing.REJECT, null)
            .before(new StandardNormal(1, 0, 0))
            .newLogDensity();
    double from = transform.inverse(-7);
    double to = transform.inverse(7);
    // Even in z, since the density is narrow in x where the transform is steep.
    int steps = 20_000;
    double sum = 0;
    for (int i = 0; i < steps; i++) {
      double left = transform.inverse(-7 + 14.0 * i / steps);
      double right = transform.inverse(-7 + 14.0 * (i + 1) / steps);
      float middle = (float) ((left + right) / 2);
      sum += Math.exp(density.logDensity(new float[] {middle})) * (right - left);
    }
    assertThat(from).isLessThan(to);
    assertThat(sum).isCloseTo(1, within(1e-3));
  }

  @Test
  void aFillersKnownDensityIsDividedOut() {
    Preprocessing missing = continuous(MarginalTransform.NONE, Missing.MASK, null);
    // Its coordinate has the filler's density, N(0.5, 3^2): nothing is left where it is missing.
    float[] out = new float[2];
    double volume = missing.apply(new float[] {NAN}, 0, out, 0);
    assertThat(out).containsExactly(0.5f, 1f);
    assertThat(volume - Math.log(3) - 0.5 * Math.log(2 * Math.PI)).isCloseTo(0, within(1e-12));
    assertThat(missing.apply(new float[] {7}, 0, out, 0)).isZero();
    assertThat(out).containsExactly(7f, 0f);
  }

  @Test
  void anAtomHasAMassAndTheRestADensity() {
    Preprocessing atom =
        Preprocessing.of(
            List.of(
                new FeatureColumn.Continuous(
                    "x", MarginalTransform.NONE, 0, Missing.REJECT, 0f, 0, 1)),
            List.of(),
            List.of(CategoryMass.of(1, new double[][] {{0.25, 0.75}}, List.of())),
            List.of(),
            Classes.NONE);
    LogDensity density = atom.before(new StandardNormal(1, 1, 0)).newLogDensity();
    assertThat(density.logDensity(new float[] {0})).isCloseTo(Math.log(0.75), within(1e-7));
    assertThat(density.logDensity(new float[] {-0f})).isCloseTo(Math.log(0.75), within(1e-7));
    assertThat(density.logDensity(new float[] {2}))
        .isCloseTo(Math.log(0.25) - 0.5 * Math.log(2 * Math.PI) - 2, within(1e-7));
  }

  @Test
  void theMassOfAllCategoriesIsOneAndNoneIsZero() {
    double sum = 0;
    for (float x : new float[] {1, NAN, -999}) {
      for (float kind : new float[] {1, 3, NAN, 77}) { // 77: other
        double mass = Math.exp(ALL.logMass(0, new float[] {x, kind, 0, 1, 0, 1}, 0));
        assertThat(mass).isPositive();
        sum += mass;
      }
    }
    assertThat(sum).isCloseTo(1, within(1e-12));
  }

  @Test
  void theMassFollowsCountsAndFrequencies() {
    double seen = (30 + 2.5 * 0.7 * 0.3) / 102.5;
    double never = 2.5 * 0.1 * 0.1 / 102.5;
    assertThat(ALL.logMass(0, new float[] {5, 3, 0}, 0)).isCloseTo(Math.log(seen), within(1e-12));
    assertThat(ALL.logMass(0, new float[] {NAN, 88, 0}, 0))
        .isCloseTo(Math.log(never), within(1e-12));
  }

  @Test
  void everyColumnHasItsPlace() {
    float[] out = new float[ALL.coordinates() + ALL.context()];
    ALL.apply(new float[] {9, -999, 3, 6, 0.8f, 1, 0.2f}, 1, out, 0);
    assertThat(out[0]).isEqualTo(0.1f);
    assertThat(out[1]).isEqualTo(6f);
    assertThat(out).startsWith(0.1f, 6f, 0f, 1f, 0f, 1f, 0f, 0f);
    assertThat(out[8]).isCloseTo(-1, within(1e-6f));
    assertThat(out[9]).isZero();
    assertThat(out[10]).isZero();
    assertThat(out[11]).isEqualTo(1f);
    assertThat(out[12]).isCloseTo((float) ((Math.log(0.2) + 1.5) / 0.5), within(1e-5f));
    assertThat(ALL.coordinateSchema().inputs()).isEqualTo(out.length);
    assertThat(ALL.coordinateSchema().features()).containsExactly("x", "y");
  }

  @Test
  void patternsWithoutAGroupShareTheLast() {
    assertThat(ALL.groupNames()).containsExactly("complete", "missing y", "other");
    assertThat(ALL.groups()).isEqualTo(3);
    assertThat(ALL.group(new float[] {NAN, 1, 2, 0, 0, 1}, 0)).isEqualTo(0);
    assertThat(ALL.group(new float[] {1, 1, NAN, 0, 0, 1}, 0)).isEqualTo(1);
    Preprocessing pooled =
        Preprocessing.of(ALL.features(), List.of(), ALL.masses(), List.of(Set.of()), Classes.NONE);
    assertThat(pooled.group(new float[] {1, 1, NAN}, 0)).isEqualTo(1);
    assertThat(Preprocessing.identity(RowSchema.coordinates(2, 0)).groups()).isEqualTo(1);
  }

  @Test
  void jsonGivesTheSameToTheLastBit() throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    Preprocessing again =
        Preprocessing.fromJson(mapper.readTree(mapper.writeValueAsString(ALL.toJson())));
    assertThat(again.toJson()).isEqualTo(ALL.toJson());
    LogDensity before = ALL.before(new StandardNormal(2, 11, 0.1)).newLogDensity();
    LogDensity after = again.before(new StandardNormal(2, 11, 0.1)).newLogDensity();
    float[] rows = rows(500);
    for (int i = 0; i < 500; i++) {
      assertThat(after.logDensity(rows, 6 * i)).isEqualTo(before.logDensity(rows, 6 * i));
    }
  }

  @ParameterizedTest
  @MethodSource("transforms")
  void transformsSurviveJson(MarginalTransform transform) throws JsonProcessingException {
    ObjectMapper mapper = new ObjectMapper();
    String json = mapper.writeValueAsString(continuous(transform, Missing.REJECT, null).toJson());
    assertThat(Preprocessing.fromJson(mapper.readTree(json)).features())
        .isEqualTo(continuous(transform, Missing.REJECT, null).features());
  }

  @Test
  void bulkScoresAreThoseOfSingleRowsAndNothingIsAllocated() {
    LogDensity density = ALL.before(new StandardNormal(2, 11, 0.1)).newLogDensity();
    int count = 1001;
    float[] rows = rows(count);
    double[] bulk = new double[count];
    density.logDensities(rows, count, bulk);
    for (int i = 0; i < count; i++) {
      assertThat(bulk[i]).isFinite().isEqualTo(density.logDensity(rows, 6 * i));
    }
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long thread = Thread.currentThread().getId();
    long before = threads.getThreadAllocatedBytes(thread);
    density.logDensities(rows, count, bulk);
    for (int i = 0; i < count; i++) {
      bulk[i] = density.logDensity(rows, 6 * i) + ALL.group(rows, 6 * i);
    }
    assertThat(threads.getThreadAllocatedBytes(thread) - before).isZero();
  }

  @Test
  void aValueThatMayNotBeMissingGivesNoScore() {
    LogDensity density = ALL.before(new StandardNormal(2, 11, 0)).newLogDensity();
    assertThat(density.logDensity(new float[] {NAN, NAN, NAN, NAN, NAN, 1})).isFinite();
    assertThat(density.logDensity(new float[] {1, 1, 1, 1, 1, NAN})).isNaN();
    Preprocessing plain = continuous(MarginalTransform.NONE, Missing.REJECT, null);
    assertThat(
            plain.before(new StandardNormal(1, 0, 0)).newLogDensity().logDensity(new float[] {NAN}))
        .isNaN();
  }

  @Test
  void identityIsTheDensityItself() {
    CompiledDensity density = new StandardNormal(2, 1, 0.5);
    Preprocessing identity = Preprocessing.identity(RowSchema.coordinates(2, 1));
    assertThat(identity.before(density)).isSameAs(density);
    assertThat(identity.isIdentity()).isTrue();
    assertThat(ALL.isIdentity()).isFalse();
    assertThatThrownBy(() -> identity.before(new StandardNormal(3, 1, 0)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 coordinates and 1 context");
  }

  @Test
  void sampledCategoriesHaveTheirMass() {
    SplittableRandom random = new SplittableRandom(3);
    float[] row = new float[3];
    int atoms = 0;
    int draws = 40_000;
    for (int i = 0; i < draws; i++) {
      ALL.drawCategories(0, random, row, 0);
      assertThat(row[1] == 1 || row[1] == 3 || Float.isNaN(row[1])).isTrue();
      ALL.restore(new float[] {2, -3}, 0, row, 0);
      assertThat(row[2]).isEqualTo(-3f);
      if (row[0] == -999) {
        atoms++;
      } else if (!Float.isNaN(row[0])) {
        assertThat(row[0]).isCloseTo((float) (0.3 + 0.7 * Math.sinh(2)), within(1e-5f));
      }
    }
    // other, a tenth of the prior's 2.5 rows, is never drawn
    double expected = (10 + 2.5 * 0.2 * 0.9) / (102.5 - 2.5 * 0.1);
    assertThat(atoms / (double) draws).isCloseTo(expected, within(0.006));
  }

  @Test
  void whatDoesNotFitIsRefused() {
    assertThatThrownBy(
            () -> Preprocessing.of(ALL.features(), List.of(), List.of(), List.of(), Classes.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 masses of categories; allowed: 1");
    assertThatThrownBy(
            () ->
                Preprocessing.of(
                    ALL.features(), List.of(), ALL.masses(), List.of(Set.of("x")), Classes.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mask_groups names [x]");
    assertThatThrownBy(
            () ->
                Preprocessing.of(
                    List.of(new FeatureColumn.Categorical("c", Categories.of(1))),
                    List.of(),
                    List.of(),
                    List.of(),
                    Classes.NONE))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no feature of [c] has a density");
    assertThatThrownBy(() -> CategoryMass.of(1, new double[][] {{0.5, 0.4}}, List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("mass.frequencies[0] sums to 0.9");
    assertThatThrownBy(
            () -> Preprocessing.fromJson(new ObjectMapper().readTree("{\"features\": 3}")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("preprocessing: features is 3; allowed: a list");
  }

  private static Preprocessing continuous(
      MarginalTransform transform, Missing missing, @org.jspecify.annotations.Nullable Float atom) {
    return Preprocessing.of(
        List.of(new FeatureColumn.Continuous("x", transform, 0, missing, atom, 0.5, 3)),
        List.of(),
        List.of(),
        List.of(),
        Classes.NONE);
  }

  private static float[] rows(int count) {
    SplittableRandom random = new SplittableRandom(8);
    float[] rows = new float[6 * count];
    for (int i = 0; i < rows.length; i += 6) {
      rows[i] =
          random.nextInt(3) == 0
              ? -999
              : random.nextInt(4) == 0 ? NAN : (float) random.nextGaussian();
      rows[i + 1] = random.nextInt(5);
      rows[i + 2] = random.nextInt(3) == 0 ? NAN : (float) random.nextGaussian();
      rows[i + 3] = random.nextInt(3) == 0 ? NAN : (float) random.nextGaussian();
      rows[i + 4] = random.nextInt(3);
      rows[i + 5] = (float) random.nextDouble(0.1, 1);
    }
    return rows;
  }
}
