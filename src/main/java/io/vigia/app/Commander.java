package io.vigia.app;

import io.vigia.retrain.Gate;
import picocli.CommandLine.Option;

/** Who commands something about models, and why. */
final class Commander {
  @Option(
      names = "--by",
      paramLabel = "NAME",
      description = "Who commands it. Default: $${user.name}, here ${DEFAULT-VALUE}.",
      defaultValue = "${sys:user.name}")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String by;

  @Option(names = "--reason", paramLabel = "TEXT", description = "Why, for people.")
  private String reason = "";

  /**
   * @throws IllegalArgumentException for the gate's name, which no person may use
   */
  String by() {
    if (by.equals(Gate.NAME)) {
      throw new IllegalArgumentException(
          "--by is \"" + by + "\", which is the gate's own mark; allowed: any other name");
    }
    return by;
  }

  /** What was said, else that a person asked. */
  String reason(String otherwise) {
    return reason.isBlank() ? otherwise : reason;
  }
}
