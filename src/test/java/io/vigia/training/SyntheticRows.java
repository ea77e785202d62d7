package io.vigia.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Rows with {@code y = x^2 / 2 + 0.3 n}, x normal. */
final class SyntheticRows {
  private SyntheticRows() {}

  static float[] curve(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      rows[2 * i] = (float) (100 + 5 * x);
      rows[2 * i + 1] = (float) (x * x / 2 + 0.3 * random.nextGaussian());
    }
    return rows;
  }

  /** A group for each row. */
  static List<String> singly(int count) {
    return IntStream.range(0, count).mapToObj(i -> "row-" + i).toList();
  }

  static TrainingSet set(int count, long seed) {
    return TrainingSet.of(List.of("x", "y"), curve(count, seed), singly(count));
  }
}
