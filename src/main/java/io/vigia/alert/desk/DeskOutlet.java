package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Decision;

/** Takes what the desk says. */
public interface DeskOutlet {
  /** What became of a candidate; once for each. */
  void decided(Arrival arrival, Decision decision);

  /**
   * An alert, or a retraction.
   *
   * @param subscription that it is for; empty: the desk's own alerts
   */
  void alert(String subscription, Arrival arrival, ObjectNode alert);
}
