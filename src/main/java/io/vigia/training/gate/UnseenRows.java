package io.vigia.training.gate;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * Rows that no model to be compared was trained on.
 *
 * @param source where they are from, for people
 * @param rows one after the other
 * @param groups for each row what it is not independent of, such as its object or run
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record UnseenRows(String source, float[] rows, List<String> groups) {
  /**
   * @throws IllegalArgumentException where the numbers are no whole rows
   */
  public UnseenRows {
    groups = List.copyOf(groups);
    if (groups.isEmpty() ? rows.length > 0 : rows.length % groups.size() != 0) {
      throw new IllegalArgumentException(
          rows.length + " numbers are no " + groups.size() + " whole rows");
    }
  }

  /** How many there are. */
  public int size() {
    return groups.size();
  }

  /** The numbers of a row; 0 where there is none. */
  int inputs() {
    return groups.isEmpty() ? 0 : rows.length / groups.size();
  }

  /** These and others. */
  public UnseenRows and(UnseenRows others) {
    if (size() == 0) {
      return others;
    }
    float[] all = Arrays.copyOf(rows, rows.length + others.rows.length);
    System.arraycopy(others.rows, 0, all, rows.length, others.rows.length);
    return new UnseenRows(
        source + " and " + others.source,
        all,
        Stream.concat(groups.stream(), others.groups.stream()).toList());
  }
}
