package io.vigia.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.model.StoredBundle;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class IncomingBundleTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path root;

  @SuppressWarnings("NullAway.Init")
  private PublishedGaussian published;

  private Path cache = Path.of("");

  @BeforeEach
  void publish() throws IOException {
    published = PublishedGaussian.in(root.resolve("made"), "1");
    cache = root.resolve("cache");
  }

  @Test
  void chunksInAnyOrderAndAmongOthersBecomeTheBundle() throws IOException {
    assertThat(published.file("calibration.json").chunks()).isGreaterThan(1);
    Map<String, byte[]> chunks = published.chunks();
    chunks.putAll(PublishedGaussian.in(root.resolve("made"), "2").chunks());
    List<String> keys = new ArrayList<>(chunks.keySet());
    Collections.shuffle(keys, new Random(1));
    try (IncomingBundle incoming = IncomingBundle.of(published.card, cache)) {
      incoming.accept("no chunk", new byte[] {1});
      for (String key : keys) {
        incoming.accept(key, chunks.get(key));
      }
      StoredBundle arrived = incoming.finish(cache.resolve("1"));
      assertThat(arrived.sha256()).isEqualTo(published.stored.sha256());
    }
    assertThat(cache.toFile().list()).containsExactly("1");
  }

  @Test
  void whatIsChangedIsRefusedAndLeavesNothing() throws IOException {
    Map<String, byte[]> chunks = published.chunks();
    published.damage(chunks, "weights.safetensors");
    refused(chunks, "weights.safetensors has sha256 ", "publish the bundle again");
    assertThat(cache.toFile().list()).isEmpty();
  }

  @Test
  void whatIsCutShortIsRefused() throws IOException {
    Map<String, byte[]> chunks = published.chunks();
    String second = Chunks.key(published.file("calibration.json").sha256(), 1);
    chunks.put(second, Arrays.copyOf(chunks.get(second), 1000));
    refused(chunks, "chunk 1 of ", "of calibration.json has 1000 bytes in place of", "truncated");
  }

  @Test
  void whatIsNotThereIsRefused() throws IOException {
    Map<String, byte[]> chunks = published.chunks();
    chunks.remove(Chunks.key(published.file("model.json").sha256(), 0));
    refused(chunks, "chunk 0 of 1 of model.json is not on the topic", "publish the bundle again");
  }

  @Test
  void aChunkThatWasDeletedIsNotThere() throws IOException {
    String key = Chunks.key(published.file("model.json").sha256(), 0);
    try (IncomingBundle incoming = IncomingBundle.of(published.card, cache)) {
      for (Map.Entry<String, byte[]> chunk : published.chunks().entrySet()) {
        incoming.accept(chunk.getKey(), chunk.getValue());
      }
      incoming.accept(key, null);
      assertThatThrownBy(incoming::verify).hasMessageContaining("chunk 0 of 1 of model.json");
    }
  }

  @Test
  void aTamperedModelJsonIsRefusedThoughItsOwnDigestFits() throws IOException {
    String json = Files.readString(published.directory.resolve("model.json"));
    Path model = Files.writeString(root.resolve("tampered"), json.replace("gauss", "gauze"));
    ModelCard.File file =
        new ModelCard.File("model.json", Files.size(model), CardFiles.sha256(model), 1);
    ModelCard card =
        published.withFiles(
            List.of(
                file, published.file("weights.safetensors"), published.file("calibration.json")));
    Map<String, byte[]> chunks = published.chunks();
    chunks.put(Chunks.key(file.sha256(), 0), Files.readAllBytes(model));
    try (IncomingBundle incoming = IncomingBundle.of(card, cache)) {
      for (Map.Entry<String, byte[]> chunk : chunks.entrySet()) {
        incoming.accept(chunk.getKey(), chunk.getValue());
      }
      assertThatThrownBy(incoming::verify)
          .isInstanceOf(RefusedModelException.class)
          .hasMessageContaining("its card says the sha256 " + published.stored.sha256());
    }
  }

  @Test
  void aCardCannotNameOtherFiles() {
    ModelCard.File model = published.file("model.json");
    ModelCard.File outside =
        new ModelCard.File("../../model.json", model.bytes(), model.sha256(), model.chunks());
    badCard("../../model.json", outside);
    badCard("[model.json, weights.safetensors]", model, published.file("weights.safetensors"));
  }

  @Test
  void aCardOfAFileThatIsTooLongIsRefusedBeforeItIsFetched() {
    ModelCard.File model = published.file("model.json");
    badCard(
        "2000000000 bytes", new ModelCard.File("model.json", 2_000_000_000L, model.sha256(), 1));
    badCard("has 7 chunks", new ModelCard.File("model.json", model.bytes(), model.sha256(), 7));
    badCard("64 hex digits", new ModelCard.File("model.json", model.bytes(), "../..", 1));
    assertThat(cache).doesNotExist();
  }

  private void badCard(String message, ModelCard.File... files) {
    ModelCard card = published.withFiles(List.of(files));
    assertThatThrownBy(() -> IncomingBundle.of(card, cache))
        .isInstanceOf(RefusedModelException.class)
        .hasMessageStartingWith("the model gauss/1 is refused: ")
        .hasMessageContaining(message);
  }

  private void refused(Map<String, byte[]> chunks, String... messages) throws IOException {
    try (IncomingBundle incoming = IncomingBundle.of(published.card, cache)) {
      for (Map.Entry<String, byte[]> chunk : chunks.entrySet()) {
        incoming.accept(chunk.getKey(), chunk.getValue());
      }
      assertThatThrownBy(() -> incoming.finish(cache.resolve("1")))
          .isInstanceOf(RefusedModelException.class)
          .satisfies(e -> assertThat(e.getMessage()).contains(messages));
    }
  }
}
