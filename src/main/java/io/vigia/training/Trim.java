package io.vigia.training;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Leaves the rarest rows out of the training part, so that anomalies are not learned away: the
 * {@code floor(share n)} of its n rows with the smallest p-values, of equal ones those whose event
 * id comes first. No other part loses any: what p-values compare with, and what is judged by, has
 * the rare rows that the stream has.
 *
 * @param share in [0, 1)
 * @param pValues of each row of the training set, by an earlier model
 * @param ids of the rows' events
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Trim(double share, double[] pValues, List<String> ids) {
  /** Leaves nothing out. */
  public static final Trim NONE = new Trim(0, new double[0], List.of());

  /**
   * @throws IllegalArgumentException for a share that is none, or where p-values and ids are not as
   *     many
   */
  public Trim {
    ids = List.copyOf(ids);
    if (!(share >= 0 && share < 1) || pValues.length != ids.size()) {
      throw new IllegalArgumentException(
          "a trim of "
              + share
              + " with "
              + pValues.length
              + " p-values of "
              + ids.size()
              + " rows; allowed: a share from 0 to below 1, a p-value for each row");
    }
  }

  /** Which of these rows stay, in their order. */
  int[] kept(int[] rows) {
    int count = (int) (share * rows.length);
    if (count == 0) {
      return rows;
    }
    boolean[] out = new boolean[ids.size()];
    Arrays.stream(rows)
        .boxed()
        .sorted(Comparator.comparingDouble((Integer row) -> pValues[row]).thenComparing(ids::get))
        .limit(count)
        .forEach(row -> out[row] = true);
    return Arrays.stream(rows).filter(row -> !out[row]).toArray();
  }
}
