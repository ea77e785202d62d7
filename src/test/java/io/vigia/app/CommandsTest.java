package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.topology.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.function.IntFunction;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the commands answer: exit codes, messages, and what they leave behind. */
class CommandsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private String topology = "";
  private Path model = Path.of("");
  private String out = "";
  private String err = "";

  @BeforeEach
  void writeTopology() throws IOException {
    model = directory.resolve("plane/1");
    topology =
        Files.writeString(
                directory.resolve("plane.yaml"),
                """
                version: 1
                name: plane
                source: {topic: plane.events, format: json, event-id: [/_row]}
                select: {inside: "abs(x) < 50"}
                features: [{name: x, unit: cm}, {name: y, unit: cm}]
                model: %s
                alerts: {pre-cut: 1e-2, threshold: 1e-3}
                """
                    .formatted(model))
            .toString();
  }

  @Test
  void aDiscreteColumnIsTakenAsCategoriesAndNamed() throws IOException {
    Random random = new Random(1);
    assertThat(train(csv(1500, i -> random.nextGaussian() + "," + i % 2))).isZero();
    assertThat(err).contains("note: column y takes 2 values in 1,500 rows", "as categorical");
    assertThat(model).exists();
  }

  @Test
  void aBundleIsNeverOverwritten() throws IOException {
    writeModel();
    assertThat(train(csv(10, i -> "1,2"))).isEqualTo(2);
    assertThat(err).contains("exists already", "new version");
  }

  @Test
  void unknownModelsAndDevicesAreBadUsage() throws IOException {
    String file = csv(10, i -> "1,2");
    assertThat(execute("train", topology, "--model", "gan", "--data", file)).isEqualTo(2);
    assertThat(err)
        .contains(
            "--model is 'gan'; allowed: flow, vae, diffusion, conv-vae, set-vdm, dte-c, contraction");
    assertThat(execute("train", topology, "--device", "cuda", "--data", file)).isEqualTo(2);
    assertThat(err).contains("--device is 'cuda'; allowed: cpu, gpu, gpu:N, auto");
    assertThat(model).doesNotExist();
  }

  @Test
  void aMissingFileIsBadInput() {
    assertThat(execute("train", topology, "--data", "none.csv")).isEqualTo(2);
    assertThat(err).contains("none.csv");
    assertThat(execute("check", "none.yaml")).isEqualTo(2);
    assertThat(err).contains("none.yaml");
    assertThat(execute("score", topology, "none.csv")).isEqualTo(2);
  }

  @Test
  void aMissingModelSaysHowToMakeOne() {
    assertThat(execute("run", topology, "-K", "bootstrap.servers=localhost:1")).isEqualTo(2);
    assertThat(err).contains("vigia train");
  }

  @Test
  void runWithoutABrokerAddressSaysWhereToPutIt() throws IOException {
    writeModel();
    assertThat(execute("run", topology, "--http-port", "0")).isEqualTo(2);
    assertThat(err).contains("kafka.bootstrap.servers", "VIGIA_BOOTSTRAP_SERVERS");
  }

  @Test
  void scoresAreWrittenAndTheRestIsCounted() throws IOException {
    writeModel();
    String file = csv(10, i -> i == 3 ? ",1" : i == 4 ? "60,1" : "0.5,0.25");
    assertThat(execute("score", topology, file, "--out", directory + "/scores.jsonl")).isZero();
    assertThat(Files.readAllLines(directory.resolve("scores.jsonl")))
        .hasSize(8)
        .allMatch(line -> line.startsWith("{\"id\":\"") && line.contains("\"p_value\":"));
    assertThat(err).contains("scored: 8", "filtered by inside: 1", "missing-field: 1");
  }

  @Test
  void evaluatePrintsItsFiguresAndRefusesAWrongLabel() throws IOException {
    writeModel();
    Random random = new Random(5);
    String file =
        csv(
            400,
            "x,y,label",
            i ->
                random.nextGaussian()
                    + ","
                    + (random.nextGaussian() + (i % 10 == 0 ? 9 : 0))
                    + ","
                    + (i % 10 == 0 ? 1 : 0));
    assertThat(execute("evaluate", topology, file, "--label", "label", "--json")).isZero();
    assertThat(out)
        .contains("\"n\" : 400")
        .contains("auroc", "auprc", "tpr_at_fpr_1e2", "tpr_at_fpr_1e3", "mean_nll", "p_value_ks");
    assertThat(execute("evaluate", topology, file, "--label", "lable")).isEqualTo(2);
    assertThat(err).contains("no field /lable");
    assertThat(execute("evaluate", topology, file, "--label", "x")).isEqualTo(2);
    assertThat(err).contains("allowed: 0, 1");
  }

  @Test
  void unknownOptionsAndCommandsAreBadUsage() {
    assertThat(execute("check", topology, "--fast")).isEqualTo(2);
    assertThat(err).contains("--fast");
    assertThat(execute("ckeck", topology)).isEqualTo(2);
    assertThat(err).contains("check");
  }

  @Test
  void everyCommandHasHelpAndCompletionIsGenerated() {
    CommandLine vigia = Vigia.commandLine();
    for (String command : vigia.getSubcommands().keySet()) {
      assertThat(execute(command, "--help")).as(command).isZero();
      assertThat(out).as(command).contains("Usage: vigia " + command);
    }
    assertThat(execute("generate-completion")).isZero();
    assertThat(out).contains("_complete_vigia");
  }

  private void writeModel() throws IOException {
    BundleDirectory.write(
        GaussianBundle.of(TopologyFile.read(Path.of(topology)).features()), model);
  }

  private int train(String file) {
    return execute("train", topology, "--data", file, "--max-steps", "50");
  }

  private String csv(int rows, IntFunction<String> row) throws IOException {
    return csv(rows, "x,y", row);
  }

  private String csv(int rows, String header, IntFunction<String> row) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return Files.writeString(directory.resolve("events.csv"), text).toString();
  }

  private int execute(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    out = run.out();
    err = run.err();
    return run.code();
  }
}
