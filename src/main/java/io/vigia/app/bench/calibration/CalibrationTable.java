package io.vigia.app.bench.calibration;

import java.io.IOException;
import java.util.function.Consumer;

/** One table of figures that show whether the calibration keeps what it promises. */
public interface CalibrationTable {
  /** As {@code --tables} and the JSON have it: lower-case words joined by hyphens. */
  String name();

  /** For people, one sentence or two: what is compared with what, and what would be a failure. */
  String caption();

  /**
   * Measures.
   *
   * @param say told what happens, a line at a time
   */
  Figures run(Consumer<String> say) throws IOException;
}
