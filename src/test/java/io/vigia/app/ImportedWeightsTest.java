package io.vigia.app;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.LogDensity;
import io.vigia.kernel.Safetensors;
import io.vigia.kernel.Tensor;
import io.vigia.model.BundleDirectory;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights from Python: those of {@code docs/import/export_maf.py}, and flows of all four kinds. */
class ImportedWeightsTest {
  private static final Path RESOURCES = Path.of("src/test/resources/io/vigia");
  private static final Path IMPORTED = RESOURCES.resolve("app/imported");

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void theScriptsWeightsBecomeABundleThatScoresAsTheScriptDid() throws IOException {
    CommandRun run = importInto("bent/1", IMPORTED.resolve("maf.safetensors"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("maf, calibrated on 2000 rows");
    StoredBundle bundle = BundleDirectory.read(directory.resolve("bent/1"));
    Scorer scorer = ScoringModel.of(bundle).newScorer();
    for (String line : rows(IMPORTED.resolve("log-densities.csv"))) {
      double[] cells = numbers(line);
      Score score = requireNonNull(scorer.score(new float[] {(float) cells[0], (float) cells[1]}));
      assertThat(score.nll()).isCloseTo(-cells[2], within(1e-4 + 1e-5 * Math.abs(cells[2])));
    }
    assertThat(bundle.content().typical().size()).isEqualTo(512);
    assertThat(bundle.content().provenance().settings())
        .containsEntry("imported_from", "maf.safetensors");
  }

  /** The weights and the log-densities are NumPy's, of a program that shares no code with ours. */
  @ParameterizedTest
  @ValueSource(strings = {"maf", "nsf-ar", "realnvp", "nsf-c"})
  void everyKindOfFlowKeepsItsLogDensity(String kind) throws IOException {
    Path reference = RESOURCES.resolve("density/flow/" + kind + "-reference.safetensors");
    boolean spline = FlowArchitecture.isSpline(kind);
    FlowArchitecture architecture =
        new FlowArchitecture(
            kind,
            5,
            2,
            3,
            List.of(12, 12),
            "relu",
            true,
            "linear",
            spline ? 0 : 5,
            spline ? 6 : 0,
            spline ? 3 : 0);
    Path file =
        write(Safetensors.read(reference), new ObjectMapper().writeValueAsString(architecture));
    LogDensity density =
        CompiledDensity.of(
                ImportedWeights.read(file).weights().toDensityWeights(), Kernel.selected())
            .newLogDensity();
    for (String line : rows(RESOURCES.resolve("density/flow/" + kind + "-reference.csv"))) {
      double[] cells = numbers(line);
      float[] row = new float[7];
      for (int i = 0; i < row.length; i++) {
        row[i] = (float) cells[i];
      }
      assertThat(density.logDensity(row))
          .isCloseTo(cells[7], within(1e-4 + 1e-5 * Math.abs(cells[7])));
    }
  }

  @Test
  void whatIsMissingOrDoesNotFitIsSaid() throws IOException {
    Map<String, Tensor> tensors =
        new TreeMap<>(Safetensors.read(IMPORTED.resolve("maf.safetensors")));
    Path without =
        Files.write(directory.resolve("a.safetensors"), Safetensors.write(tensors, Map.of()));
    refused(without, "its __metadata__ has no \"vigia.architecture\"");

    String architecture =
        requireNonNull(
            Safetensors.metadata(Files.readAllBytes(IMPORTED.resolve("maf.safetensors")))
                .get(ImportedWeights.ARCHITECTURE));
    refused(write(tensors, architecture.replace("[32]", "[31]")), "transform.0.layer.0");
    refused(write(tensors, "{\"kind\": \"maf\"}"), "architecture.features");
    refused(write(tensors, "maf"), "vigia.architecture: ");

    Tensor mask = requireNonNull(tensors.remove("transform.1.layer.1.weight"));
    refused(write(tensors, architecture), "transform.1.layer.1.weight is missing");
    float[] ones = new float[mask.size()];
    java.util.Arrays.fill(ones, 0.1f);
    tensors.put("transform.1.layer.1.weight", Tensor.of(ones, mask.shape()));
    refused(write(tensors, architecture), "apply the mask to the weights before they are exported");
  }

  @Test
  void aFlowOverOtherNumbersThanTheTopologysIsRefused() throws IOException {
    Path three = topology("features: [{name: x}, {name: y}, {name: z}]");
    CommandRun run =
        CommandRun.of(
            "models",
            "import",
            three.toString(),
            IMPORTED.resolve("maf.safetensors").toString(),
            "--data",
            IMPORTED.resolve("background.csv").toString(),
            "--out",
            directory.resolve("bent/1").toString(),
            "--no-publish");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err())
        .contains("is a flow over 2 features and 0 context numbers")
        .contains("[x, y, z]");
    assertThat(directory.resolve("bent")).doesNotExist();
  }

  @Test
  void weightsNeedBackgroundAndAPlace() throws IOException {
    Path topology = topology("features: [{name: x}, {name: y}]");
    CommandRun run =
        CommandRun.of(
            "models",
            "import",
            topology.toString(),
            IMPORTED.resolve("maf.safetensors").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("--data and --out are needed");
  }

  private CommandRun importInto(String version, Path weights) throws IOException {
    return CommandRun.of(
        "models",
        "import",
        topology("features: [{name: x}, {name: y}]").toString(),
        weights.toString(),
        "--data",
        IMPORTED.resolve("background.csv").toString(),
        "--out",
        directory.resolve(version).toString(),
        "--no-publish");
  }

  private Path topology(String features) throws IOException {
    return Files.writeString(
        directory.resolve("bent.yaml"),
        """
        version: 1
        name: bent
        source: {topic: bent.events, format: json, event-id: [/event]}
        %s
        alerts: {pre-cut: 1e-2, threshold: 1e-2}
        """
            .formatted(features));
  }

  private Path write(Map<String, Tensor> tensors, String architecture) throws IOException {
    Path file = Files.createTempFile(directory, "weights", ".safetensors");
    return Files.write(
        file, Safetensors.write(tensors, Map.of(ImportedWeights.ARCHITECTURE, architecture)));
  }

  private static void refused(Path file, String message) {
    assertThatThrownBy(() -> ImportedWeights.read(file))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(file + ": ")
        .hasMessageContaining(message);
  }

  private static List<String> rows(Path csv) throws IOException {
    List<String> rows =
        Files.readAllLines(csv).stream().filter(line -> line.matches("[-0-9].*")).toList();
    assertThat(rows).hasSizeGreaterThan(30);
    return rows;
  }

  private static double[] numbers(String line) {
    return java.util.Arrays.stream(line.split(",", -1)).mapToDouble(Double::parseDouble).toArray();
  }
}
