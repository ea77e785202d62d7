package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.Activation;
import io.vigia.retrain.RetrainJson;
import io.vigia.scoring.HeldModels;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.apache.kafka.streams.test.TestRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Score application and desk, one behind the other, while a bundle takes another's place. */
class DeskAcrossSwapTest {
  private static final double PRE_CUT = 5e-2;
  private static final double HOUR_SECONDS = 3_600;
  private static final double EVENTS_A_SECOND = 0.25;
  private static final double BUDGET_AN_HOUR = 20;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private final HeldModels published = new HeldModels();
  private final Random random = new Random(17);
  private int sent;
  private double second;
  private int alerts;
  private int candidates;

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness score;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness desk;

  private void start(String rule) throws IOException {
    spec =
        WrittenTopology.read(
            directory,
            """
            version: 1
            name: plane
            source:
              topic: plane.events
              format: json
              event-id: [/event]
              time: {field: /t, unit: s, scale: utc}
            features: [{name: x}]
            scores: {publish: none}
            samples: {rate: 0}
            alerts: {pre-cut: 5e-2, reasons: none, %s}
            kafka: {bootstrap.servers: "localhost:1"}
            """
                .formatted(rule));
    ServedModels models = new ServedModels(model("narrow", 1), published);
    published.put(model("wide", 10));
    score =
        StreamHarness.of(
            spec,
            ScoreTopology.of(spec, () -> models, new ModelBoard(), StreamMeter.NONE),
            directory.resolve("score"));
    desk =
        StreamHarness.of(
            spec, DeskTopology.of(spec, models, StreamMeter.NONE), directory.resolve("desk"));
  }

  @AfterEach
  void stop() {
    score.close();
    desk.close();
  }

  @Test
  void budgetHoldsUnderABundleWhoseScoresAreOfQuiteAnotherScale() throws IOException {
    start("budget: {target: " + (int) BUDGET_AN_HOUR + ", per: hour}");
    hours(1, 1);
    int before = alertsWhile(() -> hours(6, 1));

    candidates = 0;
    hours(1, 10); // the stream has changed, its model has not
    assertThat(candidates).isGreaterThan((int) (HOUR_SECONDS * EVENTS_A_SECOND / 2));

    activate(1, "wide");
    hours(1, 10);
    candidates = 0;
    int after = alertsWhile(() -> hours(6, 10));

    assertThat(candidates / (6 * HOUR_SECONDS * EVENTS_A_SECOND))
        .isBetween(0.8 * PRE_CUT, 1.2 * PRE_CUT);
    assertThat(before).isBetween(poisson(6 * BUDGET_AN_HOUR, -3), poisson(6 * BUDGET_AN_HOUR, 3));
    assertThat(after).isBetween(poisson(6 * BUDGET_AN_HOUR, -3), poisson(6 * BUDGET_AN_HOUR, 3));
  }

  @Test
  void alertsThatTheNewBundleFindsCommonAreTakenBackAndTheOthersStay() throws IOException {
    start("threshold: 1e-3");
    event(6);
    event(60);
    hand();
    activate(1, "wide");
    event(0);
    hand();
    hand();

    List<JsonNode> records = desk.json("plane.alerts");
    assertThat(records)
        .extracting(one -> one.path("alert_type").asText())
        .containsExactly("initial", "initial", "retraction");
    assertThat(records.get(2).path("id").asText()).isEqualTo("0");
    assertThat(records.get(2).toString())
        .contains("the model gauss/wide, in service now, no longer finds it rare: p 0.5");
  }

  private static int poisson(double mean, double sigmas) {
    return (int) Math.round(mean + sigmas * Math.sqrt(mean));
  }

  private int alertsWhile(Runnable stream) {
    alerts = 0;
    stream.run();
    return alerts;
  }

  private void hours(int hours, double width) {
    for (int i = 0; i < hours * HOUR_SECONDS * EVENTS_A_SECOND; i++) {
      event(width * random.nextGaussian());
      if (i % 15 == 14) {
        hand();
        alerts += desk.output("plane.alerts").size();
      }
    }
  }

  private void event(double x) {
    score.send(
        "plane.events",
        "",
        String.format(Locale.ROOT, "{\"event\":%d,\"t\":%.3f,\"x\":%s}", sent++, second, x));
    second += 1 / EVENTS_A_SECOND;
  }

  /** What the score application said goes on to the desk. */
  private void hand() {
    score.idle(Duration.ofSeconds(1));
    List<TestRecord<byte[], byte[]>> found = score.output("plane.candidates");
    candidates += found.size();
    found.forEach(record -> desk.input("plane.candidates", record));
    score.output("plane.tallies").forEach(record -> desk.input("plane.tallies", record));
  }

  private void activate(long sequence, String name) {
    Activation activation = new Activation(sequence, "gauss", name, name, "test", "why not", 0);
    score.send("plane.activations", Activation.KEY, RetrainJson.text(activation));
  }

  private ScoringModel model(String name, double width) {
    return ScoringModel.of(new StoredBundle(GaussianBundle.of(spec.features(), name, width), name));
  }
}
