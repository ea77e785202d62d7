package io.vigia.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.BundleDirectory;
import io.vigia.registry.Activations;
import io.vigia.registry.ModelPublisher;
import io.vigia.registry.ModelTopics;
import io.vigia.registry.Publication;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.ModelCard;
import io.vigia.topology.CutoverHistory;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Puts two versions of one bundle into service by turns, and looks, as a subscriber, that each
 * score is by the one that cut-overs name.
 */
final class TwinSwaps {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TopologySpec spec;
  private final TopicNames names;
  private final List<ModelCard> twins;
  private int swaps;

  private TwinSwaps(TopologySpec spec, List<ModelCard> twins) {
    this.spec = spec;
    this.names = TopicNames.of(spec);
    this.twins = twins;
  }

  /**
   * Publishes the topology's bundle and its twin.
   *
   * @param directory for the twin
   */
  static TwinSwaps publish(TopologySpec spec, Path directory) throws IOException {
    var own = BundleDirectory.read(spec.model()).content();
    BundleDirectory.write(own.withVersion(own.version() + "-twin"), directory);
    ModelTopics topics = TopicNames.of(spec).modelTopics();
    ModelPublisher publisher = new ModelPublisher(spec.clientSettings(), topics);
    Publication publication = Publication.of("bench kill", System.currentTimeMillis());
    return new TwinSwaps(
        spec,
        List.of(
            publisher.publish(directory, publication),
            publisher.publish(spec.model(), publication)));
  }

  /** Commands that the other one score. */
  void swap() throws IOException {
    new Activations(spec.clientSettings(), names.modelTopics())
        .write(
            twins.get(swaps++ % twins.size()),
            "bench kill",
            "turn and turn about",
            System.currentTimeMillis());
  }

  /** Whether each partition has followed the last command. */
  boolean areEverywhere(int partitions) {
    CutoverHistory history = history();
    return IntStream.range(0, partitions)
        .allMatch(
            partition -> history.of(partition).stream().anyMatch(one -> one.sequence() == swaps));
  }

  private CutoverHistory history() {
    return CutoverHistory.read(spec.clientSettings(), names.cutovers());
  }

  /**
   * What subscribers see of them.
   *
   * @param cutovers to another bundle than the topology's, or back to it
   * @param strangers scores whose bundle is not that which scores their offset, as cut-overs tell
   */
  record Seen(long cutovers, long strangers) {}

  Seen seen(int partitions) {
    CutoverHistory history = history();
    long cutovers = 0;
    for (int partition = 0; partition < partitions; partition++) {
      cutovers += history.of(partition).stream().filter(one -> one.sequence() > 0).count();
    }
    AtomicLong strangers = new AtomicLong();
    try (TopicTail scores = TopicTail.open(spec.clientSettings(), names.scores())) {
      scores.toPresentEnd(
          record -> {
            if (!isAsTold(json(record.value()), history)) {
              strangers.incrementAndGet();
            }
            return true;
          });
    }
    return new Seen(cutovers, strangers.get());
  }

  private static boolean isAsTold(JsonNode score, CutoverHistory history) {
    JsonNode origin = score.path("origin");
    return history
        .at(origin.path("partition").intValue(), origin.path("offset").longValue())
        .map(Cutover::sha256)
        .filter(score.path("model").path("sha256").asText()::equals)
        .isPresent();
  }

  private static JsonNode json(byte[] value) {
    try {
      return MAPPER.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a score record that is not JSON", e);
    }
  }
}
