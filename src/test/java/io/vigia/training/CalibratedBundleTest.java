package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.calibration.CalibrationSettings.By;
import io.vigia.calibration.PValueMethod;
import io.vigia.calibration.TailMethod;
import io.vigia.event.EventLayout;
import io.vigia.feature.ColumnType;
import io.vigia.feature.Condition;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.RowSchema;
import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** How a training is calibrated: by declared inputs, with a tail, and what context it knows. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CalibratedBundleTest {
  private static final int ROWS = 12_000;
  private static final RowSchema COLUMNS =
      new RowSchema(List.of("x", "y"), List.of("band", "airmass"));
  private static final TrainingSettings SHORT =
      TrainingSettings.DEFAULT.withSteps(60).withMembers(MemberSettings.of("maf", 1));
  private static final CalibrationSettings BY_BAND =
      new CalibrationSettings(List.of(new By("band", List.of())), TailMethod.GPD);

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  @SuppressWarnings("NullAway.Init")
  private ModelBundle bundle;

  @BeforeAll
  void train() {
    bundle = bundle(set(ROWS, 1), BY_BAND);
  }

  @Test
  void pValuesAreUniformInEachBandThoughTheBandsScoreDifferently() {
    assertThat(bundle.calibrations().names()).containsExactly("band=1", "band=2", "band=other");
    Scorer scorer = scorer(bundle);
    float[] rows = rows(4000, 2);
    for (int band = 1; band <= 2; band++) {
      double[] p = pValues(scorer, rows, band);
      double ks =
          KolmogorovSmirnovTest.withDefaults()
              .test(p, u -> Math.min(1, Math.max(0, u)))
              .getPValue();
      assertThat(ks).as("band %s", band).isGreaterThan(0.01);
    }
  }

  @Test
  void aRowBeyondAllCalibrationScoresHasAPValueFromTheTail() {
    Score far = score(40, -40, 1, 1.2f);
    assertThat(far.method()).isEqualTo(PValueMethod.TAIL);
    assertThat(far.pValue())
        .isLessThan(bundle.calibrations().of(0).reach())
        .isGreaterThanOrEqualTo(bundle.calibrations().of(0).floor());
    Score near = score(0, 0, 1, 1.2f);
    assertThat(near.method()).isEqualTo(PValueMethod.EMPIRICAL);
  }

  @Test
  void aContextThatNoRowHadIsNamed() {
    assertThat(score(0, 0, 1, 1.2f).unsupported()).isEmpty();
    assertThat(score(0, 0, 1, 2.6f).unsupported()).containsExactly("airmass");
    assertThat(score(0, 0, 3, 0.5f).unsupported()).containsExactly("band", "airmass");
    assertThat(score(0, 0, 3, 1.2f).group()).isEqualTo("band=other");
  }

  @Test
  void theBundleReadAgainSaysTheSameOneByOneAndInBulk() throws IOException {
    BundleDirectory.write(bundle, folder.resolve("bands/1"));
    StoredBundle read = BundleDirectory.read(folder.resolve("bands/1"));
    assertThat(read.content().support()).isEqualTo(bundle.support());
    Scorer again = ScoringModel.of(read).newScorer();
    float[] rows = rows(500, 3);
    rows[2] = 7; // an unknown band
    rows[4] = 1e3f; // beyond all
    var bulk = again.scores(rows, 500);
    for (int i = 0; i < 500; i++) {
      float[] row = Arrays.copyOfRange(rows, 4 * i, 4 * i + 4);
      Score first = Objects.requireNonNull(scorer(bundle).score(row));
      assertThat(text(bulk[i])).isEqualTo(text(first));
    }
  }

  @Test
  void anInputThatIsNoneAndOneWithTooManyValuesAreRefusedByName() {
    TrainingSet set = set(1200, 4);
    assertThatThrownBy(() -> bundle(set, by("colour"))).hasMessageContaining("'colour'; allowed");
    assertThatThrownBy(() -> bundle(set, by("airmass")))
        .hasMessageContaining("more than 256 values")
        .hasMessageContaining("edges: [...]");
  }

  private static String text(@Nullable Score score) {
    return score == null
        ? "none"
        : List.of(score.nll(), score.pValue(), score.method(), score.unsupported()).toString()
            + score.group();
  }

  private static CalibrationSettings by(String input) {
    return new CalibrationSettings(List.of(new By(input, List.of())), TailMethod.NONE);
  }

  private Score score(float... row) {
    return Objects.requireNonNull(scorer(bundle).score(row));
  }

  private static double[] pValues(Scorer scorer, float[] rows, int band) {
    double[] p = new double[rows.length];
    int count = 0;
    for (int i = 0; i < rows.length; i += 4) {
      if (rows[i + 2] == band) {
        float[] row = Arrays.copyOfRange(rows, i, i + 4);
        p[count++] = Objects.requireNonNull(scorer.score(row)).pValue();
      }
    }
    return Arrays.copyOf(p, count);
  }

  private static Scorer scorer(ModelBundle bundle) {
    return ScoringModel.of(new StoredBundle(bundle, "ab")).newScorer();
  }

  private static TrainingSet set(int count, long seed) {
    return TrainingSet.of(COLUMNS, rows(count, seed), SyntheticRows.singly(count), List.of());
  }

  /** x, y, band, airmass: band 2 is heavy-tailed, which 60 steps do not learn to tell apart. */
  private static float[] rows(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[4 * count];
    for (int i = 0; i < count; i++) {
      int band = random.nextInt(2) + 1;
      double stretch = band == 1 ? 1 : Math.exp(0.7 * random.nextGaussian());
      rows[4 * i] = (float) (stretch * random.nextGaussian());
      rows[4 * i + 1] = (float) (stretch * random.nextGaussian());
      rows[4 * i + 2] = band;
      rows[4 * i + 3] = (float) random.nextDouble(1, 2.5);
    }
    return rows;
  }

  private static ModelBundle bundle(TrainingSet set, CalibrationSettings calibrated) {
    return BundleTraining.train(
            "bands",
            "1",
            schema(),
            set,
            SHORT,
            calibrated,
            List.of(),
            "test",
            TrainingProgress.NONE,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
        .bundle();
  }

  private static FeatureSchema schema() {
    return new FeatureSchema(
        List.of(field("x"), field("y"), field("band"), field("airmass")),
        Map.of(),
        List.of(
            new Feature("x", "x", "", Feature.Missing.REJECT),
            new Feature("y", "y", "", Feature.Missing.REJECT)),
        List.of(
            new Condition("band", "band", "", Feature.Missing.REJECT, ColumnType.AUTO, List.of()),
            new Condition(
                "airmass", "airmass", "", Feature.Missing.REJECT, ColumnType.AUTO, List.of())),
        List.of());
  }

  private static EventLayout.Field field(String name) {
    return new EventLayout.Field(name, "/" + name, null);
  }
}
