package io.vigia.alert.selection;

import io.vigia.alert.sky.SkyRegion;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which records a rule is about, as written: all of its parts must hold.
 *
 * @param when a condition over the record's fields, see {@link RecordFields}; null: any
 * @param region of the sky; null: anywhere
 * @param catalogue of sources near which it holds; null: anywhere
 */
public record Selection(
    @Nullable String when, @Nullable SkyRegion region, @Nullable Catalogue catalogue) {
  /** Every record. */
  public static final Selection ALL = new Selection(null, null, null);

  /**
   * Sources, see {@link io.vigia.alert.sky.CatalogueFile}.
   *
   * @param radius degrees
   */
  public record Catalogue(Path file, double radius) {}

  /** Whether it asks where on the sky an event is. */
  public boolean isOnSky() {
    return region != null || catalogue != null;
  }

  /** For a person. */
  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (when != null) {
      parts.add(when);
    }
    if (region != null) {
      parts.add(region.toString());
    }
    if (catalogue != null) {
      parts.add(
          "within "
              + io.vigia.alert.sky.AngleText.of(catalogue.radius())
              + " of a source of "
              + catalogue.file());
    }
    return parts.isEmpty() ? "everything" : String.join("; ", parts);
  }
}
