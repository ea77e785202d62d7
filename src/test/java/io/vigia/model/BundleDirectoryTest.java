package io.vigia.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Meaning;
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
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.digest.DigestUtils;
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
  void aSecondLevelKeepsWhatItsRowsHadPassed() throws IOException {
    ModelBundle first = GaussianBundle.of(SCHEMA);
    assertThat(first.passed()).isNull();
    Passed passed = new Passed(1e-2, "ab".repeat(32));
    ModelBundle second = first.recalibrated("2", first.calibrations(), first.provenance(), passed);
    Path written = directory.resolve("second");
    BundleDirectory.write(second, written);
    assertThat(BundleDirectory.read(written).content().passed()).isEqualTo(passed);
    assertThatThrownBy(() -> new Passed(0, "")).hasMessageContaining("(0, 1]");
  }

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
  void readsTheEnsembleThatItWrote() throws IOException {
    ModelBundle bundle = EnsembleBundle.of(SCHEMA, 1, 1.5, 3);
    BundleDirectory.write(bundle, directory.resolve("ensemble"));
    ModelBundle read = BundleDirectory.read(directory.resolve("ensemble")).content();

    assertThat(read.members().stream().map(Member::name))
        .containsExactly("gauss-0", "gauss-1", "gauss-2");
    assertThat(read.members().get(1).meaning()).isEqualTo(Meaning.EXACT);
    assertThat(read.calibrations().names()).containsExactly("all");
    float[] vector = {0.25f, -1.5f};
    Score score = score(read, vector);
    assertThat(score.statistic()).isEqualTo(score(bundle, vector).statistic());
    assertThat(score.pValue()).isEqualTo(score(bundle, vector).pValue());
    assertThat(score.nll()).isEqualTo(score(bundle, vector).nll());
  }

  @Test
  void bundleOfFormatVersionTwoStillLoads() throws IOException, URISyntaxException {
    Path old =
        Path.of(
            Objects.requireNonNull(BundleDirectoryTest.class.getResource("/models/format-2"))
                .toURI());
    StoredBundle stored = BundleDirectory.read(old);

    assertThat(stored.sha256()).isEqualTo(FORMAT_2_SHA256);
    Score score = score(stored.content(), 0.5f, 0);
    double nll = (GaussianFlow.nll(1, 0.5, 0) + GaussianFlow.nll(2, 0.5, 0)) / 2;
    assertThat(score.nll()).isCloseTo(nll, within(1e-5));
    assertThat(score.pValue()).isEqualTo(stored.content().calibration().pValue(score.statistic()));
    assertThat(stored.content().calibration().size()).isEqualTo(2_000);
  }

  private static final String FORMAT_2_SHA256 =
      "a16f9ee6af895b17ac0520d6cb716bbfbecf6c63b1e54b6f1340d7e9cde1c93a";

  @Test
  void contentThatDoesNotFitIsNamedThoughItsDigestIsRight() throws IOException {
    refusesContent("calibration.json", "\"table\":0", "\"table\":7", "table 7");
    refusesContent("calibration.json", "\"shape\":", "\"form\":", "tails[0]: shape");
    refusesContent("calibration.json", "\"scale\":", "\"scale\":-", "tails[0]: scale");
    refusesContent("model.json", "\"rule\" : \"mean\"", "\"rule\" : \"vote\"", "vote");
    refusesContent("model.json", "\"exact\"", "\"sure\"", "lower-bound");
    refusesContent("model.json", "\"kind\" : \"maf\"", "\"kind\" : \"nsf\"", "kind");
    refusesContent("model.json", "\"features\" : 2", "\"features\" : 3", "member gauss-0");
    refusesContent("model.json", "\"name\" : \"gauss-1\"", "\"name\" : \"gauss-0\"", "differ");
    refusesContent("model.json", "\"name\" : \"gauss-1\"", "\"name\" : \"../x\"", "member");
    refusesContent("model.json", "\"version\" : \"ensemble\"", "\"version\" : \"..\"", "version");
    refusesContent("model.json", "\"members\"", "\"density\"", "members");
  }

  @Test
  void filesOutsideTheBundleAreRefused() throws IOException {
    refusesContent("model.json", "\"weights.safetensors\"", "\"../weights.safetensors\"", "only");
  }

  @Test
  void typicalRowsComeBackMissingValuesIncluded() throws IOException {
    float[] rows = {1, Float.NaN, 3, 4};
    ModelBundle bundle = GaussianBundle.of(SCHEMA).withTypical(TypicalRows.of(2, rows));
    BundleDirectory.write(bundle, directory.resolve("typical"));
    ModelBundle read = BundleDirectory.read(directory.resolve("typical")).content();
    assertThat(read.typical().values()).isEqualTo(rows);
    assertThatThrownBy(() -> GaussianBundle.of(SCHEMA).withTypical(TypicalRows.of(4, rows)))
        .hasMessageContaining("4 inputs");
  }

  @Test
  void ensembleWithoutACombinationIsRefused() {
    ModelBundle ensemble = EnsembleBundle.of(SCHEMA, 1, 2);
    assertThatThrownBy(
            () ->
                new ModelBundle(
                    "a",
                    "1",
                    SCHEMA,
                    ensemble.members(),
                    null,
                    ensemble.calibrations(),
                    ensemble.provenance(),
                    Map.of()))
        .hasMessageContaining("2 members");
  }

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

  /** Changes one text of a file, and the digest with it. */
  private void refusesContent(String file, String from, String to, String message)
      throws IOException {
    Path path = Files.createTempDirectory(directory, "changed").resolve("b");
    BundleDirectory.write(EnsembleBundle.of(SCHEMA, 1, 1.5), path);
    String before = Files.readString(path.resolve(file));
    assertThat(before.contains(from)).as("%s has %s", file, from).isTrue();
    String after = before.replaceFirst(Pattern.quote(from), Matcher.quoteReplacement(to));
    Files.writeString(path.resolve(file), after);
    Path model = path.resolve("model.json");
    Files.writeString(
        model,
        Files.readString(model)
            .replace(DigestUtils.sha256Hex(before), DigestUtils.sha256Hex(after)));
    assertThatThrownBy(() -> BundleDirectory.read(path))
        .as(to)
        .isInstanceOf(InvalidBundleException.class)
        .hasMessageContaining(message);
  }

  private static Score score(ModelBundle bundle, float... vector) {
    return Objects.requireNonNull(
        ScoringModel.of(new StoredBundle(bundle, "ab")).newScorer().score(vector));
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
