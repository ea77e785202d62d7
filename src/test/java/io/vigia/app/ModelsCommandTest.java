package io.vigia.app;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.registry.ModelTopics;
import io.vigia.retrain.Cutover;
import io.vigia.retrain.RetrainJson;
import io.vigia.sim.SharedBroker;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** {@code vigia models} on a broker; the score application's answers are written here. */
@Timeout(120)
class ModelsCommandTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  private String topology = "";

  @BeforeEach
  void createTopics() throws Exception {
    String name = "models-" + directory.getFileName().toString().replaceAll("\\D", "");
    topology = topology("models.yaml", name, "x");
    spec =
        TopologyFile.read(Path.of(topology))
            .withKafka(Map.of("bootstrap.servers", SharedBroker.get().bootstrapServers()));
    ModelTopics topics = TopicNames.of(spec).modelTopics();
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    try (Admin admin = Admin.create(client)) {
      admin
          .createTopics(
              List.of(
                  new NewTopic(topics.models(), 1, (short) 1),
                  new NewTopic(topics.bytes(), 1, (short) 1),
                  new NewTopic(topics.activations(), 2, (short) 1),
                  new NewTopic(topics.cutovers(), 2, (short) 1)))
          .all()
          .get();
    }
  }

  @Test
  void aBundleIsImportedPromotedRolledBackAndRejected() throws Exception {
    StoredBundle first = bundle(spec, "1");
    StoredBundle second = bundle(spec, "2");
    assertThat(run("models", "list", topology).err()).contains("no bundle is published yet");
    JsonNode card = json(run("models", "import", topology, place("1"), "--by", "ana"));
    assertThat(card.path("sha256").asText()).isEqualTo(first.sha256());
    assertThat(card.path("published_by").asText()).isEqualTo("ana");
    run("models", "import", topology, place("2"));
    served(first, 0);

    assertThat(fails("models", "rollback", topology).err())
        .contains("there is no bundle to go back to: before gauss/1 none was in service");

    JsonNode activation =
        json(run("models", "promote", topology, "gauss/2", "--by", "ana", "--reason", "better"));
    assertThat(activation.path("sequence").asLong()).isEqualTo(1);
    assertThat(activation.path("sha256").asText()).isEqualTo(second.sha256());
    CommandRun pending = run("models", "list", topology);
    assertThat(pending.err())
        .contains("activation 1, gauss/2: 2 of 2 partitions have not taken it");
    served(second, 1);
    CommandRun listed = run("models", "list", topology);
    assertThat(listed.err()).isEmpty();
    assertThat(listed.out().lines().toList().get(1))
        .contains("gauss/2", "promote by ana", "in service on 2 of 2 partitions");

    assertThat(fails("models", "reject", topology, "gauss/2").err()).contains("is in service");
    JsonNode back = json(run("models", "rollback", topology, "--by", "ben"));
    assertThat(back.path("sequence").asLong()).isEqualTo(2);
    assertThat(back.path("sha256").asText()).isEqualTo(first.sha256());
    assertThat(back.path("reason").asText()).isEqualTo("rolled back from gauss/2");

    JsonNode verdict =
        json(run("models", "reject", topology, "2", "--by", "ben", "--reason", "too many alerts"));
    assertThat(verdict.path("outcome").asText()).isEqualTo("REJECT");
    JsonNode shown = json(run("models", "show", topology, "gauss/2", "--json"));
    assertThat(shown.at("/verdict/reasons/0").asText()).isEqualTo("too many alerts");
    assertThat(shown.at("/members/0/kind").asText()).isEqualTo("maf");
    assertThat(shown.at("/commanded").booleanValue()).isFalse();
    assertThat(run("models", "promote", topology, "gauss/2").err())
        .contains("note: gauss/2 was rejected by ben: too many alerts");
  }

  @Test
  void bundlesAreShownComparedAndExported() throws Exception {
    StoredBundle first = bundle(spec, "1");
    bundle(spec, "2");
    run("models", "import", topology, place("1"));
    run("models", "import", topology, place("2"));
    assertThat(run("models", "show", topology, first.sha256().substring(0, 8)).out())
        .contains("gauss/1", first.sha256(), "maf");

    JsonNode difference = json(run("models", "diff", topology, "1", "2", "--json"));
    assertThat(difference.path("same_schema").booleanValue()).isTrue();
    JsonNode at = difference.at("/calibration/1");
    assertThat(at.path("p_a").doubleValue()).isBetween(0.09, 0.11);
    assertThat(at.path("p_b").doubleValue()).isEqualTo(at.path("p_a").doubleValue());
    assertThat(run("models", "diff", topology, "1", "2").out()).contains("p at ", "member 0");

    Path out = directory.resolve("exported");
    run("models", "export", topology, "gauss/1", "--out", out.toString());
    assertThat(BundleDirectory.read(out).sha256()).isEqualTo(first.sha256());
    assertThat(
            CommandRun.of(
                    "models",
                    "export",
                    topology,
                    "gauss/1",
                    "--out",
                    out.toString(),
                    "-K",
                    address())
                .code())
        .isEqualTo(2);
    CommandRun unknown = CommandRun.of("models", "show", topology, "gauss/9", "-K", address());
    assertThat(unknown.code()).isEqualTo(2);
    assertThat(unknown.err()).contains("MODEL is 'gauss/9'", "There are: [gauss/1, gauss/2]");
  }

  @Test
  void aBundleOfOtherFeaturesIsNeitherPublishedNorPromoted() throws Exception {
    TopologySpec other = TopologyFile.read(Path.of(topology("other.yaml", "other", "u")));
    bundle(other, "1");
    CommandRun refused = CommandRun.of("models", "import", topology, place("1"), "-K", address());
    assertThat(refused.code()).isEqualTo(2);
    assertThat(refused.err()).contains("gauss/1 is refused", "other features than the topology's");
    assertThat(run("models", "list", topology).out()).isEmpty();
  }

  private String topology(String file, String name, String feature) throws IOException {
    return Files.writeString(
            directory.resolve(file),
            """
            version: 1
            name: %s
            source: {topic: %s.events, format: json, event-id: [/event]}
            features: [{name: %s}, {name: y}]
            """
                .formatted(name, name, feature))
        .toString();
  }

  private StoredBundle bundle(TopologySpec of, String version) throws IOException {
    ModelBundle bundle = GaussianBundle.of(of.features());
    return BundleDirectory.write(
        bundle.recalibrated(version, bundle.calibrations(), bundle.provenance(), null),
        Path.of(place(version)));
  }

  private String place(String version) {
    return directory.resolve("made").resolve(version).toString();
  }

  private static String address() {
    return "bootstrap.servers=" + SharedBroker.get().bootstrapServers();
  }

  private static CommandRun run(String... arguments) {
    CommandRun run = withAddress(arguments);
    assertThat(run.code()).as(run.err()).isZero();
    return run;
  }

  private static CommandRun fails(String... arguments) {
    CommandRun run = withAddress(arguments);
    assertThat(run.code()).as(run.out()).isEqualTo(1);
    return run;
  }

  private static CommandRun withAddress(String... arguments) {
    String[] all = java.util.Arrays.copyOf(arguments, arguments.length + 2);
    all[arguments.length] = "-K";
    all[arguments.length + 1] = address();
    return CommandRun.of(all);
  }

  private static JsonNode json(CommandRun run) throws IOException {
    return MAPPER.readTree(run.out());
  }

  /** What the score application writes when it takes a command up, on both partitions. */
  private void served(StoredBundle bundle, long sequence) throws Exception {
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    ByteArraySerializer bytes = new ByteArraySerializer();
    try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(client, bytes, bytes)) {
      for (int partition = 0; partition < 2; partition++) {
        Cutover cutover =
            new Cutover(
                spec.source().topic(),
                partition,
                10 * sequence,
                sequence,
                bundle.content().name(),
                bundle.content().version(),
                bundle.sha256(),
                5);
        producer
            .send(
                new ProducerRecord<>(
                    TopicNames.of(spec).cutovers(),
                    partition,
                    cutover.key().getBytes(UTF_8),
                    RetrainJson.bytes(cutover)))
            .get();
      }
    }
  }
}
