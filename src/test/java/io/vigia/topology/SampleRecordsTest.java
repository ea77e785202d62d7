package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What samples say beside their scores, for the training that reads them. */
class SampleRecordsTest {
  private static final String YAML =
      """
      version: 1
      name: plane
      source: {topic: plane.events, event-id: [/event], max-bytes: 2000000}
      features: [{name: x}, {name: y}]
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private @Nullable StreamHarness score;

  private TestRecord<byte[], byte[]> sample(String more, String event) throws IOException {
    TopologySpec spec = WrittenTopology.read(directory, YAML + more);
    ScoringModel model =
        ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features()), "ab"));
    stop();
    score = StreamHarness.of(spec, ScoreTopology.of(spec, model, StreamMeter.NONE), directory);
    score.send("plane.events", "k", event);
    return score.output("plane.samples").get(0);
  }

  private JsonNode json(String more, String event) throws IOException {
    return StreamHarness.json(sample(more, event));
  }

  @AfterEach
  void stop() {
    if (score != null) {
      score.close();
    }
  }

  @Test
  void aPlainStreamsSampleIsItsScoreAndItsRow() throws IOException {
    JsonNode sample = json("samples: {rate: 1}\n", "{\"event\":1,\"x\":0.5,\"y\":0}");

    assertThat(sample.path("features").toString()).isEqualTo("{\"x\":0.5,\"y\":0.0}");
    for (String key : new String[] {"segment", "good", "group", "label", "payload"}) {
      assertThat(sample.has(key)).as(key).isFalse();
    }
  }

  @Test
  void segmentGroupAndClassAreSaid() throws IOException {
    String more =
        """
        samples: {rate: 1}
        segments: {id: [/run], good: "state == 3"}
        training: {group-by: /fill, label: "kind + 1", flow: maf}
        """;
    JsonNode bad =
        json(more, "{\"event\":1,\"x\":0,\"y\":0,\"run\":7,\"state\":2,\"fill\":\"A\",\"kind\":1}");

    assertThat(bad.path("segment").textValue()).isEqualTo("7");
    assertThat(bad.path("good").asBoolean(true)).isFalse();
    assertThat(bad.path("group").textValue()).isEqualTo("A");
    assertThat(bad.path("label").textValue()).isEqualTo("2");
    JsonNode good = json(more, "{\"event\":1,\"x\":0,\"y\":0,\"run\":7,\"state\":3}");
    assertThat(good.has("good")).as("time that is live is not said").isFalse();
    assertThat(good.has("group")).as("an event without the group").isFalse();
    assertThat(good.has("label")).as("an event without the class").isFalse();
  }

  @Test
  void aClassIsReadAtItsPlaceToo() throws IOException {
    JsonNode sample =
        json(
            "samples: {rate: 1}\ntraining: {label: /kind, flow: maf}\n",
            "{\"event\":1,\"x\":0,\"y\":0,\"kind\":\"muon\"}");

    assertThat(sample.path("label").textValue()).isEqualTo("muon");
  }

  @Test
  void aPacketIsKeptAsItCame() throws IOException {
    String packet = "{\"event\":1, \"x\":0.5,\"y\":0,\"note\":\"Vig\u00eda \\\"1\\\"\"}";
    JsonNode sample = json("samples: {rate: 1, content: source}\n", packet);

    assertThat(sample.path("payload").textValue()).isEqualTo(packet);
    assertThat(sample.has("features")).isFalse();
  }

  @Test
  void aPacketThatTheTopicDoesNotTakeGivesWayToItsRow() throws IOException {
    String packet =
        "{\"event\":1,\"x\":0.5,\"y\":0,\"note\":\"" + "a".repeat(DeadLetter.MAX_BYTES) + "\"}";
    TestRecord<byte[], byte[]> sample = sample("samples: {rate: 1, content: source}\n", packet);

    assertThat(sample.value().length).isLessThan(1000);
    assertThat(new String(sample.value(), UTF_8)).contains("\"features\":{\"x\":0.5,\"y\":0.0}");
  }
}
