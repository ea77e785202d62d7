package io.vigia.retrain.drift;

/** What raises alarms. */
enum WatchName {
  P_VALUES("p-values"),
  NLL("nll"),
  FEATURES("features"),
  RATE("rate");

  private final String label;

  WatchName(String label) {
    this.label = label;
  }

  /** As records have it. */
  String label() {
    return label;
  }
}
