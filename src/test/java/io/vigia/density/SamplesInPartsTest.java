package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.kernel.RowSchema;
import org.junit.jupiter.api.Test;

class SamplesInPartsTest {
  private static final RowSchema ROW = RowSchema.coordinates(2, 1);

  @Test
  void everyRowComesWithItsOwnContextWhateverTheParts() {
    float[] context = {1, 2, 3, 4, 5};
    float[] expected = {0, 1, 1, 2, 2, 3, 3, 4, 4, 5};
    for (int atOnce : new int[] {1, 2, 5, 100}) {
      float[] drawn =
          SamplesInParts.draw(
              ROW,
              context,
              5,
              atOnce,
              (given, from, rows) -> {
                assertThat(given).hasSize(rows).hasSizeLessThanOrEqualTo(atOnce);
                float[] part = new float[2 * rows];
                for (int row = 0; row < rows; row++) {
                  part[2 * row] = from + row;
                  part[2 * row + 1] = given[row];
                }
                return part;
              });
      assertThat(drawn).as("%s at once", atOnce).isEqualTo(expected);
    }
  }

  @Test
  void aContextForMoreOrFewerRowsIsRefused() {
    for (int numbers : new int[] {0, 2, 4}) {
      assertThatThrownBy(
              () ->
                  SamplesInParts.draw(
                      ROW, new float[numbers], 3, 10, (given, from, rows) -> new float[2 * rows]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage("the context has " + numbers + " numbers; 3 rows need 1 each");
    }
  }
}
