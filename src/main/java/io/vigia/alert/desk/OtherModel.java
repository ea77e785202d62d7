package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;

/** A bundle that came into service, and what it says of events that an earlier one scored. */
public interface OtherModel {
  /** {@code name/version}, for people. */
  String label();

  /** Of the bundle, hex. */
  String sha256();

  /**
   * The p-value of an event.
   *
   * @param scored an object with the {@code features} and the {@code context} that were scored
   * @return NaN where the bundle does not know such rows
   */
  double pValue(JsonNode scored);
}
