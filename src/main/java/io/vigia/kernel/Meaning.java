package io.vigia.kernel;

import java.util.Locale;

/** What the numbers are that a model gives as log-densities. */
public enum Meaning {
  /** The logarithm of the density. */
  EXACT,
  /** A lower bound of it, in expectation over the noise that is fixed for each row. */
  LOWER_BOUND,
  /** A score that falls where rows are rare: no density, comparable with itself only. */
  SCORE;

  /** As it stands in files: {@code exact}, {@code lower-bound}, {@code score}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * The meaning with this label.
   *
   * @throws IllegalArgumentException where there is none
   */
  public static Meaning of(String label) {
    for (Meaning meaning : values()) {
      if (meaning.label().equals(label)) {
        return meaning;
      }
    }
    throw new IllegalArgumentException(
        "meaning is '" + label + "'; allowed: exact, lower-bound, score");
  }
}
