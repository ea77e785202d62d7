package io.vigia.topology;

import java.nio.file.Path;
import java.time.Duration;

/**
 * The second level of a topology: what looks at candidates again, and how long the desk waits for
 * it.
 *
 * @param model folder of a bundle that was calibrated on what passes the first level
 * @param patience {@code wait}: after which a candidate goes on with what the first level said;
 *     above zero
 */
public record ReviewSpec(Path model, Duration patience) {
  /** The wait where a file does not say. */
  public static final Duration DEFAULT_WAIT = Duration.ofSeconds(30);

  public ReviewSpec {
    if (patience.isNegative() || patience.isZero()) {
      throw new IllegalArgumentException("review.wait is " + patience + "; allowed: above zero");
    }
  }
}
