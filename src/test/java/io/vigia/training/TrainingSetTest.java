package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.function.IntFunction;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;

class TrainingSetTest {
  private static final int ROWS = 2000;

  @Test
  void takesContinuousColumns() {
    TrainingSet set = SyntheticRows.set(ROWS, 1);
    assertThat(set.size()).isEqualTo(ROWS);
    assertThat(set.warnings()).isEmpty();
    assertThat(set.rows(new int[] {7})).hasSize(2);
  }

  @Test
  void refusesTooFewRowsAndSaysHowManyAreNeeded() {
    assertThatThrownBy(() -> SyntheticRows.set(999, 1))
        .isInstanceOf(UnfitDataException.class)
        .hasMessageContaining("999 rows")
        .hasMessageContaining("1000");
  }

  @Test
  void namesAConstantColumn() {
    refused(i -> 4.5f).hasMessageContaining("column y is constant: 4.5");
  }

  @Test
  void namesTheRowOfAValueThatIsNotFinite() {
    refused(i -> i == 1234 ? Float.NaN : i).hasMessageContaining("column y is NaN in row 1234");
    refused(i -> i == 3 ? Float.POSITIVE_INFINITY : i).hasMessageContaining("Infinity in row 3");
  }

  @Test
  void minusZeroIsZero() {
    refused(i -> i % 2 == 0 ? 0f : -0f).hasMessageContaining("constant");
  }

  @Test
  void refusesValuesThatAreNotWholeRows() {
    assertThatThrownBy(
            () -> TrainingSet.of(List.of("x", "y"), new float[5], SyntheticRows.singly(2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("5 values");
  }

  private static AbstractThrowableAssert<?, ? extends Throwable> refused(
      IntFunction<Number> column) {
    return assertThatThrownBy(() -> withColumn(column)).isInstanceOf(UnfitDataException.class);
  }

  private static TrainingSet withColumn(IntFunction<Number> column) {
    float[] rows = SyntheticRows.curve(ROWS, 1);
    for (int i = 0; i < ROWS; i++) {
      rows[2 * i + 1] = column.apply(i).floatValue();
    }
    return TrainingSet.of(List.of("x", "y"), rows, SyntheticRows.singly(ROWS));
  }
}
