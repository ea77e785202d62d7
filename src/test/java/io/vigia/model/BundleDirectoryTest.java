package io.vigia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.scoring.Score;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleDirectoryTest {
  private static final FeatureSchema SCHEMA =
      new FeatureSchema(
          List.of(new EventLayout.Field("x", "/x", null), new EventLayout.Field("y", "/y", -999.0)),
          Map.of("inside", "abs(x) < 50"),
          List.of(
              new Feature("x", "x", "cm", Feature.Missing.REJECT),
              new Feature("log_y", "log(y)", "ln(cm)", Feature.Missing.REJECT)));

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void readsWhatItWrote() throws IOException {
    ModelBundle bundle = GaussianBundle.of(SCHEMA);
    StoredBundle written = BundleDirectory.write(bundle, directory.resolve("gauss/1"));
    StoredBundle read = BundleDirectory.read(directory.resolve("gauss/1"));

    assertThat(read.sha256()).isEqualTo(written.sha256()).hasSize(64);
    assertThat(read.label()).isEqualTo("gauss/1");
    assertThat(read.content().schema()).isEqualTo(SCHEMA);
    assertThat(read.content().provenance()).isEqualTo(bundle.provenance());
    assertThat(read.content().calibration().toArray()).isEqualTo(bundle.calibration().toArray());
    float[] vector = {0.25f, -1.5f};
    assertThat(ScoringModel.of(read).newScorer().score(vector))
        .isEqualTo(ScoringModel.of(written).newScorer().score(vector));
  }

  @Test
  void bundleOfFormatVersionOneStillLoads() throws IOException, URISyntaxException {
    Path old =
        Path.of(
            Objects.requireNonNull(BundleDirectoryTest.class.getResource("/models/format-1"))
                .toURI());
    StoredBundle stored = BundleDirectory.read(old);

    assertThat(stored.sha256()).isEqualTo(FORMAT_1_SHA256);
    Score score =
        Objects.requireNonNull(ScoringModel.of(stored).newScorer().score(new float[] {0.5f, 0}));
    assertThat(score.nll()).isCloseTo(GaussianBundle.nll(0.5, 0), within(1e-5));
  }

  private static final String FORMAT_1_SHA256 =
      "00f725e16f92fe3fc480a443b4329fee610e5ff7e092878a4b10ca983fef7e42";

  @Test
  void neverOverwrites() throws IOException {
    BundleDirectory.write(GaussianBundle.of(SCHEMA), directory.resolve("b"));
    assertThatThrownBy(
            () -> BundleDirectory.write(GaussianBundle.of(SCHEMA), directory.resolve("b")))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("new version");
    try (Stream<Path> left = Files.list(directory)) {
      assertThat(left.map(p -> p.getFileName().toString())).containsExactly("b");
    }
  }

  @Test
  void everyDamageIsNamed() throws IOException {
    refusesAfter("weights.safetensors", bytes -> bytes[bytes.length - 1] ^= 1, "sha256");
    refusesAfter("calibration.json", bytes -> bytes[bytes.length / 2] ^= 1, "sha256");
    refusesAfter("model.json", bytes -> bytes[0] = 'x', "not JSON");
    assertThatThrownBy(() -> BundleDirectory.read(directory.resolve("none")))
        .isInstanceOf(InvalidBundleException.class)
        .hasMessageContaining("vigia train");
  }

  @Test
  void newerFormatIsRefusedWithBothVersions() throws IOException {
    Path path = directory.resolve("newer");
    BundleDirectory.write(GaussianBundle.of(SCHEMA), path);
    Path model = path.resolve("model.json");
    Files.writeString(
        model, Files.readString(model).replace("\"format_version\" : 2", "\"format_version\" : 9"));
    assertThatThrownBy(() -> BundleDirectory.read(path))
        .isInstanceOf(InvalidBundleException.class)
        .hasMessageContaining("9")
        .hasMessageContaining("versions 1 to 2");
  }

  @Test
  void missingFileIsNamed() throws IOException {
    Path path = directory.resolve("partial");
    BundleDirectory.write(GaussianBundle.of(SCHEMA), path);
    Files.delete(path.resolve("weights.safetensors"));
    assertThatThrownBy(() -> BundleDirectory.read(path))
        .hasMessageContaining("weights.safetensors is missing");
  }

  @Test
  void modelOfOtherFeaturesIsRefused() {
    FeatureSchema other =
        new FeatureSchema(
            SCHEMA.fields(),
            Map.of(),
            List.of(
                new Feature("x", "x", "cm", Feature.Missing.REJECT),
                new Feature("y", "y", "cm", Feature.Missing.REJECT)));
    ScoringModel model = ScoringModel.of(new StoredBundle(GaussianBundle.of(SCHEMA), "ab"));
    assertThatThrownBy(() -> model.requireSchema(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("log_y")
        .hasMessageContaining("train a bundle");
  }

  private interface Damage {
    void to(byte[] bytes);
  }

  private void refusesAfter(String file, Damage damage, String message) throws IOException {
    Path path = directory.resolve("damaged-" + file);
    BundleDirectory.write(GaussianBundle.of(SCHEMA), path);
    byte[] bytes = Files.readAllBytes(path.resolve(file));
    damage.to(bytes);
    Files.write(path.resolve(file), bytes);
    assertThatThrownBy(() -> BundleDirectory.read(path))
        .as(file)
        .isInstanceOf(InvalidBundleException.class)
        .hasMessageContaining(file)
        .hasMessageContaining(message);
  }
}
