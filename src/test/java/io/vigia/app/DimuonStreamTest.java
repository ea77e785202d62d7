package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.model.BundleDirectory;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.Broker;
import io.vigia.sim.SharedBroker;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.Deployment;
import io.vigia.topology.StreamMeter;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPInputStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The README's walk-through on real CMS events, by the commands, with a shorter training. */
class DimuonStreamTest {
  private static final String TOPOLOGY = "topology/cms-dimuon.yaml";
  private static final int TRAINING_ROWS = 17_852;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void publishedScoresFindThePsiPrimeEvents() throws Exception {
    Path data =
        Path.of(Optional.ofNullable(System.getenv("VIGIA_DATA")).orElse("../shared/data"))
            .resolve("physics/cms_dimuon_psi2s.csv.gz");
    assumeTrue(Files.exists(data), "SKIPPED: no real data at " + data + "; set VIGIA_DATA");
    int streamed = split(data);
    Path model = directory.resolve("cms-dimuon/1");
    execute(
        "train",
        TOPOLOGY,
        "--data",
        file("train.csv"),
        "--out",
        model.toString(),
        "--max-steps",
        "1200");

    Broker broker = SharedBroker.get();
    String address = "bootstrap.servers=" + broker.bootstrapServers();
    TopologySpec spec =
        TopologyFile.read(Path.of(TOPOLOGY))
            .withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
    execute("produce", TOPOLOGY, file("stream.csv"), "--as-fast-as-possible", "-K", address);
    try (Deployment deployment =
        new Deployment(
            spec,
            ScoringModel.of(BundleDirectory.read(model)),
            new Deployment.Settings(
                EnumSet.allOf(ApplicationRole.class), directory.resolve("state"), 1),
            StreamMeter.NONE)) {
      deployment.start();
      awaitScores(spec, streamed);
    }

    JsonNode figures =
        new ObjectMapper()
            .readTree(
                execute(
                    "evaluate",
                    TOPOLOGY,
                    file("stream.csv"),
                    "--label",
                    "label",
                    "--model",
                    model.toString(),
                    "--published",
                    "--json",
                    "-K",
                    address));
    assertThat(figures.path("n").intValue()).isEqualTo(streamed);
    assertThat(figures.path("not_scored").intValue()).isZero();
    assertThat(figures.path("auroc").doubleValue()).isGreaterThan(0.96);
    String alerts = execute("alerts", TOPOLOGY, "--limit", "3", "-K", address);
    assertThat(alerts.lines()).hasSize(3).allMatch(line -> line.contains("p "));
  }

  /** Training rows and the rest, as the README's awk line makes them; the rest's row count. */
  private int split(Path data) throws IOException {
    int background = 0;
    int streamed = 0;
    try (BufferedReader lines =
            new BufferedReader(
                new InputStreamReader(
                    new GZIPInputStream(Files.newInputStream(data)), StandardCharsets.UTF_8));
        PrintWriter train =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("train.csv")));
        PrintWriter stream =
            new PrintWriter(Files.newBufferedWriter(directory.resolve("stream.csv")))) {
      String header = lines.readLine();
      train.println(header);
      stream.println(header);
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.endsWith(",0") && ++background <= TRAINING_ROWS) {
          train.println(line);
        } else {
          stream.println(line);
          streamed++;
        }
      }
    }
    return streamed;
  }

  private String file(String name) {
    return directory.resolve(name).toString();
  }

  /** Waits as any subscriber would: a plain consumer of committed records. */
  private static void awaitScores(TopologySpec spec, int count) {
    Map<String, Object> settings = new HashMap<>(spec.clientSettings());
    settings.put("group.id", "a-subscriber");
    settings.put("isolation.level", "read_committed");
    settings.put("auto.offset.reset", "earliest");
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(120);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(TopicNames.of(spec).scores()));
      Set<String> ids = new HashSet<>();
      while (ids.size() < count) {
        for (ConsumerRecord<String, String> score : consumer.poll(Duration.ofMillis(200))) {
          assertThat(ids.add(score.key())).as("a second score of %s", score.key()).isTrue();
        }
        assertThat(System.nanoTime()).as("%s of %s scores", ids.size(), count).isLessThan(deadline);
      }
    }
  }

  private static String execute(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    assertThat(run.code()).as("%s: %s", List.of(arguments), run.err()).isZero();
    return run.out();
  }
}
