package io.vigia.scoring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.sun.management.ThreadMXBean;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.Grouping;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Classes;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Missing;
import io.vigia.kernel.Preprocessing;
import io.vigia.model.EnsembleBundle;
import io.vigia.model.GaussianBundle;
import io.vigia.model.GaussianFlow;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ScorerTest {
  private static final FeatureSchema PLANE = schema(Feature.Missing.REJECT);
  private static final double[] WIDTHS = {1, 1.5, 3};

  @Test
  void ensembleGivesTheMeanNllAndItsSpread() {
    Score score = score(EnsembleBundle.of(PLANE, WIDTHS), 0.5f, -2);
    double[] nll = Arrays.stream(WIDTHS).map(w -> GaussianFlow.nll(w, 0.5, -2)).toArray();
    double mean = Arrays.stream(nll).average().orElseThrow();
    double variance = Arrays.stream(nll).map(v -> (v - mean) * (v - mean)).sum() / 2;
    assertThat(score.nll()).isCloseTo(mean, within(1e-5));
    assertThat(score.spread()).isCloseTo(Math.sqrt(variance), within(1e-5));
    assertThat(score.group()).isNull();
    assertThat(score.classProbabilities()).isEmpty();
  }

  @Test
  void ensemblePValueIsThatOfTheCombinedTailScores() {
    ModelBundle bundle = EnsembleBundle.of(PLANE, WIDTHS);
    Score score = score(bundle, 0.5f, -2);
    double[] nll = Arrays.stream(WIDTHS).map(w -> GaussianFlow.nll(w, 0.5, -2)).toArray();
    CombinedScore combination = Objects.requireNonNull(bundle.combination());
    assertThat(score.statistic()).isCloseTo(combination.at(nll), within(1e-4));
    assertThat(score.pValue()).isEqualTo(bundle.calibration().pValue(score.statistic()));
  }

  @Test
  void ensemblePValuesOfFreshBackgroundAreUniform() {
    Scorer scorer = scorer(EnsembleBundle.of(PLANE, WIDTHS));
    float[] rows = gaussian(new Random(8), 2 * 2_000);
    double[] p =
        Arrays.stream(scorer.scores(rows, 2_000))
            .mapToDouble(score -> Objects.requireNonNull(score).pValue())
            .toArray();
    double significance =
        KolmogorovSmirnovTest.withDefaults().test(p, u -> Math.min(1, Math.max(0, u))).getPValue();
    assertThat(significance).isBetween(0.01, 1.0);
  }

  @Test
  void boundsCountForTheMeanButNotForTheSpreadAndScoresForNeither() {
    ModelBundle exact = EnsembleBundle.of(PLANE, WIDTHS);
    List<Member> members = new ArrayList<>(exact.members());
    members.set(1, meaning(members.get(1), Meaning.LOWER_BOUND));
    members.set(2, meaning(members.get(2), Meaning.SCORE));
    Score score = score(with(exact, members), 0.5f, -2);
    double expected = (GaussianFlow.nll(1, 0.5, -2) + GaussianFlow.nll(1.5, 0.5, -2)) / 2;
    assertThat(score.nll()).isCloseTo(expected, within(1e-5));
    assertThat(score.hasSpread()).isFalse();
    assertThat(score.statistic()).isEqualTo(score(exact, 0.5f, -2).statistic());
  }

  @Test
  void oneDensityIsItsOwnStatistic() {
    Score score = score(GaussianBundle.of(PLANE), 1, 1);
    assertThat(score.statistic()).isEqualTo(score.nll());
    assertThat(score.hasSpread()).isFalse();
    assertThat(score.nll()).isCloseTo(GaussianBundle.nll(1, 1), within(1e-5));
  }

  @Test
  void inBulkTheScoresAreTheSame() {
    for (ModelBundle bundle :
        List.of(GaussianBundle.of(PLANE), EnsembleBundle.of(PLANE, WIDTHS), masked(), classes())) {
      Scorer scorer = scorer(bundle);
      float[] rows = gaussian(new Random(9), 2 * 100);
      rows[2 * 7] = bundle.calibrations().size() > 1 ? Float.NaN : rows[2 * 7];
      rows[2 * 9] = Float.POSITIVE_INFINITY;
      @Nullable Score[] scores = scorer.scores(rows, 100);
      assertThat(scores[9]).isNull();
      for (int row = 0; row < 100; row++) {
        Score one = scorer.score(Arrays.copyOfRange(rows, 2 * row, 2 * row + 2));
        assertThat(text(scores[row])).isEqualTo(text(one));
      }
    }
  }

  @Test
  void eachMaskGroupHasItsOwnCalibration() {
    ModelBundle bundle = masked();
    Score complete = score(bundle, 0.25f, 1);
    Score missing = score(bundle, Float.NaN, 1);
    assertThat(complete.group()).isEqualTo("complete");
    assertThat(missing.group()).isEqualTo("missing x");
    assertThat(complete.pValue()).isEqualTo(bundle.calibrations().of(0).pValue(complete.nll()));
    assertThat(missing.pValue()).isEqualTo(bundle.calibrations().of(1).pValue(missing.nll()));
    // What is there is a standard normal y.
    assertThat(missing.nll()).isCloseTo(GaussianBundle.nll(1), within(1e-5));
  }

  @Test
  void classConditionalDensityGivesProbabilities() {
    // A flow that does not look at the class leaves the priors.
    Score score = score(classes(), 0.5f, 0.5f);
    assertThat(score.classProbabilities()).hasSize(2);
    assertThat(score.classProbabilities()[0]).isCloseTo(0.75, within(1e-6));
    assertThat(score.classProbabilities()[1]).isCloseTo(0.25, within(1e-6));
    assertThat(scorer(classes()).identity().classes()).containsExactly("signal", "noise");
  }

  @Test
  void aMemberThatNeedsDjlIsNamedAndSoIsWhereItCanScore() {
    ModelBundle flow = GaussianBundle.of(PLANE);
    DensityWeights vae =
        new DensityWeights(
            JsonNodeFactory.instance.objectNode().put("kind", "vae").put("features", 2), Map.of());
    Member member =
        new Member("deep-1", flow.members().get(0).preprocessing(), vae, Meaning.LOWER_BOUND, 1);
    assertThatThrownBy(() -> scorer(with(flow, List.of(member))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("deep-1")
        .hasMessageContaining("vae")
        .hasMessageContaining("vigia score")
        .hasMessageContaining("vigia evaluate");
  }

  @Test
  void nothingIsAllocatedButTheScore() {
    for (ModelBundle bundle : List.of(EnsembleBundle.of(PLANE, WIDTHS), masked())) {
      Scorer scorer = scorer(bundle);
      float[] row = {0.5f, -1};
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long thread = Thread.currentThread().getId();
      int events = 1_000;
      long least = Long.MAX_VALUE;
      // Until the compiler has come, vectors are objects: rounds go on until one is lean.
      for (int round = 0; round < 2_000 && least > 64L * events; round++) {
        long before = threads.getThreadAllocatedBytes(thread);
        for (int event = 0; event < events; event++) {
          scorer.score(row);
        }
        least = Math.min(least, threads.getThreadAllocatedBytes(thread) - before);
      }
      assertThat(least).isLessThanOrEqualTo(64L * events);
    }
  }

  private static FeatureSchema schema(Feature.Missing missingX) {
    return new FeatureSchema(
        List.of(new EventLayout.Field("x", "/x", null), new EventLayout.Field("y", "/y", null)),
        Map.of(),
        List.of(
            new Feature("x", "x", "cm", missingX),
            new Feature("y", "y", "cm", Feature.Missing.REJECT)));
  }

  /** A standard normal density where x may be missing; p-values of that group are half as large. */
  private static ModelBundle masked() {
    Preprocessing preprocessing =
        Preprocessing.of(
            List.of(
                new FeatureColumn.Continuous(
                    "x", MarginalTransform.NONE, 0, Missing.MASK, null, 0, 1),
                FeatureColumn.Continuous.plain("y")),
            List.of(),
            List.of(),
            List.of(Set.of(), Set.of("x")),
            Classes.NONE);
    Calibration complete = Calibration.of(new double[] {1, 2, 3});
    Calibration other = Calibration.of(new double[] {0.5, 1.5, 2.5, 3.5, 4.5});
    return bundle(
        schema(Feature.Missing.MASK),
        preprocessing,
        CalibrationGroups.restored(
            Grouping.byMask(preprocessing.groupNames()),
            List.of(complete, other),
            new int[] {0, 1, 1}));
  }

  private static ModelBundle classes() {
    Preprocessing preprocessing =
        Preprocessing.of(
            List.of(FeatureColumn.Continuous.plain("x"), FeatureColumn.Continuous.plain("y")),
            List.of(),
            List.of(),
            List.of(),
            new Classes(List.of("signal", "noise"), List.of(0.75, 0.25)));
    return bundle(PLANE, preprocessing, GaussianBundle.of(PLANE).calibrations());
  }

  private static ModelBundle bundle(
      FeatureSchema schema, Preprocessing preprocessing, CalibrationGroups calibrations) {
    DensityWeights weights =
        GaussianFlow.of(preprocessing.coordinates(), preprocessing.context(), 1).toDensityWeights();
    return new ModelBundle(
        "gauss",
        "1",
        schema,
        List.of(new Member("flow", preprocessing, weights, Meaning.EXACT, 1)),
        null,
        calibrations,
        GaussianBundle.of(PLANE).provenance(),
        Map.of());
  }

  private static Member meaning(Member member, Meaning meaning) {
    return new Member(
        member.name(), member.preprocessing(), member.weights(), meaning, member.seed());
  }

  private static ModelBundle with(ModelBundle bundle, List<Member> members) {
    return new ModelBundle(
        bundle.name(),
        bundle.version(),
        bundle.schema(),
        members,
        bundle.combination(),
        bundle.calibrations(),
        bundle.provenance(),
        bundle.evaluation());
  }

  private static Scorer scorer(ModelBundle bundle) {
    return ScoringModel.of(new StoredBundle(bundle, "ab")).newScorer();
  }

  private static Score score(ModelBundle bundle, float... row) {
    return Objects.requireNonNull(scorer(bundle).score(row));
  }

  /** All that a score says, arrays by value. */
  private static String text(@Nullable Score score) {
    return score == null
        ? "none"
        : List.of(
                score.nll(),
                score.pValue(),
                score.method(),
                score.statistic(),
                score.spread(),
                String.valueOf(score.group()),
                Arrays.toString(score.classProbabilities()))
            .toString();
  }

  private static float[] gaussian(Random random, int n) {
    float[] values = new float[n];
    for (int i = 0; i < n; i++) {
      values[i] = (float) random.nextGaussian();
    }
    return values;
  }
}
