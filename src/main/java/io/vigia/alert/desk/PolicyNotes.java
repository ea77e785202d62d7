package io.vigia.alert.desk;

import io.vigia.alert.selection.Selector;
import io.vigia.alert.sky.SkyCatalogue;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a person should know of a policy that is in itself right: what of it no longer holds. */
public final class PolicyNotes {
  private PolicyNotes() {}

  /**
   * Reads the policy's catalogues.
   *
   * @throws IllegalArgumentException where one cannot be read
   */
  public static List<String> of(DeskPolicy policy, Instant now) {
    List<String> notes = new ArrayList<>();
    for (Suppression rule : policy.suppress()) {
      String which = "alerts.suppress " + rule.name();
      if (!rule.holdsAt(now.toEpochMilli())) {
        notes.add(
            which + " expired at " + rule.until() + "; take it out, or give it a later until");
      }
      SkyCatalogue catalogue = catalogue(rule, policy, which);
      if (catalogue != null) {
        long expired = catalogue.expired(now.toEpochMilli());
        if (catalogue.size() == 0 || expired > 0) {
          notes.add(
              which
                  + ": of "
                  + catalogue.size()
                  + " sources of the catalogue "
                  + expired
                  + " have expired");
        }
      }
    }
    return notes;
  }

  private static @Nullable SkyCatalogue catalogue(
      Suppression rule, DeskPolicy policy, String which) {
    try {
      return Selector.of(rule.selection(), policy.sky()).catalogue();
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(which + ": catalogue.file: " + e.getMessage(), e);
    }
  }
}
