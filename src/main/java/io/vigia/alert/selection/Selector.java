package io.vigia.alert.selection;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.sky.AngleText;
import io.vigia.alert.sky.CatalogueFile;
import io.vigia.alert.sky.SkyCatalogue;
import io.vigia.alert.sky.SkyPosition;
import io.vigia.feature.RecordCondition;
import org.jspecify.annotations.Nullable;

/**
 * A {@link Selection} ready to judge: its condition compiled, its catalogue read. A record without
 * a position, or whose condition comes out missing, is not selected.
 */
public final class Selector {
  private final Selection selection;
  private final @Nullable RecordCondition condition;
  private final @Nullable SkyFields sky;
  private final @Nullable SkyCatalogue catalogue;

  private Selector(
      Selection selection,
      @Nullable RecordCondition condition,
      @Nullable SkyFields sky,
      @Nullable SkyCatalogue catalogue) {
    this.selection = selection;
    this.condition = condition;
    this.sky = sky;
    this.catalogue = catalogue;
  }

  /**
   * @param sky where records say where on the sky they are; null: they do not
   * @throws IllegalArgumentException where the catalogue cannot be read, where it asks for
   *     positions and there are none
   * @throws io.vigia.feature.ExpressionException where the condition does not compile
   */
  public static Selector of(Selection selection, @Nullable SkyFields sky) {
    if (selection.isOnSky() && sky == null) {
      throw new IllegalArgumentException(
          selection + " needs positions; name the fields under sky: {ra, dec}");
    }
    String when = selection.when();
    Selection.Catalogue file = selection.catalogue();
    return new Selector(
        selection,
        when == null ? null : RecordCondition.of(when),
        sky,
        file == null ? null : CatalogueFile.read(file.file(), file.radius()));
  }

  /**
   * Why a record is selected, or null where it is not.
   *
   * @param timeMillis event time, ms since 1970 UTC: when sources of the catalogue expire
   */
  public @Nullable String why(ObjectNode record, long timeMillis) {
    if (condition != null && !condition.holds(name -> RecordFields.value(record, name))) {
      return null;
    }
    if (!selection.isOnSky()) {
      return selection.toString();
    }
    SkyPosition position = sky == null ? null : sky.position(record);
    if (position == null
        || (selection.region() != null && !selection.region().contains(position))) {
      return null;
    }
    return catalogue == null ? selection.toString() : near(position, timeMillis);
  }

  private @Nullable String near(SkyPosition position, long timeMillis) {
    Selection.Catalogue file = selection.catalogue();
    if (catalogue == null || file == null) {
      return null;
    }
    SkyCatalogue.Match match = catalogue.nearest(position, file.radius(), timeMillis);
    if (match == null) {
      return null;
    }
    String name = match.source().name().isEmpty() ? "a source" : match.source().name();
    return AngleText.of(match.separation()) + " from " + name;
  }

  /** The sources of its catalogue; null where it has none. */
  public @Nullable SkyCatalogue catalogue() {
    return catalogue;
  }
}
