package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.alert.budget.Site;
import io.vigia.calibration.LiveTime;
import io.vigia.feature.Expression.Type;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** What the keys {@code segments}, {@code weight} and {@code site} of a topology file mean. */
final class ExposureSection {
  private final JsonNode file;
  private final JsonNode segments;
  private final FieldTable fields;
  private final Path path;
  private final BiConsumer<String, String> refuse;
  private final List<String> id = new ArrayList<>();

  /**
   * @param path of the topology file, near which files are looked for
   */
  ExposureSection(JsonNode file, Path path, FieldTable fields, BiConsumer<String, String> refuse) {
    this.file = file;
    this.segments = file.path("segments");
    this.fields = fields;
    this.path = path;
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
    checkTopic();
  }

  private void checkTopic() {
    if (!segments.has("topic")) {
      return;
    }
    String topic = segments.get("topic").asText();
    String stem = file.at("/topics/prefix").asText("") + file.path("name").asText();
    if (topic.equals(file.at("/source/topic").asText()) || TopicNames.isOurs(topic, stem)) {
      refuse.accept(
          "segments.topic",
          "is \"" + topic + "\", which is another topic of this stream; name one of its own");
    }
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
      GoodRuns runs = GoodRuns.read(NearbyFile.of(path, segments.get("good-runs").asText()));
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
            runs.isTextual() ? NearbyFile.of(path, runs.asText()) : null,
            text(segments.path("topic"))),
        text(file.path("weight")),
        site(file));
  }

  /** Where a file says that the telescope stands; null where it does not, or not on Earth. */
  static @Nullable Site site(JsonNode file) {
    double latitude = file.at("/site/latitude").asDouble(Double.NaN);
    double longitude = file.at("/site/longitude").asDouble(Double.NaN);
    boolean isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    return isOnEarth ? new Site(latitude, longitude) : null;
  }

  private static @Nullable String text(JsonNode value) {
    return value.isMissingNode() ? null : value.asText();
  }
}
