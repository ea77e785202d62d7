package io.vigia.app.compare;

import java.util.Locale;

/** What is known of an event, by a person or a simulation. */
public enum EventLabel {
  /** Worth an alert. */
  ANOMALY,
  /** Ordinary. */
  BACKGROUND,
  /** Made by the instrument or the processing; background that costs a person's time. */
  ARTEFACT;

  /**
   * The label of a text.
   *
   * @param text {@code 1}, {@code interesting}, {@code anomaly}; {@code 0}, {@code boring}, {@code
   *     background}; {@code artefact}, {@code artifact}, {@code bogus}
   * @throws IllegalArgumentException for another
   */
  public static EventLabel of(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "1", "1.0", "true", "interesting", "anomaly" -> ANOMALY;
      case "0", "0.0", "false", "boring", "background" -> BACKGROUND;
      case "artefact", "artifact", "bogus" -> ARTEFACT;
      default ->
          throw new IllegalArgumentException(
              "a label is '"
                  + text
                  + "'; allowed: 1, interesting, anomaly; 0, boring, background; artefact, artifact,"
                  + " bogus");
    };
  }
}
