package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.kernel.Categories;
import io.vigia.kernel.CategoryMass;
import io.vigia.kernel.FeatureColumn;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CategoryMassFitTest {
  private static final int ROWS = 2000;

  @Test
  void manyIndependentColumnsAreLeftToTheirFrequencies() {
    SplittableRandom random = new SplittableRandom(3);
    CategoryMass mass = fit(30, () -> random.nextInt(2));
    // Hardly any combination is there twice: counts say nothing that frequencies do not.
    assertThat(mass.alpha()).isGreaterThan(10.0 * ROWS);
  }

  @Test
  void combinationsThatRepeatAreCounted() {
    SplittableRandom random = new SplittableRandom(3);
    int[] shared = new int[1];
    int[] calls = new int[1];
    CategoryMass mass =
        fit(6, () -> calls[0]++ % 6 == 0 ? shared[0] = random.nextInt(2) : shared[0]);
    assertThat(mass.alpha()).isLessThan(ROWS / 100.0);
    assertThat(mass.combinations()).hasSize(2);
  }

  @Test
  void noCategoryHasFrequencyZero() {
    CategoryMass mass = fit(1, () -> 1);
    assertThat(Arrays.stream(mass.frequencies()[0]).min().orElseThrow())
        .isEqualTo(1.0 / (ROWS + 3));
    assertThat(Arrays.stream(mass.frequencies()[0]).sum()).isBetween(1 - 1e-9, 1 + 1e-9);
  }

  private static CategoryMass fit(int columns, java.util.function.IntSupplier value) {
    List<FeatureColumn> features = new ArrayList<>();
    for (int i = 0; i < columns; i++) {
      features.add(new FeatureColumn.Categorical("c" + i, Categories.of(0, 1)));
    }
    List<float[]> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      float[] row = new float[columns];
      for (int j = 0; j < columns; j++) {
        row[j] = value.getAsInt();
      }
      rows.add(row);
    }
    return CategoryMassFit.of(features, IntStream.range(0, columns).toArray(), rows);
  }
}
