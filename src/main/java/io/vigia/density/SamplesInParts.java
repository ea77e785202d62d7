package io.vigia.density;

import io.vigia.kernel.RowSchema;
import java.util.Arrays;

/** Samples drawn part by part, so that native memory does not grow with their number. */
public final class SamplesInParts {
  /** How one part is drawn. Parts come in order. */
  @FunctionalInterface
  public interface Part {
    /**
     * Draws rows.
     *
     * @param context of these rows, one after the other
     * @param from the place of the first among all rows
     * @param rows how many
     * @return {@code [rows * features]}
     */
    float[] draw(float[] context, int from, int rows);
  }

  private SamplesInParts() {}

  /**
   * As {@link Density#sample}.
   *
   * @param atOnce the most rows of a part
   * @throws IllegalArgumentException where the context has not {@code count} rows
   */
  public static float[] draw(RowSchema schema, float[] context, int count, int atOnce, Part part) {
    int conditions = schema.context().size();
    if (context.length != count * conditions) {
      throw new IllegalArgumentException(
          "the context has "
              + context.length
              + " numbers; "
              + count
              + " rows need "
              + conditions
              + " each");
    }
    int features = schema.features().size();
    float[] out = new float[count * features];
    for (int from = 0; from < count; from += atOnce) {
      int rows = Math.min(atOnce, count - from);
      float[] given = Arrays.copyOfRange(context, from * conditions, (from + rows) * conditions);
      System.arraycopy(part.draw(given, from, rows), 0, out, from * features, rows * features);
    }
    return out;
  }
}
