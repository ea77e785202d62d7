package io.vigia.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.SharedBroker;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.Deployment;
import io.vigia.topology.StreamMeter;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Reasons and feedback on a broker: what the stream says, what an expert answers, what follows. */
@Timeout(180)
class FeedbackCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private String topology = "";
  private String address = "";

  @Test
  void anAlertSaysWhyAndTheNextOneFollowsTheExpertsWord() throws Exception {
    TopologySpec spec = topology();
    try (Deployment deployment =
        deployment(spec, EnumSet.of(ApplicationRole.SCORE, ApplicationRole.DESK))) {
      produce("1", "6,0.2");
      deployment.start();
      JsonNode alert = alert(spec, "1");
      assertThat(alert.at("/contributions/0/feature").asText()).isEqualTo("x");
      assertThat(alert.path("sentence").asText()).startsWith("x is 6.00 cm, too high");
      assertThat(alert.has("interest")).isFalse();

      CommandRun explained =
          CommandRun.of("explain", topology, "--event", "1", "--json", "-K", address);
      assertThat(explained.code()).as(explained.err()).isZero();
      assertThat(MAPPER.readTree(explained.out()).path("sentence"))
          .isEqualTo(alert.path("sentence"));

      CommandRun said =
          CommandRun.of(
              "feedback",
              topology,
              "1",
              "boring",
              "--expert",
              "ana",
              "--note",
              "a moon",
              "-K",
              address);
      assertThat(said.code()).as(said.err()).isZero();
      assertThat(MAPPER.readTree(said.out()).path("label").asText()).isEqualTo("boring");
      // The desk reads topics side by side: events are sent until one comes after the word.
      JsonNode next = MAPPER.missingNode();
      for (int id = 2; !next.has("interest") && id < 100; id++) {
        produce(String.valueOf(id), "6.5,-0.1");
        next = alert(spec, String.valueOf(id));
      }
      assertThat(next.path("interest").doubleValue()).isLessThan(0.35);
      assertThat(next.path("p_value")).isEqualTo(alert.path("p_value"));
    }
  }

  @Test
  void whoSpeaksOfNoCandidateIsToldSo() throws Exception {
    TopologySpec spec = topology();
    try (Deployment deployment = deployment(spec, EnumSet.of(ApplicationRole.SCORE))) {
      produce("1", "0,0");
      deployment.start(); // makes the topics
      CommandRun none = CommandRun.of("feedback", topology, "7", "boring", "-K", address);
      assertThat(none.code()).isEqualTo(1);
      assertThat(none.err()).contains("there is no candidate 7");
      CommandRun wrong = CommandRun.of("feedback", topology, "7", "dull", "-K", address);
      assertThat(wrong.code()).isEqualTo(2);
      assertThat(wrong.err()).contains("LABEL is 'dull'; allowed: [interesting, boring");
    }
  }

  /** A topology of its own for each test, since the broker is shared. */
  private TopologySpec topology() throws IOException {
    String name = "reasons-" + directory.getFileName().toString().replaceAll("\\D", "");
    Path file =
        Files.writeString(
            directory.resolve("reasons.yaml"),
            """
            version: 1
            name: %s
            source: {topic: %s.events, format: json, event-id: [/event]}
            features: [{name: x, unit: cm}, {name: y, unit: cm}]
            model: %s
            alerts: {pre-cut: 1e-3, threshold: 5e-4, refractory: none}
            """
                .formatted(name, name, directory.resolve("plane/1")));
    BundleDirectory.write(
        GaussianBundle.of(TopologyFile.read(file).features()), directory.resolve("plane/1"));
    topology = file.toString();
    address = "bootstrap.servers=" + SharedBroker.get().bootstrapServers();
    return TopologyFile.read(file)
        .withKafka(Map.of("bootstrap.servers", SharedBroker.get().bootstrapServers()));
  }

  private Deployment deployment(TopologySpec spec, EnumSet<ApplicationRole> roles)
      throws IOException {
    return new Deployment(
        spec,
        ScoringModel.of(BundleDirectory.read(spec.model())),
        new Deployment.Settings(roles, directory.resolve("state"), 1),
        StreamMeter.NONE);
  }

  private void produce(String id, String row) throws IOException {
    Path events =
        Files.writeString(directory.resolve("events.csv"), "event,x,y\n" + id + "," + row + "\n");
    CommandRun run =
        CommandRun.of(
            "produce", topology, events.toString(), "--as-fast-as-possible", "-K", address);
    assertThat(run.code()).as(run.err()).isZero();
  }

  /** Waits for the alert of an event. */
  private static JsonNode alert(TopologySpec spec, String id) throws IOException {
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).alerts())) {
      while (true) {
        for (var record : tail.poll()) {
          JsonNode alert = MAPPER.readTree(new String(record.value(), UTF_8));
          if (alert.path("id").asText().equals(id)) {
            return alert;
          }
        }
      }
    }
  }
}
