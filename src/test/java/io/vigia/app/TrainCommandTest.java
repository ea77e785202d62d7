package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.density.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where {@code vigia train} cannot train: one line says why, and nothing is written. */
class TrainCommandTest {
  private static final String X_AND_Y = "features: [{name: x, unit: cm}, {name: y, unit: cm}]\n";
  private static final int ROWS = 1500;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final Random random = new Random(1);

  @AfterEach
  void nothingIsLeftBehind() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      assertThat(files.map(file -> String.valueOf(file.getFileName())))
          .containsExactlyInAnyOrder("events.csv", "plane.yaml");
    }
  }

  @Test
  void tooFewRows() throws IOException {
    refused(
        train(X_AND_Y, csv("x,y", 200, i -> normal() + "," + normal())),
        "there are 200 rows to train on; at least 1000 are needed, of which a fifth calibrates the"
            + " p-values. Give more files, or look whether a cut or a role removes too much");
  }

  @Test
  void aConstantColumn() throws IOException {
    refused(
        train(X_AND_Y, csv("x,y", ROWS, i -> normal() + ",7")),
        "column y is constant: 7.0 in all rows. Leave it out");
  }

  @Test
  void aColumnThatIsConstantWhereItIsNotMissing() throws IOException {
    refused(
        train(
            "features: [{name: x}, {name: y, missing: impute}]\n",
            csv("x,y", ROWS, i -> normal() + (i % 2 == 0 ? "," : ",7"))),
        "column y is constant: 7.0 in all rows that have it. Leave it out");
  }

  @Test
  void aColumnThatIsMissingInAllRows() throws IOException {
    for (String missing : List.of("impute", "mask")) {
      refused(
          train(
              "features: [{name: x}, {name: y, missing: " + missing + "}]\n",
              csv("x,y", ROWS, i -> normal() + ",")),
          "column y is missing in all rows. Leave it out, or look at its expression");
    }
  }

  @Test
  void aColumnThatEveryRowMustHaveAndNoneHas() throws IOException {
    CommandRun run = train(X_AND_Y, csv("x,y", ROWS, i -> normal() + ","));
    assertThat(run.err()).contains("left out: 1500 not readable: feature, missing-field");
    refused(run, "there are 0 rows to train on; at least 1000 are needed");
  }

  @Test
  void aLabelThatIsTheSameInAllRows() throws IOException {
    refused(
        train(X_AND_Y + "training: {label: /kind}\n", labelled(i -> "muon")),
        "training.label gives all rows the class [muon]; two classes and more can be told apart."
            + " Leave the label out");
  }

  @Test
  void aLabelThatIsAMeasurement() throws IOException {
    refused(
        train(X_AND_Y + "training: {label: /kind}\n", labelled(i -> "" + normal())),
        "training.label gives 1500 classes; allowed: at most 100. Is it a class, or a measured"
            + " value?");
  }

  @Test
  void aLabelThatNoRowHas() throws IOException {
    CommandRun run = train(X_AND_Y + "training: {label: /sort}\n", labelled(i -> "muon"));
    assertThat(run.err()).contains("left out: 1500 without a value of training.label");
    refused(run, "there are 0 rows to train on");
  }

  @Test
  void aLabelForAScoreThatIsNoDensity() throws IOException {
    refused(
        train(
            X_AND_Y + "training: {label: /kind}\n",
            labelled(i -> i % 2 == 0 ? "a" : "b"),
            "--model",
            "dte-c"),
        "member dte-c of kind dte-c gives no density, so it cannot tell classes apart. Leave"
            + " training.label or this member out");
  }

  @Test
  void aLabelThatIsAFeature() throws IOException {
    refused(
        train(X_AND_Y + "training: {label: y}\n", csv("x,y", 10, i -> "1,2")),
        "training.label is \"y\", which features[1] is already; what is scored or given cannot be"
            + " the class too");
  }

  @Test
  void aGpuThatIsNotThere() throws IOException {
    Assumptions.assumeTrue(
        Torch.engine().getGpuCount() == 0, "SKIPPED: PyTorch sees a GPU on this machine");
    String file = csv("x,y", ROWS, i -> normal() + "," + normal());
    for (String device : List.of("gpu", "gpu:3")) {
      refused(
          train(X_AND_Y, file, "--device", device),
          "the device is "
              + device
              + ", but PyTorch sees no GPU; use cpu or auto, or look whether a CUDA build of"
              + " PyTorch is installed");
    }
  }

  @Test
  void aLossThatIsNotFinite() throws IOException {
    CommandRun run =
        train(
            "features: [{name: x, transform: none, sigma: s}, {name: y}]\n",
            csv("x,y,s", ROWS, i -> normal() + "," + normal() + (i % 2 == 0 ? ",1" : ",1e38")));
    assertThat(run.err())
        .contains("vigia train: training of nsf-ar diverged at step 1 of 50")
        .contains("is not finite", "Nothing was written. Look for values far outside");
    assertThat(run.code()).isEqualTo(Failures.FAILED);
  }

  private void refused(CommandRun run, String message) {
    assertThat(run.err()).contains("vigia train: ").contains(message);
    assertThat(run.code()).isEqualTo(Failures.BAD_INPUT);
    assertThat(run.out()).isEmpty();
  }

  private CommandRun train(String inputs, String file, String... more) throws IOException {
    String yaml =
        """
        version: 1
        name: plane
        source: {topic: plane.events, format: json, event-id: [/_row]}
        model: %s
        """
            .formatted(directory.resolve("1"));
    Path topology = Files.writeString(directory.resolve("plane.yaml"), yaml + inputs);
    List<String> arguments =
        new ArrayList<>(List.of("train", topology.toString(), "--data", file, "--max-steps", "50"));
    arguments.addAll(Arrays.asList(more));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private String labelled(IntFunction<String> kind) throws IOException {
    return csv("x,y,kind", ROWS, i -> normal() + "," + normal() + "," + kind.apply(i));
  }

  private String csv(String header, int rows, IntFunction<String> row) throws IOException {
    StringBuilder text = new StringBuilder(header).append('\n');
    for (int i = 0; i < rows; i++) {
      text.append(row.apply(i)).append('\n');
    }
    return Files.writeString(directory.resolve("events.csv"), text).toString();
  }

  private double normal() {
    return random.nextGaussian();
  }
}
