package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Site;
import io.vigia.calibration.LiveTime;
import io.vigia.feature.Expression.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What the keys {@code segments}, {@code weight} and {@code site} of a topology file mean. */
final class ExposureSection {
  private final JsonNode file;
  private final JsonNode segments;
  private final FieldTable fields;
  private final Function<String, Path> place;
  private final BiConsumer<String, String> refuse;
  private final List<String> id = new ArrayList<>();

  /**
   * @param place where a file is that the topology writes so
   */
  ExposureSection(
      JsonNode file,
      FieldTable fields,
      Function<String, Path> place,
      BiConsumer<String, String> refuse) {
    this.file = file;
    this.segments = file.path("segments");
    this.fields = fields;
    this.place = place;
    this.refuse = refuse;
  }

  void check() {
    JsonNode parts = segments.path("id");
    for (int i = 0; i < parts.size(); i++) {
      if (parts.get(i).isTextual()) {
        id.add(fields.number("segments.id[" + i + "]", parts.get(i).asText()));
      }
    }
    reads("weight", file.path("weight"), Type.NUMBER);
    reads("segments.seconds", segments.path("seconds"), Type.NUMBER);
    reads("segments.good", segments.path("good"), Type.CONDITION);
    if (segments.has("seconds") && id.isEmpty()) {
      refuse.accept(
          "segments.seconds",
          "needs segments.id: without names no segment can be told from another");
    }
    checkGoodRuns();
  }

  private void reads(String key, JsonNode text, Type type) {
    if (text.isTextual()) {
      fields.reads(key, text.asText(), type);
    }
  }

  private void checkGoodRuns() {
    if (!segments.path("good-runs").isTextual()) {
      return;
    }
    String key = "segments.good-runs";
    try {
      GoodRuns runs = GoodRuns.read(place.apply(segments.get("good-runs").asText()));
      if (!runs.isByTime() && id.size() != 2) {
        refuse.accept(
            key, "lists blocks of runs; segments.id must have the two fields, run and block");
      }
    } catch (IllegalArgumentException e) {
      refuse.accept(key, "is wrong: " + e.getMessage());
    }
  }

  /** The spec, once {@link #check} has refused nothing. */
  ExposureSpec spec() {
    JsonNode runs = segments.path("good-runs");
    return new ExposureSpec(
        new ExposureSpec.Segments(
            id,
            text(segments.path("seconds")),
            segments.path("max-gap").asDouble(LiveTime.MAX_GAP_SECONDS),
            text(segments.path("good")),
            runs.isTextual() ? place.apply(runs.asText()) : null),
        text(file.path("weight")),
        site());
  }

  /** Where the telescope stands; null where the file does not say. */
  @Nullable Site site() {
    JsonNode site = file.path("site");
    boolean isThere = site.path("latitude").isNumber() && site.path("longitude").isNumber();
    return isThere
        ? new Site(site.get("latitude").doubleValue(), site.get("longitude").doubleValue())
        : null;
  }

  private static @Nullable String text(JsonNode value) {
    return value.isMissingNode() ? null : value.asText();
  }
}
