package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.kernel.Meaning;
import io.vigia.model.BundleDirectory;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.sim.JetSimulator;
import io.vigia.sim.JetSimulator.Particle;
import io.vigia.sim.SersicSimulator;
import io.vigia.sim.SersicSimulator.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images and sets of particles, from the topology by training and bundle to scores and samples. */
class BlocksEndToEndTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int ROWS = 1500;
  private static final int RARE = 150;

  private static final int SIDE = 12;
  private static final int BIN = 5;
  private static final String STAMPS =
      """
      version: 1
      name: stamps
      source: {topic: stamps.events, event-id: [/id]}
      fields: {noise: /sky_noise}
      features:
        - {name: stamp, expr: "asinh(stamp / noise)", pixels: {at: /cutout, side: 12}}
      """;

  private static final int MOST = 6;
  private static final String JETS =
      """
      version: 1
      name: jets
      source: {topic: jets.events, event-id: [/id]}
      features:
        - name: particles
          set: {at: /constituents, of: [eta, phi, {name: log_pt, expr: "log(pt)"}], most: 6}
      context: [{name: jet_pt, unit: GeV}]
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void stampsAreLearnedScoredAndSampled() throws IOException {
    SersicSimulator simulator = SersicSimulator.of(3);
    Path topology = Files.writeString(folder.resolve("stamps.yaml"), STAMPS);
    Path data = events("data", ROWS, i -> stamp(i, simulator.stamp(Kind.GALAXY, i)));
    Member trained = trained(topology, data, "conv-vae", "150");
    assertThat(trained.meaning()).isEqualTo(Meaning.LOWER_BOUND);
    assertThat(trained.weights().architecture().path("side").intValue()).isEqualTo(SIDE);
    assertThat(trained.weights().architecture().path("channels").intValue()).isEqualTo(1);

    double auroc =
        auroc(
            topology,
            i -> stamp(i, simulator.stamp(Kind.GALAXY, ROWS + i)),
            i -> stamp(i, simulator.stamp(Kind.TRAIL, i)));
    assertThat(auroc).isGreaterThan(0.8);

    List<JsonNode> samples = sampled(topology);
    assertThat(samples).hasSize(50).allMatch(sample -> sample.size() == SIDE * SIDE);
    // Galaxies are brightest about the middle, samples of them too.
    assertThat(mean(samples, "stamp_6_6")).isGreaterThan(mean(samples, "stamp_0_0") + 0.5);
  }

  @Test
  void jetsOfFewParticlesAreLearnedScoredAndSampled() throws IOException {
    JetSimulator simulator = JetSimulator.of(3, 2, MOST);
    Path topology = Files.writeString(folder.resolve("jets.yaml"), JETS);
    Path data = events("data", ROWS, i -> jet(i, simulator.jet(i, 1)));
    Member trained = trained(topology, data, "set-vdm", "400");
    assertThat(trained.meaning()).isEqualTo(Meaning.LOWER_BOUND);
    assertThat(trained.weights().architecture().path("particles").intValue()).isEqualTo(MOST);
    assertThat(trained.weights().architecture().path("context").intValue()).isEqualTo(1);

    double auroc =
        auroc(topology, i -> jet(i, simulator.jet(ROWS + i, 1)), i -> jet(i, simulator.jet(i, 2)));
    assertThat(auroc).isGreaterThan(0.8);

    List<JsonNode> samples = sampled(topology, "--context", "jet_pt=600");
    assertThat(samples).hasSize(50);
    for (JsonNode sample : samples) {
      int there = 0;
      for (int i = 0; i < MOST; i++) {
        double mask = sample.path("particles_" + i + "_there").doubleValue();
        assertThat(mask).isIn(0.0, 1.0);
        if (mask == 0) {
          assertThat(sample.path("particles_" + i + "_eta").doubleValue()).isZero();
        }
        there += (int) mask;
      }
      assertThat(there).isBetween(2, MOST);
    }
  }

  @Test
  void eventsOfTheWrongLengthAreLeftOutAndSaidSo() throws IOException {
    Path topology = Files.writeString(folder.resolve("stamps.yaml"), STAMPS);
    Path data =
        events("data", 20, i -> stamp(i, new float[63 * 63]).put("cutout", i).put("sky_noise", 1));
    CommandRun run = CommandRun.of("train", topology.toString(), "--data", data.toString());
    assertThat(run.err()).contains("there are 0 rows to train on");
    assertThat(run.err()).contains("left out: 20 not readable: feature, missing-field");

    Path longer =
        events(
            "longer",
            20,
            i -> {
              ObjectNode event = stamp(i, new float[63 * 63]);
              ((ArrayNode) event.get("cutout")).add(1);
              return event;
            });
    CommandRun check = CommandRun.of("check", topology.toString(), "--data", longer.toString());
    assertThat(check.out())
        .contains(
            "dead letters, feature/wrong-type  20; event 1: feature stamp: the list at /cutout has"
                + " 145 pixels; 12 x 12 = 144 are needed");
  }

  @Test
  void anotherModelOfTheSameRowsIsRefused() throws IOException {
    JetSimulator simulator = JetSimulator.of(3, 2, MOST);
    Path topology = Files.writeString(folder.resolve("jets.yaml"), JETS);
    Path data = events("data", ROWS, i -> jet(i, simulator.jet(i, 1)));
    CommandRun run =
        CommandRun.of("train", "--model", "flow", topology.toString(), "--data", data.toString());
    assertThat(run.code()).isNotZero();
    assertThat(run.err())
        .contains(
            "member nsf-ar of kind nsf-ar reads columns, but the features are members of a set;"
                + " kinds that read these: set-vdm");
  }

  private Member trained(Path topology, Path data, String model, String steps) throws IOException {
    Path bundle = folder.resolve("models/" + name(topology) + "/1");
    CommandRun run =
        CommandRun.of(
            "train",
            "--model",
            model,
            "--max-steps",
            steps,
            "--seed",
            "2",
            topology.toString(),
            "--data",
            data.toString(),
            "--out",
            bundle.toString());
    assertThat(run.code()).as(run.err()).isZero();
    ModelBundle content = BundleDirectory.read(bundle).content();
    assertThat(content.evaluation().get("nll_standard_error")).as("of a bound").isPositive();
    List<Member> members = content.members();
    assertThat(members).hasSize(1);
    assertThat(members.get(0).weights().kind()).isEqualTo(model);
    return members.get(0);
  }

  /** How well scores tell as many rare events from usual ones. */
  private double auroc(Path topology, IntFunction<ObjectNode> usual, IntFunction<ObjectNode> rare)
      throws IOException {
    Path test =
        events("test", 2 * RARE, i -> i < RARE ? usual.apply(i) : rare.apply(i).put("rare", 1));
    Path scores = folder.resolve("scores.jsonl");
    CommandRun scored =
        CommandRun.of("score", topology.toString(), test.toString(), "--out", scores.toString());
    assertThat(scored.code()).as(scored.err()).isZero();
    assertThat(Files.readAllLines(scores)).hasSize(2 * RARE);
    CommandRun run =
        CommandRun.of(
            "evaluate", topology.toString(), test.toString(), "--label", "rare", "--json");
    assertThat(run.code()).as(run.err()).isZero();
    return MAPPER.readTree(run.out()).path("auroc").doubleValue();
  }

  private List<JsonNode> sampled(Path topology, String... context) throws IOException {
    List<String> arguments = new ArrayList<>(List.of("sample", topology.toString(), "--n", "50"));
    arguments.addAll(List.of(context));
    CommandRun run = CommandRun.of(arguments.toArray(String[]::new));
    assertThat(run.code()).as(run.err()).isZero();
    List<JsonNode> samples = new ArrayList<>();
    for (String line : run.out().lines().toList()) {
      samples.add(MAPPER.readTree(line));
    }
    return samples;
  }

  private static double mean(List<JsonNode> samples, String key) {
    return samples.stream()
        .mapToDouble(sample -> sample.path(key).doubleValue())
        .average()
        .orElseThrow();
  }

  private static String name(Path topology) {
    return topology.getFileName().toString().replace(".yaml", "");
  }

  private Path events(String name, int count, IntFunction<ObjectNode> event) throws IOException {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      lines.add(event.apply(i).toString());
    }
    return Files.write(folder.resolve(name + ".jsonl"), lines);
  }

  /** A simulated stamp in bins of 5 x 5 pixels, in the units of a detector. */
  private static ObjectNode stamp(int id, float[] pixels) {
    ObjectNode event = MAPPER.createObjectNode().put("id", id).put("rare", 0).put("sky_noise", 40);
    ArrayNode cutout = event.putArray("cutout");
    for (int bin = 0; bin < SIDE * SIDE; bin++) {
      double sum = 0;
      for (int i = 0; i < BIN * BIN; i++) {
        int row = bin / SIDE * BIN + i / BIN + 1;
        int column = bin % SIDE * BIN + i % BIN + 1;
        sum += pixels[row * SersicSimulator.SIDE + column];
      }
      cutout.add(8 * sum);
    }
    return event;
  }

  private static ObjectNode jet(int id, Particle[] particles) {
    ObjectNode event = MAPPER.createObjectNode().put("id", id).put("rare", 0);
    double pt = 0;
    ArrayNode constituents = event.putArray("constituents");
    for (Particle one : particles) {
      constituents.addObject().put("pt", one.pt()).put("eta", one.eta()).put("phi", one.phi());
      pt += one.pt();
    }
    return event.put("jet_pt", pt);
  }
}
