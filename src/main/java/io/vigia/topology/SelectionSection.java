package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.selection.Selection;
import io.vigia.alert.sky.AngleText;
import io.vigia.alert.sky.SkyPosition;
import io.vigia.alert.sky.SkyRegion;
import io.vigia.feature.ExpressionException;
import io.vigia.feature.RecordCondition;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What {@code when}, {@code cone}, {@code box} and {@code catalogue} of a rule mean. */
final class SelectionSection {
  private final Path topology;
  private final RecordNames names;
  private final boolean hasSky;
  private final BiConsumer<String, String> refuse;

  /**
   * @param topology the file that they stand in
   * @param hasSky whether it says where records have positions
   */
  SelectionSection(
      Path topology, RecordNames names, boolean hasSky, BiConsumer<String, String> refuse) {
    this.topology = topology;
    this.names = names;
    this.hasSky = hasSky;
    this.refuse = refuse;
  }

  /**
   * @param key of the rule, for messages
   */
  Selection of(String key, JsonNode rule) {
    if (rule.has("cone") && rule.has("box")) {
      refuse.accept(key + ".box", "stands beside cone; one of them is allowed");
    }
    for (String part : new String[] {"cone", "box", "catalogue"}) {
      if (rule.has(part) && !hasSky) {
        refuse.accept(
            key + "." + part,
            "asks where on the sky an event is; say which fields tell it, in degrees: sky: {ra:"
                + " NAME, dec: NAME}");
      }
    }
    return new Selection(
        rule.path("when").isTextual() ? when(key + ".when", rule.get("when").asText()) : null,
        region(key, rule),
        catalogue(key + ".catalogue", rule.path("catalogue")));
  }

  private String when(String key, String text) {
    try {
      for (String name : RecordCondition.of(text).names()) {
        if (!names.has(name)) {
          refuse.accept(key, "reads " + names.unknown(name));
        }
      }
    } catch (ExpressionException e) {
      refuse.accept(key, "does not compile: " + e.getMessage());
    }
    return text;
  }

  private @Nullable SkyRegion region(String key, JsonNode rule) {
    JsonNode cone = rule.path("cone");
    JsonNode box = rule.path("box");
    try {
      if (cone.isObject()) {
        Double radius = radius(key + ".cone.radius", cone.path("radius"));
        return radius == null
            ? null
            : new SkyRegion.Cone(
                SkyPosition.of(cone.path("ra").asDouble(), cone.path("dec").asDouble()), radius);
      }
      return box.isObject()
          ? new SkyRegion.Box(
              box.path("ra").path(0).asDouble(),
              box.path("ra").path(1).asDouble(),
              box.path("dec").path(0).asDouble(),
              box.path("dec").path(1).asDouble())
          : null;
    } catch (IllegalArgumentException e) {
      refuse.accept(key + (cone.isObject() ? ".cone" : ".box"), "is wrong: " + e.getMessage());
      return null;
    }
  }

  private Selection.@Nullable Catalogue catalogue(String key, JsonNode catalogue) {
    if (!catalogue.path("file").isTextual()) {
      return null;
    }
    Path file = NearbyFile.of(topology, catalogue.get("file").asText());
    if (!Files.isReadable(file)) {
      refuse.accept(
          key + ".file",
          "is \"" + file + "\", which cannot be read; a CSV file with ra and dec is needed");
    }
    Double radius = radius(key + ".radius", catalogue.path("radius"));
    return radius == null ? null : new Selection.Catalogue(file, radius);
  }

  /** Degrees; a number is degrees, text names its unit. */
  private @Nullable Double radius(String key, JsonNode radius) {
    try {
      double degrees =
          radius.isTextual() ? AngleText.degrees(radius.asText()) : radius.asDouble(Double.NaN);
      if (degrees > 0 && degrees <= 180) {
        return degrees;
      }
      if (radius.isTextual()) {
        refuse.accept(key, "is " + radius + "; above 0 and at most 180 degrees is allowed");
      }
    } catch (IllegalArgumentException e) {
      refuse.accept(key, String.valueOf(e.getMessage()));
    }
    return null;
  }
}
