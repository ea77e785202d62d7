package io.vigia.feature;

import java.util.Locale;

/** What the numbers of a column are. */
public enum ColumnType {
  /** Found from the training rows, and reported. */
  AUTO,
  /** Real numbers: the column has a density. */
  CONTINUOUS,
  /** Steps of a scale, such as counts and rounded values: a density over the width of a step. */
  ORDINAL,
  /** Names written as numbers, without order or distance: each value has a probability. */
  CATEGORICAL;

  public String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
