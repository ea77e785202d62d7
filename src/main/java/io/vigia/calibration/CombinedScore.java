package io.vigia.calibration;

import java.util.List;

/**
 * The one statistic of an ensemble: each member's score becomes a {@link TailScore} by the member's
 * own table, and a rule combines them. Continuous in every member's score, so that ties of p-values
 * cost no rank, also beyond the largest score of the calibration.
 *
 * @param tails one for each member, in order
 */
public record CombinedScore(CombinationRule rule, List<TailScore> tails) {
  public CombinedScore {
    tails = List.copyOf(tails);
    if (tails.isEmpty()) {
      throw new IllegalArgumentException("a combination needs members, got none");
    }
  }

  /**
   * The statistic of one event. Allocates nothing.
   *
   * @param scores of the members, in order, finite; overwritten with their tail scores
   * @return nats, higher is rarer
   */
  public double at(double[] scores) {
    if (scores.length != tails.size()) {
      throw new IllegalArgumentException(
          scores.length + " scores for an ensemble of " + tails.size());
    }
    for (int member = 0; member < scores.length; member++) {
      scores[member] = tails.get(member).at(scores[member]);
    }
    return rule.combined(scores);
  }

  /**
   * The statistics of rows.
   *
   * @param scores {@code [member][row]}, finite; left as they are
   * @return {@code [row]}, nats
   */
  public double[] ofRows(double[][] scores) {
    double[] statistics = new double[scores[0].length];
    double[] ofRow = new double[scores.length];
    for (int row = 0; row < statistics.length; row++) {
      for (int member = 0; member < ofRow.length; member++) {
        ofRow[member] = scores[member][row];
      }
      statistics[row] = at(ofRow);
    }
    return statistics;
  }
}
