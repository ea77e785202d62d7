package io.vigia.training;

import java.util.Locale;

/** What a row is used for. No row and no group has two uses. */
public enum Part {
  /** The parameters follow these rows. */
  TRAIN(500),
  /** Decide which parameters are the best, and when to stop. */
  VALIDATION(50),
  /** Their scores are what p-values compare with. */
  CALIBRATION(100),
  /** Nothing is chosen by them: figures for people. */
  EVALUATION(50);

  /** The least number of rows. */
  final int least;

  Part(int least) {
    this.least = least;
  }

  /** As it stands in provenance and settings. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
