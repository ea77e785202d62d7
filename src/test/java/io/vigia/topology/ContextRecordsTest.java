package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.Grouping;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Classes;
import io.vigia.kernel.ContextColumn;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Missing;
import io.vigia.kernel.Preprocessing;
import io.vigia.model.GaussianBundle;
import io.vigia.model.GaussianFlow;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.DoubleStream;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the stream publishes of rows that have a context, and of what is missing in them. */
class ContextRecordsTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String YAML =
      """
      version: 1
      name: tracks
      source: {topic: tracks.events, format: json, event-id: [/event]}
      features: [{name: x, missing: mask}, {name: y}]
      context: [{name: pileup, expr: npv, missing: mask}]
      model: unused
      samples: {rate: 1}
      alerts: {pre-cut: 1e-2, threshold: 1e-3}
      kafka: {bootstrap.servers: "localhost:1"}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void samplesAndCandidatesNameTheContextAndWhatIsMissingIsNull() throws IOException {
    TopologySpec spec = TopologyFile.read(Files.writeString(directory.resolve("t.yaml"), YAML));
    ScoringModel model = ScoringModel.of(new StoredBundle(conditional(spec.features()), "ab"));
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, directory.toString());
    try (TopologyTestDriver driver =
        new TopologyTestDriver(ScoreTopology.of(spec, model, StreamMeter.NONE), properties)) {
      var source =
          driver.createInputTopic(
              "tracks.events", new ByteArraySerializer(), new ByteArraySerializer());
      source.pipeInput("{\"event\":1,\"x\":0.5,\"y\":-0.25,\"npv\":31}".getBytes(UTF_8));
      source.pipeInput("{\"event\":2,\"x\":null,\"y\":9,\"npv\":31}".getBytes(UTF_8));
      source.pipeInput("{\"event\":3,\"x\":9,\"y\":0}".getBytes(UTF_8));
      source.pipeInput("{\"event\":4,\"x\":1,\"npv\":31}".getBytes(UTF_8));

      var samples = output(driver, "samples");
      row(samples, "1", "{\"x\":0.5,\"y\":-0.25}", "{\"pileup\":31.0}");
      JsonNode masked = row(samples, "2", "{\"x\":null,\"y\":9.0}", "{\"pileup\":31.0}");
      assertThat(masked.path("calibration_group").asText()).isEqualTo("missing x");
      row(samples, "3", "{\"x\":9.0,\"y\":0.0}", "{\"pileup\":null}");
      var candidates = output(driver, "candidates");
      row(candidates, "2", "{\"x\":null,\"y\":9.0}", "{\"pileup\":31.0}");
      row(candidates, "3", "{\"x\":9.0,\"y\":0.0}", "{\"pileup\":null}");
      assertThat(samples.isEmpty() && candidates.isEmpty()).isTrue();
      assertThat(output(driver, "dead-letters").readKeyValuesToList())
          .as("y is missing")
          .hasSize(1);
      assertThat(MAPPER.readTree(output(driver, "scores").readValue()).has("context")).isFalse();
    }
  }

  private static JsonNode row(
      TestOutputTopic<byte[], byte[]> records, String id, String features, String context)
      throws IOException {
    JsonNode record = MAPPER.readTree(records.readValue());
    assertThat(record.path("id").asText()).isEqualTo(id);
    assertThat(record.path("features").toString()).isEqualTo(features);
    assertThat(record.path("context").toString()).isEqualTo(context);
    return record;
  }

  private static TestOutputTopic<byte[], byte[]> output(TopologyTestDriver driver, String topic) {
    return driver.createOutputTopic(
        "tracks." + topic, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** A standard normal density of x and y, whatever the context. */
  private static ModelBundle conditional(FeatureSchema schema) {
    Preprocessing preprocessing =
        Preprocessing.of(
            List.of(
                new FeatureColumn.Continuous(
                    "x", MarginalTransform.NONE, 0, Missing.MASK, null, 0, 1),
                FeatureColumn.Continuous.plain("y")),
            List.of(new ContextColumn.Continuous("pileup", 30, 10, true)),
            List.of(),
            List.of(Set.of(), Set.of("x")),
            Classes.NONE);
    Calibration nats =
        Calibration.of(DoubleStream.iterate(1, nll -> nll + 0.01).limit(500).toArray());
    return new ModelBundle(
        "gauss",
        "1",
        schema,
        List.of(
            new Member(
                "flow",
                preprocessing,
                GaussianFlow.of(preprocessing.coordinates(), preprocessing.context(), 1)
                    .toDensityWeights(),
                Meaning.EXACT,
                1)),
        null,
        CalibrationGroups.restored(
            Grouping.byMask(preprocessing.groupNames()), List.of(nats), new int[3]),
        GaussianBundle.of(schema).provenance(),
        Map.of());
  }
}
