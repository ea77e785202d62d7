package io.vigia.app.bench;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.density.vae.TrainableVae;
import io.vigia.density.vae.VaeArchitecture;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.Passed;
import io.vigia.model.StoredBundle;
import io.vigia.sim.DimuonSimulator;
import io.vigia.sim.Pacing;
import io.vigia.sim.SharedBroker;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole way with a second level on DJL, in processes of their own: stream, candidates,
 * reviewed, alerts. The review application is killed while it works.
 */
class ReviewKillTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final Duration PATIENCE = Duration.ofSeconds(120);
  private static final int EVENTS = 3_000;
  private static final double THRESHOLD = 0.02;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @Test
  void eachCandidateIsReviewedOnceAcrossAKillAndOnlyTheReviewLoadsTorch() throws Exception {
    Path file = topology();
    TopologySpec spec =
        TopologyFile.read(file)
            .withKafka(Map.of("bootstrap.servers", SharedBroker.get().bootstrapServers()));
    TopicNames topics = TopicNames.of(spec);
    try (SourceFeed feed = SourceFeed.open(spec, 2);
        VigiaProcess scorer = start(file, "score,desk");
        VigiaProcess review = start(file, "review")) {
      await("the scorer's topics", () -> exists(spec, topics.candidates()));
      CompletableFuture<Void> sent = CompletableFuture.runAsync(() -> send(feed));
      await("the first reviews", () -> records(spec, topics.reviewed()).size() > EVENTS / 8);
      assertThat(libtorchIn(review)).as("in the process that reviews").isTrue();
      review.killAndRestart();
      sent.join();
      await("every review", () -> records(spec, topics.reviewed()).size() >= EVENTS);

      List<JsonNode> reviewed = records(spec, topics.reviewed());
      assertThat(ids(reviewed))
          .as("once each, in the order of the candidates")
          .isEqualTo(ids(records(spec, topics.candidates())))
          .doesNotHaveDuplicates()
          .hasSize(EVENTS);
      assertThat(reviewed)
          .allSatisfy(record -> assertThat(record.path("level").intValue()).isEqualTo(2));
      List<String> rare =
          ids(reviewed.stream().filter(at(THRESHOLD)).toList()).stream().sorted().toList();
      await("every alert", () -> records(spec, topics.alerts()).size() >= rare.size());
      List<JsonNode> alerts = records(spec, topics.alerts());
      assertThat(ids(alerts).stream().sorted().toList()).isEqualTo(rare).isNotEmpty();
      assertThat(alerts)
          .allSatisfy(alert -> assertThat(alert.path("review").asText()).isEqualTo("done"));
      assertThat(libtorchIn(scorer)).as("in the process that scores and alerts").isFalse();
    }
  }

  private Path topology() throws IOException {
    Path file =
        Files.writeString(
            directory.resolve("reviewed.yaml"),
            """
            version: 1
            name: review-kill
            source: {topic: review-kill.events, format: json, event-id: [/run, /event]}
            features: [{name: eta1, unit: "1"}, {name: eta2, unit: "1"}]
            model: %s
            review: {model: %s, wait: 10m}
            alerts: {pre-cut: 1, threshold: %s}
            kafka: {bootstrap.servers: "localhost:9092"}
            """
                .formatted(directory.resolve("gauss"), directory.resolve("deep"), THRESHOLD));
    ModelBundle gauss = GaussianBundle.of(TopologyFile.read(file).features());
    StoredBundle first = BundleDirectory.write(gauss, directory.resolve("gauss"));
    Member deep =
        new Member("vae", gauss.members().get(0).preprocessing(), vae(), Meaning.LOWER_BOUND, 1);
    ModelBundle second =
        new ModelBundle(
            "deep",
            "1",
            gauss.schema(),
            List.of(deep),
            null,
            gauss.calibrations(),
            gauss.provenance(),
            Map.of());
    BundleDirectory.write(
        second.recalibrated(
            "2", second.calibrations(), second.provenance(), new Passed(1, first.sha256())),
        directory.resolve("deep"));
    return file;
  }

  private static DensityWeights vae() {
    try (TrainableVae untrained =
        new TrainableVae(
            VaeArchitecture.dense(2, 0), new float[2], new float[] {1, 1}, Device.cpu())) {
      return untrained.weights(untrained.initial(1));
    }
  }

  private VigiaProcess start(Path file, String roles) throws IOException {
    return VigiaProcess.start(
        List.of(
            file.toString(),
            "--roles",
            roles,
            "--kafka",
            "bootstrap.servers=" + SharedBroker.get().bootstrapServers(),
            "--state-dir",
            directory.resolve("state-" + roles).toString(),
            "--http-port",
            "0"),
        directory.resolve(roles + ".log"));
  }

  /** Over some seconds, so that the kill hits a busy process. */
  private static void send(SourceFeed feed) {
    DimuonSimulator simulator = DimuonSimulator.of(7);
    Pacing pacing = Pacing.perSecond(EVENTS / 6.0);
    try {
      for (int i = 0; i < EVENTS; i++) {
        pacing.await(i);
        feed.send(null, simulator.event(i, System.currentTimeMillis()).toJson(), Map.of());
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("interrupted while sending", e);
    }
    feed.flush();
  }

  private static Predicate<JsonNode> at(double threshold) {
    return record -> record.path("p_value").doubleValue() <= threshold;
  }

  private static List<String> ids(List<JsonNode> records) {
    return records.stream().map(record -> record.path("id").asText()).toList();
  }

  private static boolean exists(TopologySpec spec, String topic) {
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), topic)) {
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** What a subscriber reads; nothing where the topic is yet to be made. */
  private static List<JsonNode> records(TopologySpec spec, String topic) {
    List<JsonNode> records = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), topic)) {
      tail.toPresentEnd(
          record -> {
            try {
              return records.add(MAPPER.readTree(record.value()));
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    } catch (IllegalArgumentException e) {
      return List.of();
    }
    return records;
  }

  private static boolean libtorchIn(VigiaProcess process) throws IOException {
    return Files.readString(Path.of("/proc/" + process.pid() + "/maps")).contains("libtorch");
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      assertThat(System.nanoTime()).as("time is up for %s", what).isLessThan(deadline);
      TimeUnit.MILLISECONDS.sleep(200);
    }
  }
}
