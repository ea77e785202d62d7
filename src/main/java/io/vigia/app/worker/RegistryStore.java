package io.vigia.app.worker;

import io.vigia.model.StoredBundle;
import io.vigia.registry.ModelArchive;
import io.vigia.registry.ModelPublisher;
import io.vigia.registry.ModelTopics;
import io.vigia.registry.Publication;
import io.vigia.registry.TakenVersionException;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;

/** The topics of models, as a worker needs them; what it fetched stays in a folder. */
final class RegistryStore implements CandidateStore {
  private final Map<String, String> kafka;
  private final ModelTopics topics;
  private final Path folder;
  private final Clock clock;

  /**
   * @param kafka client settings
   * @param folder for the bundles that were fetched last, each named by its digest
   */
  public RegistryStore(Map<String, String> kafka, ModelTopics topics, Path folder, Clock clock) {
    this.kafka = Map.copyOf(kafka);
    this.topics = topics;
    this.folder = folder;
    this.clock = clock;
  }

  @Override
  public Optional<ModelCard> resultOf(String job) throws IOException {
    return archive().ofJob(job);
  }

  @Override
  public Optional<StoredBundle> bundle(String sha256) throws IOException {
    ModelArchive archive = archive();
    Optional<ModelCard> card = archive.bySha256(sha256);
    if (card.isEmpty()) {
      return Optional.empty();
    }
    return Optional.of(archive.fetchCached(card.get(), folder));
  }

  @Override
  public ModelCard publish(Candidate candidate, String job, String worker) throws IOException {
    try {
      return new ModelPublisher(kafka, topics)
          .publish(
              candidate.directory(),
              new Publication(
                  candidate.parent(), job, candidate.evidence(), worker, clock.millis()));
    } catch (TakenVersionException e) {
      if (job.equals(e.published().job())) {
        return e.published();
      }
      throw e;
    }
  }

  private ModelArchive archive() throws IOException {
    return ModelArchive.read(kafka, topics);
  }
}
