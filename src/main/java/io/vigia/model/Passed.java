package io.vigia.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;

/**
 * What the calibration rows of a second level had passed. Its p-values are {@code P(s2 >= s | p1 <=
 * preCut)} for that first level and no other.
 *
 * @param preCut the p-value of the first level at or below which a row was taken, in (0, 1]
 * @param firstLevelSha256 of the first level's bundle, hex
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Passed(double preCut, String firstLevelSha256) {
  public Passed {
    if (!(preCut > 0 && preCut <= 1)) {
      throw new IllegalArgumentException("passed.pre_cut is " + preCut + "; allowed: in (0, 1]");
    }
  }
}
