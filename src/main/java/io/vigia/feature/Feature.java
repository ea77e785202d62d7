package io.vigia.feature;

import java.util.Locale;

/**
 * One coordinate of the density.
 *
 * @param name unique in its schema
 * @param expression over the schema's fields, see {@link Expression}
 * @param unit as written by the user, for people; the density is per product of these
 * @param missing what becomes of an event whose expression has no finite value
 */
public record Feature(String name, String expression, String unit, Missing missing) {
  /** What to do when a feature's value is missing. */
  public enum Missing {
    /** The event becomes a dead letter. */
    REJECT;

    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }
}
