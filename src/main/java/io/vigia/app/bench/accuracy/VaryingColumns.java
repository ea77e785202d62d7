package io.vigia.app.bench.accuracy;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** The columns of a set that take more than one value: 'vigia train' refuses the others by name. */
public final class VaryingColumns {
  private final int columns;
  private final int[] kept;

  private VaryingColumns(int columns, int[] kept) {
    this.columns = columns;
    this.kept = kept;
  }

  /**
   * Those of these rows.
   *
   * @param rows one after the other, each of {@code columns} numbers
   */
  public static VaryingColumns of(float[] rows, int columns) {
    return new VaryingColumns(
        columns,
        IntStream.range(0, columns)
            .filter(
                j ->
                    IntStream.range(1, rows.length / columns)
                        .anyMatch(row -> rows[row * columns + j] != rows[j]))
            .toArray());
  }

  /** How many there are. */
  public int size() {
    return kept.length;
  }

  /** Their names, {@code column J}. */
  public List<String> names() {
    return Arrays.stream(kept).mapToObj(j -> "column " + j).toList();
  }

  /** Rows of these columns alone, one after the other. */
  public float[] of(float[] rows) {
    int count = rows.length / columns;
    float[] some = new float[count * kept.length];
    for (int row = 0; row < count; row++) {
      for (int j = 0; j < kept.length; j++) {
        some[row * kept.length + j] = rows[row * columns + kept[j]];
      }
    }
    return some;
  }
}
