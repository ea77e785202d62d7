package io.vigia.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.StoredBundle;
import io.vigia.registry.ModelArchive;
import io.vigia.registry.ModelHistory;
import io.vigia.registry.ModelTopics;
import io.vigia.retrain.GateVerdict;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** What the topics of a topology's models hold, as a command needs it. */
final class PublishedModels {
  private static final int LEAST_DIGITS = 6;
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final ModelArchive archive;
  private final ModelHistory history;

  private PublishedModels(ModelArchive archive) {
    this.archive = archive;
    this.history = ModelHistory.of(archive.activations(), archive.cutovers());
  }

  /**
   * @throws IllegalArgumentException where there are no such topics
   */
  static PublishedModels of(TopologySpec spec) throws IOException {
    return new PublishedModels(ModelArchive.read(spec.clientSettings(), topics(spec)));
  }

  static ModelTopics topics(TopologySpec spec) {
    return TopicNames.of(spec).modelTopics();
  }

  ModelArchive archive() {
    return archive;
  }

  ModelHistory history() {
    return history;
  }

  Optional<GateVerdict> verdict(ModelCard card) {
    return Optional.ofNullable(archive.verdicts().get(card.label()));
  }

  /**
   * The bundle that a person means.
   *
   * @param text NAME/VERSION, VERSION, or the first digits of its sha256
   * @throws IllegalArgumentException where there is none, or more than one
   */
  ModelCard find(String text) {
    List<ModelCard> exact =
        archive.cards().stream()
            .filter(card -> card.label().equals(text) || card.version().equals(text))
            .toList();
    List<ModelCard> found =
        exact.isEmpty() && text.length() >= LEAST_DIGITS
            ? archive.cards().stream().filter(card -> card.sha256().startsWith(text)).toList()
            : exact;
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "MODEL is '"
              + text
              + "'; "
              + (found.isEmpty() ? "no published bundle has this" : "several bundles have this")
              + " name/version, version or first "
              + LEAST_DIGITS
              + " digits or more of a sha256. There are: "
              + archive.cards().stream().map(ModelCard::label).toList());
    }
    return found.get(0);
  }

  /**
   * The bundle itself, fetched and verified; nothing of it stays on disk.
   *
   * @throws io.vigia.registry.RefusedModelException where its bytes are missing or wrong
   */
  StoredBundle read(ModelCard card) throws IOException {
    Path place = Files.createTempDirectory("vigia-model-");
    try {
      return archive.fetch(card, place.resolve("bundle"));
    } finally {
      TemporaryDirectories.delete(place);
    }
  }

  /** A record as its topic has it. */
  static JsonNode json(Object record) {
    try {
      return MAPPER.readTree(RetrainJson.bytes(record));
    } catch (IOException e) {
      throw new IllegalArgumentException(record + " is no JSON", e);
    }
  }
}
