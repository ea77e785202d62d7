package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.Feature.Transform;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Meaning;
import io.vigia.model.ModelBundle;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnsembleTrainingTest {
  private static final int ROWS = 6000;
  private static final TrainingSettings THREE =
      TrainingSettings.DEFAULT
          .withMembers(
              MemberSettings.of("maf", 1).withFlow(2, List.of(24, 24)),
              MemberSettings.of("realnvp", 2)
                  .withFlow(4, List.of(24))
                  .withCoordinates(Transform.QUANTILE),
              MemberSettings.of("contraction", 3))
          .withSteps(200);

  @Test
  void membersOfSeveralKindsShareASplitAndGiveOneCalibratedStatistic() {
    TrainingSet set = SyntheticRows.set(ROWS, 1);
    BundleTraining.Result result =
        BundleTraining.train(
            "curve",
            "1",
            schema("x", "y"),
            set,
            THREE,
            CalibrationSettings.DEFAULT,
            List.of(),
            "test",
            TrainingProgress.NONE,
            Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    ModelBundle bundle = result.bundle();
    assertThat(bundle.members())
        .extracting(member -> member.meaning())
        .containsExactly(Meaning.EXACT, Meaning.EXACT, Meaning.SCORE);
    assertThat(bundle.combination()).isNotNull();
    int calibration = result.trained().rows().getOrDefault(Part.CALIBRATION, 0);
    assertThat(bundle.calibration().size()).isBetween(calibration * 2 / 5, calibration * 3 / 5);
    // Fresh rows of the evaluation part: the p-values of the combined statistic hold.
    assertThat(bundle.evaluation().get("p_value_ks")).isGreaterThan(0.01);
    assertThat(bundle.evaluation())
        .containsKeys("maf.mean_nll", "realnvp.best_step")
        .doesNotContainKey("maf.nll_standard_error"); // exact
    assertThat(bundle.provenance().settings())
        .containsEntry("member.realnvp", "realnvp, seed 2, coordinates quantile");
  }

  @Test
  void bothHalvesOfTheCalibrationPartKeepObjectsWhole() {
    List<String> objects = IntStream.range(0, ROWS).mapToObj(i -> "object-" + i % 300).toList();
    TrainingSet set = TrainingSet.of(List.of("x", "y"), SyntheticRows.curve(ROWS, 1), objects);
    TrainingSettings settings =
        TrainingSettings.DEFAULT.withMembers(MemberSettings.of("contraction", 0));
    TrainedDensities trained = DensityTraining.train(set, settings, TrainingProgress.NONE);
    int[] rows = GroupSplit.of(set, settings.split(), settings.seed()).rows(Part.CALIBRATION);
    List<String> first =
        IntStream.range(0, rows.length)
            .filter(i -> trained.calibrationHalf()[i])
            .mapToObj(i -> set.group(rows[i]))
            .toList();
    List<String> second =
        IntStream.range(0, rows.length)
            .filter(i -> !trained.calibrationHalf()[i])
            .mapToObj(i -> set.group(rows[i]))
            .toList();
    assertThat(first).isNotEmpty();
    assertThat(second).isNotEmpty();
    assertThat(Collections.disjoint(first, second)).isTrue();
  }

  @Test
  void labelsThatTellNothingApartAreRefused() {
    List<String> one = Collections.nCopies(ROWS, "muon");
    float[] rows = SyntheticRows.curve(ROWS, 1);
    RowLayout layout = RowLayout.of(schema("x", "y"));
    assertThatThrownBy(() -> TrainingSet.of(layout, rows, SyntheticRows.singly(ROWS), one))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("all rows the class [muon]");
    List<String> rare =
        Stream.concat(one.stream().skip(5), Collections.nCopies(5, "pion").stream()).toList();
    assertThatThrownBy(() -> TrainingSet.of(layout, rows, SyntheticRows.singly(ROWS), rare))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("class pion has 5 rows");
    List<String> values = SyntheticRows.singly(ROWS);
    assertThatThrownBy(() -> TrainingSet.of(layout, rows, values, values))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("6000 classes");
  }

  @Test
  void aScoreCannotTellClassesApart() {
    List<String> labels = IntStream.range(0, ROWS).mapToObj(i -> i % 2 == 0 ? "a" : "b").toList();
    TrainingSet set =
        TrainingSet.of(
            RowLayout.of(schema("x", "y")),
            SyntheticRows.curve(ROWS, 1),
            SyntheticRows.singly(ROWS),
            labels);
    assertThatThrownBy(() -> DensityTraining.train(set, THREE, TrainingProgress.NONE))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("member contraction of kind contraction gives no density");
  }

  private static FeatureSchema schema(String... names) {
    List<EventLayout.Field> fields =
        Stream.of(names).map(name -> new EventLayout.Field(name, "/" + name, null)).toList();
    List<Feature> features =
        Stream.of(names).map(name -> new Feature(name, name, "1", Feature.Missing.REJECT)).toList();
    return new FeatureSchema(fields, Map.of(), features);
  }
}
