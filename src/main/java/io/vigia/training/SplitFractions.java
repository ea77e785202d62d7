package io.vigia.training;

import java.util.Locale;

/**
 * The shares of the four parts, in order; each above 0, together 1.
 *
 * @param train what the parameters follow
 * @param validation what decides about them
 * @param calibration what p-values compare with
 * @param evaluation what nothing is chosen by
 */
public record SplitFractions(
    double train, double validation, double calibration, double evaluation) {
  public static final SplitFractions DEFAULT = new SplitFractions(0.6, 0.1, 0.2, 0.1);

  /**
   * @throws IllegalArgumentException where a share is not above 0 or they do not sum to 1
   */
  public SplitFractions {
    boolean positive = train > 0 && validation > 0 && calibration > 0 && evaluation > 0;
    double sum = train + validation + calibration + evaluation;
    if (!positive || Math.abs(sum - 1) > 1e-9) {
      throw new IllegalArgumentException(
          String.format(
              Locale.ROOT,
              "training.split is %s, %s, %s, %s (train, validation, calibration, evaluation);"
                  + " allowed: each above 0, together 1",
              train,
              validation,
              calibration,
              evaluation));
    }
  }

  /** The part of a group whose hash is this far along, 0 to below 1. */
  Part at(double position) {
    if (position < train) {
      return Part.TRAIN;
    }
    if (position < train + validation) {
      return Part.VALIDATION;
    }
    return position < train + validation + calibration ? Part.CALIBRATION : Part.EVALUATION;
  }
}
