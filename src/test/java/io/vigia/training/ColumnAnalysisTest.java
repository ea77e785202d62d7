package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.feature.ColumnType;
import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.Missing;
import io.vigia.training.RowLayout.ConditionChoice;
import io.vigia.training.RowLayout.FeatureChoice;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class ColumnAnalysisTest {
  private static final int ROWS = 4000;
  private final SplittableRandom random = new SplittableRandom(6);

  @Test
  void realNumbersAreContinuousAndNotWorthANote() {
    ColumnAnalysis analysis = found(i -> random.nextGaussian());
    assertThat(finding(analysis))
        .isEqualTo(new ColumnAnalysis.Finding(ColumnType.CONTINUOUS, 0, null));
    assertThat(analysis.notes()).isEmpty();
  }

  @Test
  void twoValuesAreCategories() {
    ColumnAnalysis analysis = found(i -> i % 3 == 0 ? -1 : 1);
    assertThat(finding(analysis).type()).isEqualTo(ColumnType.CATEGORICAL);
    assertThat(analysis.notes())
        .singleElement()
        .asString()
        .isEqualTo(
            "column y takes 2 values in 4,000 rows and is 1.0 in 67 % of them: taken as categorical");
  }

  @Test
  void fewValuesOnNoGridAreCategories() {
    float[] codes = {11, 13, 211, 2212, 321};
    assertThat(finding(found(i -> codes[i % 5])).type()).isEqualTo(ColumnType.CATEGORICAL);
  }

  @Test
  void countsAndRoundedValuesHaveAStep() {
    ColumnAnalysis.Finding counts = finding(found(i -> i % 12));
    assertThat(counts.type()).isEqualTo(ColumnType.ORDINAL);
    assertThat(counts.resolution()).isEqualTo(1);
    ColumnAnalysis rounded = found(i -> Math.rint(random.nextGaussian() * 100) / 20);
    assertThat(finding(rounded).type()).isEqualTo(ColumnType.ORDINAL);
    assertThat(finding(rounded).resolution()).isCloseTo(0.05, within(1e-6));
    assertThat(rounded.notes()).singleElement().asString().contains("steps of 0.05");
  }

  @Test
  void repeatedValuesOnNoGridHaveTheTypicalGapAsStep() {
    ColumnAnalysis analysis = found(i -> Math.exp((i % 500) / 50.0));
    assertThat(finding(analysis).type()).isEqualTo(ColumnType.ORDINAL);
    assertThat(finding(analysis).resolution()).isPositive();
    assertThat(analysis.notes()).singleElement().asString().contains("on no grid");
  }

  @Test
  void aSpikeIsAnAtom() {
    ColumnAnalysis analysis = found(i -> i % 10 == 0 ? -999 : random.nextGaussian());
    assertThat(finding(analysis))
        .isEqualTo(new ColumnAnalysis.Finding(ColumnType.CONTINUOUS, 0, -999f));
    assertThat(analysis.notes())
        .singleElement()
        .asString()
        .contains("is -999.0 in 10 % of them: this value gets a probability of its own");
  }

  @Test
  void aValueInHalfOfTheRowsIsAnAtomAlsoAmongCounts() {
    ColumnAnalysis.Finding finding = finding(found(i -> i % 2 == 0 ? 0 : i % 40));
    assertThat(finding.atom()).isEqualTo(0f);
    assertThat(finding.type()).isEqualTo(ColumnType.ORDINAL);
    assertThat(finding.resolution()).isEqualTo(2);
  }

  @Test
  void aDeclaredTypeIsHeeded() {
    FeatureChoice declared =
        new FeatureChoice("y", ColumnType.CONTINUOUS, List.of(), Missing.REJECT, Transform.AUTO);
    ColumnAnalysis analysis = found(declared, i -> i % 4);
    assertThat(finding(analysis))
        .isEqualTo(new ColumnAnalysis.Finding(ColumnType.CONTINUOUS, 0, null));
    assertThat(analysis.notes())
        .singleElement()
        .asString()
        .contains("as declared it is continuous");
    FeatureChoice names =
        new FeatureChoice("y", ColumnType.CATEGORICAL, List.of(), Missing.REJECT, Transform.AUTO);
    assertThatThrownBy(() -> found(names, i -> i))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("column y is categorical and takes 4,000 values");
  }

  @Test
  void whereNothingIsContinuousGridsBecomeOrdinal() {
    float[] rows = new float[ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[i] = i % 2;
    }
    RowLayout layout = new RowLayout(List.of(FeatureChoice.auto("y")), List.of());
    ColumnAnalysis analysis = ColumnAnalysis.of(layout, rows);
    assertThat(analysis.features().get(0).type()).isEqualTo(ColumnType.ORDINAL);
    assertThat(analysis.features().get(0).resolution()).isEqualTo(1);
  }

  @Test
  void missingValuesNeedAPolicyAndSomeValues() {
    FeatureChoice masked =
        new FeatureChoice("y", ColumnType.AUTO, List.of(), Missing.MASK, Transform.AUTO);
    assertThat(finding(found(masked, i -> i % 2 == 0 ? Float.NaN : random.nextGaussian())).type())
        .isEqualTo(ColumnType.CONTINUOUS);
    assertThatThrownBy(() -> found(masked, i -> Float.NaN))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("column y is missing in all rows");
    assertThatThrownBy(() -> found(i -> i == 7 ? Float.NaN : i))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("column y is NaN in row 7")
        .hasMessageContaining("declare missing: impute or mask");
  }

  @Test
  void measurementErrorsAreAboveZero() {
    RowLayout layout =
        new RowLayout(
            List.of(FeatureChoice.auto("x")), List.of(ConditionChoice.error("x.sigma", 0)));
    float[] rows = new float[2 * ROWS];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextDouble(1, 2);
    }
    rows[2 * 5 + 1] = 0;
    assertThatThrownBy(() -> ColumnAnalysis.of(layout, rows))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("column x.sigma is 0.0 in row 5");
  }

  private static ColumnAnalysis.Finding finding(ColumnAnalysis analysis) {
    return analysis.features().get(1);
  }

  private ColumnAnalysis found(IntFunction<Number> column) {
    return found(FeatureChoice.auto("y"), column);
  }

  /** Beside a continuous column x. */
  private ColumnAnalysis found(FeatureChoice choice, IntFunction<Number> column) {
    float[] rows = new float[2 * ROWS];
    for (int i = 0; i < ROWS; i++) {
      rows[2 * i] = (float) random.nextGaussian();
      rows[2 * i + 1] = column.apply(i).floatValue();
    }
    return ColumnAnalysis.of(
        new RowLayout(List.of(FeatureChoice.auto("x"), choice), List.of()), rows);
  }
}
