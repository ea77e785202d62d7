package io.vigia.app;

import io.vigia.registry.ModelPublisher;
import io.vigia.registry.ModelShelf;
import io.vigia.registry.Publication;
import io.vigia.registry.TakenVersionException;
import io.vigia.scoring.ScoringModel;
import io.vigia.topology.ServedModels;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Bundles by way of Kafka in a process that runs a topology: those that commands may name are
 * fetched, and the topology's own is published, so that one can come back to it.
 */
final class ModelsOnTopics implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelsOnTopics.class);
  private static final long RETRY_SECONDS = 10;

  private final TopologySpec spec;
  private final Path directory;
  private final ModelShelf shelf;
  private final ServedModels served;
  private final Thread publication = new Thread(this::publish, "model-publication");

  private ModelsOnTopics(TopologySpec spec, Path directory, ModelShelf shelf, ServedModels served) {
    this.spec = spec;
    this.directory = directory;
    this.shelf = shelf;
    this.served = served;
  }

  /**
   * Begins to fetch. The topics may come later.
   *
   * @param own the topology's bundle
   * @param directory that it was read from
   * @param stateDirectory of this process alone: what was fetched is kept there
   */
  static ModelsOnTopics open(
      TopologySpec spec, ScoringModel own, Path directory, Path stateDirectory) {
    ModelShelf shelf =
        ModelShelf.open(
            spec.clientSettings(),
            TopicNames.of(spec).modelTopics(),
            stateDirectory.resolve("models"),
            spec.features());
    return new ModelsOnTopics(spec, directory, shelf, new ServedModels(own, shelf));
  }

  /** What may score. */
  ServedModels served() {
    return served;
  }

  /** Publishes the topology's own bundle beside the work; the topics must be there. */
  void publishOwn() {
    publication.setDaemon(true);
    publication.start();
  }

  private void publish() {
    ModelPublisher publisher =
        new ModelPublisher(spec.clientSettings(), TopicNames.of(spec).modelTopics());
    while (true) {
      try {
        publisher.publish(
            directory, Publication.of("vigia run " + spec.name(), System.currentTimeMillis()));
        return;
      } catch (TakenVersionException e) {
        LOG.warn("{}; until then nobody can come back to the topology's own", e.getMessage());
        return;
      } catch (IOException | KafkaException | IllegalArgumentException e) {
        LOG.warn("the topology's model is not published yet: {}", e.getMessage());
      }
      try {
        TimeUnit.SECONDS.sleep(RETRY_SECONDS);
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  @Override
  public void close() {
    publication.interrupt();
    shelf.close();
  }
}
