package io.vigia.retrain;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A candidate model beside the bundle in service, its champion, on rows that neither was trained
 * on.
 *
 * @param champion sha-256, hex
 * @param candidate sha-256, hex
 * @param rows how many both scored
 * @param source where they are from, for people
 * @param nllDifference mean of candidate's minus champion's nll, nats: below 0 the candidate is the
 *     better density; null where one of them is no density
 * @param nllError standard error of that mean, nats
 * @param championUniformity of its p-values
 * @param candidateUniformity of its p-values
 * @param recovery of injected anomalies by kind
 * @param alertP the p-value at which shares are compared
 * @param championAlertShare of the rows at or below {@code alertP}
 * @param candidateAlertShare likewise
 * @param pastAlerts how many past alerts both scored
 * @param lost ids of past alerts that the candidate does not find rare, at most {@link #MOST_IDS}
 * @param lostCount how many
 * @param gained ids of past candidates that would be alerts now, at most {@link #MOST_IDS}
 * @param gainedCount how many
 */
public record GateEvidence(
    String champion,
    String candidate,
    long rows,
    String source,
    @Nullable Double nllDifference,
    @Nullable Double nllError,
    Uniformity championUniformity,
    Uniformity candidateUniformity,
    Map<String, Recovery> recovery,
    double alertP,
    double championAlertShare,
    double candidateAlertShare,
    long pastAlerts,
    List<String> lost,
    long lostCount,
    List<String> gained,
    long gainedCount) {
  /** Ids in a list at most. */
  public static final int MOST_IDS = 100;

  /**
   * How far p-values are from uniform: the one-sample Kolmogorov-Smirnov test.
   *
   * @param distance in [0, 1]
   * @param pValue of so large a distance where they are uniform
   */
  public record Uniformity(double distance, double pValue) {}

  /**
   * Injected anomalies found at a false-alarm share that each model keeps on the rows themselves.
   *
   * @param falseAlarms the share of rows that are above the threshold of each model
   * @param injected how many
   * @param champion how many of them it finds
   * @param candidate how many of them it finds
   */
  public record Recovery(double falseAlarms, long injected, long champion, long candidate) {
    /**
     * @throws IllegalArgumentException for counts that are none
     */
    public Recovery {
      if (injected > Integer.MAX_VALUE
          || Math.min(champion, candidate) < 0
          || Math.max(champion, candidate) > injected) {
        throw new IllegalArgumentException(
            "of " + injected + " injected " + champion + " and " + candidate + " are found");
      }
    }
  }

  /**
   * @throws IllegalArgumentException where something is missing
   */
  public GateEvidence {
    if (champion == null
        || candidate == null
        || championUniformity == null
        || candidateUniformity == null) {
      throw new IllegalArgumentException(
          "champion, candidate, champion_uniformity and candidate_uniformity are needed");
    }
    if (rows < 0 || rows > Integer.MAX_VALUE) {
      throw new IllegalArgumentException("rows is " + rows + "; allowed: from 0 to 2147483647");
    }
    recovery = recovery == null ? Map.of() : Map.copyOf(recovery);
    lost = lost == null ? List.of() : List.copyOf(lost);
    gained = gained == null ? List.of() : List.copyOf(gained);
  }
}
