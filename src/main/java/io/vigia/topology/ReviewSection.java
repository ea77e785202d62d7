package io.vigia.topology;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The {@code review} section of a topology file. Its form is the schema's. */
final class ReviewSection {
  private ReviewSection() {}

  /**
   * @param place where a bundle's folder is that the file writes so
   */
  static @Nullable ReviewSpec spec(JsonNode file, Function<String, Path> place) {
    JsonNode review = file.path("review");
    if (review.isMissingNode()) {
      return null;
    }
    String wait = review.path("wait").asText();
    Duration waited = wait.isEmpty() ? ReviewSpec.DEFAULT_WAIT : Durations.of(wait);
    return new ReviewSpec(place.apply(review.get("model").asText()), waited);
  }
}
