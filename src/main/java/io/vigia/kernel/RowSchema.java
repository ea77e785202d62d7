package io.vigia.kernel;

import java.util.List;
import java.util.stream.IntStream;

/**
 * The names of what a row holds, in order.
 *
 * @param features whose density it is
 * @param context what it is conditional on; may be empty
 */
public record RowSchema(List<String> features, List<String> context) {
  public RowSchema {
    features = List.copyOf(features);
    context = List.copyOf(context);
  }

  /** Coordinates that have no names of their own: {@code z0, z1, ...} given {@code c0, c1, ...}. */
  public static RowSchema coordinates(int features, int context) {
    return new RowSchema(
        IntStream.range(0, features).mapToObj(j -> "z" + j).toList(),
        IntStream.range(0, context).mapToObj(j -> "c" + j).toList());
  }

  /** The length of a row. */
  public int inputs() {
    return features.size() + context.size();
  }
}
