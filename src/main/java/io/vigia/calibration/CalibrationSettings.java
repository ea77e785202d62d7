package io.vigia.calibration;

import java.util.List;

/**
 * How a model's scores are to be calibrated.
 *
 * @param by inputs whose values are calibrated apart, in order; may be none
 * @param tail what speaks for scores above those of the calibration
 */
public record CalibrationSettings(List<By> by, TailMethod tail) {
  /** One group but for missing values, with a tail. */
  public static final CalibrationSettings DEFAULT =
      new CalibrationSettings(List.of(), TailMethod.GPD);

  public CalibrationSettings {
    by = List.copyOf(by);
  }

  /**
   * An input that events are grouped by.
   *
   * @param input a feature's or a context column's name
   * @param edges of ranges, ascending; none for a group for each value
   */
  public record By(String input, List<Double> edges) {
    public By {
      edges = List.copyOf(edges);
    }
  }
}
