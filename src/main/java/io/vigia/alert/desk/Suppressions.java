package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.selection.Selector;
import io.vigia.alert.selection.SkyFields;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The suppression rules at work; the first that holds decides. */
final class Suppressions {
  private record Ready(Suppression rule, Selector selector) {}

  /** A rule that holds a candidate back, and why. */
  record Hit(Suppression rule, String reason) {}

  private final List<Ready> rules = new ArrayList<>();

  /**
   * @throws IllegalArgumentException as {@link Selector#of}
   */
  Suppressions(List<Suppression> rules, @Nullable SkyFields sky) {
    for (Suppression rule : rules) {
      this.rules.add(new Ready(rule, Selector.of(rule.selection(), sky)));
    }
  }

  @Nullable Hit hit(ObjectNode record, long timeMillis) {
    for (Ready ready : rules) {
      String why = ready.rule.holdsAt(timeMillis) ? ready.selector.why(record, timeMillis) : null;
      if (why != null) {
        String reason = ready.rule.reason();
        return new Hit(ready.rule, reason.isEmpty() ? why : reason + " (" + why + ")");
      }
    }
    return null;
  }
}
