package io.vigia.registry;

import io.vigia.model.BundleDirectory;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.RetrainJson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Publishes bundles: bytes first, the card last, in one transaction. What is published never
 * changes: a version is one bundle, and the first result of a job is its result.
 */
public final class ModelPublisher {
  private final Map<String, String> client;
  private final ModelTopics topics;

  /**
   * @param client settings of Kafka clients
   */
  public ModelPublisher(Map<String, String> client, ModelTopics topics) {
    this.client = Map.copyOf(client);
    this.topics = topics;
  }

  /**
   * Publishes a bundle. Where the very same one is there already and whole, nothing is written.
   *
   * @param directory with the bundle's files, which are verified first
   * @return its card, or that of the same bundle's publication before
   * @throws TakenVersionException where another bundle has its name and version, or is the result
   *     of its job
   * @throws IllegalArgumentException where the topics are not there
   */
  public ModelCard publish(Path directory, Publication publication) throws IOException {
    StoredBundle bundle = BundleDirectory.read(directory);
    ModelCard card = CardFiles.card(bundle, directory, publication);
    Optional<ModelCard> before = before(card);
    if (before.isPresent() && isWhole(before.get())) {
      return before.get();
    }
    return new RegistryWriter(client, topics)
        .write(
            records -> {
              ModelCard written = before(card).orElse(card);
              for (ModelCard.File file : card.files()) {
                sendChunks(directory, file, records);
              }
              records.send(topics.models(), null, written.label(), RetrainJson.bytes(written));
              return written;
            });
  }

  /** The same bundle's card. */
  private Optional<ModelCard> before(ModelCard card) throws IOException {
    Optional<ModelCard> same = Optional.empty();
    for (ModelCard other : ModelArchive.read(client, topics).cards()) {
      if (other.sha256().equals(card.sha256())) {
        same = Optional.of(other);
      } else if (other.label().equals(card.label())) {
        throw new TakenVersionException(
            other,
            card.label()
                + " is published already, as the bundle "
                + other.sha256()
                + "; bundles are never overwritten: choose a new version");
      } else if (card.job() != null && card.job().equals(other.job())) {
        throw new TakenVersionException(
            other, "the job " + card.job() + " has a result already: " + other.label());
      }
    }
    return same;
  }

  private boolean isWhole(ModelCard card) throws IOException {
    Path beside = Files.createTempDirectory("vigia-published-");
    try (IncomingBundle incoming = IncomingBundle.of(card, beside)) {
      new ModelArchive.Bytes(client, topics).read(java.util.List.of(incoming));
      incoming.verify();
      return true;
    } catch (RefusedModelException e) {
      return false;
    } finally {
      Files.delete(beside);
    }
  }

  private void sendChunks(Path directory, ModelCard.File file, RegistryWriter.Records records)
      throws IOException {
    try (InputStream in = Files.newInputStream(directory.resolve(file.name()))) {
      for (int index = 0; index < file.chunks(); index++) {
        byte[] chunk = in.readNBytes(Chunks.BYTES);
        records.send(topics.bytes(), null, Chunks.key(file.sha256(), index), chunk);
      }
    }
  }
}
