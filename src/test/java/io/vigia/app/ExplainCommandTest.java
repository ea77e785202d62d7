package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.model.TypicalRows;
import io.vigia.topology.TopologyFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private String topology = "";

  /** A standard normal density over x and y, with two rows to compare with. */
  @BeforeEach
  void writeTopologyAndBundle() throws IOException {
    Path model = directory.resolve("plane/1");
    Path file =
        Files.writeString(
            directory.resolve("plane.yaml"),
            """
            version: 1
            name: plane
            source: {topic: plane.events, format: json, event-id: [/_row]}
            select: {inside: "abs(x) < 50"}
            features: [{name: x, unit: cm}, {name: y, unit: ""}]
            model: %s
            """
                .formatted(model));
    float[] typical = {0.1f, -0.3f, 1, 1};
    BundleDirectory.write(
        GaussianBundle.of(TopologyFile.read(file).features())
            .withTypical(TypicalRows.of(2, typical)),
        model);
    topology = file.toString();
  }

  @Test
  void theFeatureThatIsWrongIsNamedWithWhatWasExpected() throws IOException {
    CommandRun run =
        CommandRun.of("explain", topology, "--event", events("6,-0.4", "60,1"), "--json");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("event 1 has no score: it is filtered by inside");
    JsonNode json = new ObjectMapper().readTree(run.out());
    JsonNode first = json.at("/contributions/0");
    assertThat(first.path("feature").asText()).isEqualTo("x");
    assertThat(first.path("value").doubleValue()).isEqualTo(6);
    assertThat(first.path("nats").doubleValue()).isCloseTo(17.5, within(0.1));
    assertThat(first.path("high").doubleValue()).isCloseTo(1.645, within(0.06));
    assertThat(json.at("/counterfactual/features/x").doubleValue()).isCloseTo(0, within(0.02));
    assertThat(json.at("/counterfactual/features").size()).isEqualTo(1);
    assertThat(json.at("/counterfactual/p_value").doubleValue()).isGreaterThan(0.5);
    assertThat(json.at("/nearest_typical/y").doubleValue()).isCloseTo(-0.3, within(1e-6));
    assertThat(json.path("sentence").asText())
        .startsWith("x is 6.00 cm, too high: -1.6")
        .contains("expected given the others (18 nats)", "with it as expected p would be 0.9");
  }

  @Test
  void aFileThatIsNotThereIsNotLookedForOnTheCluster() {
    Path none = directory.resolve("none.jsonl");
    CommandRun run = CommandRun.of("explain", topology, "--event", none.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no file " + none);
  }

  @Test
  void nothingToExplainIsSaid() throws IOException {
    Path empty = Files.writeString(directory.resolve("empty.jsonl"), "");
    CommandRun run = CommandRun.of("explain", topology, "--event", empty.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(empty + ", which has no events");
    CommandRun none = CommandRun.of("explain", topology, "--event", events("0,0"), "--limit", "0");
    assertThat(none.code()).isEqualTo(2);
    assertThat(none.err()).contains("--limit is 0; allowed: 1 or more");
  }

  @Test
  void forPeopleThereIsATableWithTheCulpritsMarked() throws IOException {
    CommandRun run = CommandRun.of("explain", topology, "--event", events("0.5,-7"));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("event 1: p 0.0001", "by gauss/1", "y is -7.00, too low");
    assertThat(run.out().lines().filter(line -> line.startsWith("* y"))).hasSize(1);
    assertThat(run.out().lines().filter(line -> line.startsWith("* x"))).isEmpty();
  }

  @Test
  void anIdWithoutAClusterSaysWhatToDo() {
    CommandRun run = CommandRun.of("explain", topology, "--event", "no-such-event");
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("kafka.bootstrap.servers");
  }

  private String events(String... rows) throws IOException {
    return Files.writeString(
            directory.resolve("events.csv"), "x,y\n" + String.join("\n", rows) + "\n")
        .toString();
  }
}
