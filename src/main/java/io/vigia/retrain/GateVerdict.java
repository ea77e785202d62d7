package io.vigia.retrain;

import java.util.List;

/**
 * What was decided of a candidate model: on the topic {@code decisions}, and on {@code models}
 * under the key {@link #key}.
 *
 * @param name of the bundle
 * @param version of the bundle
 * @param sha256 of the bundle, hex
 * @param outcome what was decided
 * @param reasons for people, a clause each
 * @param by {@code gate}, or a person's name
 * @param timeMillis when, ms since 1970 UTC
 */
public record GateVerdict(
    String name,
    String version,
    String sha256,
    Outcome outcome,
    List<String> reasons,
    String by,
    long timeMillis) {
  /** How the key of every verdict ends on the topic {@code models}. */
  public static final String KEY_ENDING = "#verdict";

  /** What may be decided. */
  public enum Outcome {
    /** Goes into service. */
    PROMOTE,
    /** Does not. */
    REJECT,
    /** A person is asked. */
    ASK
  }

  /**
   * @throws IllegalArgumentException where something is missing
   */
  public GateVerdict {
    if (name == null || version == null || sha256 == null || outcome == null || by == null) {
      throw new IllegalArgumentException("name, version, sha256, outcome and by are needed");
    }
    reasons = reasons == null ? List.of() : List.copyOf(reasons);
  }

  /** The key on the topic {@code models}, beside the card's. */
  public String key() {
    return name + "/" + version + KEY_ENDING;
  }
}
