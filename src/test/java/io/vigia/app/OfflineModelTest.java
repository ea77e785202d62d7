package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.density.vae.TrainableVae;
import io.vigia.density.vae.VaeArchitecture;
import io.vigia.density.vae.VaeDensity;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.model.BundleDirectory;
import io.vigia.model.EnsembleBundle;
import io.vigia.model.GaussianBundle;
import io.vigia.model.GaussianFlow;
import io.vigia.model.Member;
import io.vigia.model.ModelBundle;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bundles with members that only DJL computes: scored and sampled off the stream. */
class OfflineModelTest {
  private static final FeatureSchema PLANE = plane();

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  private String out = "";
  private String err = "";

  @Test
  void membersOnDjlScoreBesideCompiledOnes() {
    StoredBundle stored = new StoredBundle(withVae(), "ab");
    assertThatThrownBy(() -> ScoringModel.of(stored)).hasMessageContaining("deep");
    float[] rows = {0.5f, -1, 2, 0.25f, 0, 0};
    try (OfflineModel model = OfflineModel.open(stored, "cpu");
        VaeDensity vae = VaeDensity.open(vae(), Device.cpu())) {
      Scorer scorer = model.scoring().newScorer();
      @Nullable Score[] scores = scorer.scores(rows, 3);
      double[] bound = vae.logDensity(rows, 3);
      for (int i = 0; i < 3; i++) {
        Score score = Objects.requireNonNull(scores[i]);
        double flow = GaussianFlow.nll(1, rows[2 * i], rows[2 * i + 1]);
        assertThat(score.nll()).isCloseTo((flow - bound[i]) / 2, within(1e-4));
        Score alone =
            Objects.requireNonNull(scorer.score(Arrays.copyOfRange(rows, 2 * i, 2 * i + 2)));
        assertThat(alone.nll()).isCloseTo(score.nll(), within(1e-4));
      }
      assertThat(scorer.identity().kernel()).matches("maf-.*\\+vae-djl");
    }
  }

  @Test
  void filesAreScoredAndJudgedByThem() throws IOException {
    String topology = topology(withVae());
    StringBuilder events = new StringBuilder("x,y,label\n");
    for (int i = 0; i < 1_500; i++) {
      events.append(i % 7 / 3.0).append(',').append(i % 11 / 4.0 - 1).append(',').append(i % 2);
      events.append('\n');
    }
    String file = Files.writeString(directory.resolve("events.csv"), events).toString();
    String scores = directory.resolve("scores.jsonl").toString();

    assertThat(execute("score", topology, file, "--out", scores)).as(err).isZero();
    List<String> lines = Files.readAllLines(Path.of(scores));
    assertThat(lines).hasSize(1_500).allMatch(line -> line.contains("\"members\":2"));
    assertThat(lines.get(1_200)).contains("\"id\":\"1201\"", "\"offset\":1200", "\"tail_score\":");

    assertThat(execute("evaluate", topology, file, "--label", "label", "--json")).as(err).isZero();
    assertThat(out).contains("\"n\" : 1500", "\"not_scored\" : 0");
  }

  @Test
  void samplesHaveTheFeaturesNamesAndFollowTheSeed() throws IOException {
    String bundle = bundle(withVae());
    assertThat(execute("sample", bundle, "--n", "5000", "--seed", "3", "--member", "gauss-0"))
        .as(err)
        .isZero();
    List<String> rows = out.lines().toList();
    assertThat(rows).hasSize(5_000).allMatch(row -> row.matches("\\{\"x\":.*,\"y\":.*}"));
    double[] x =
        rows.stream()
            .mapToDouble(row -> Double.parseDouble(row.substring(5, row.indexOf(','))))
            .toArray();
    assertThat(Arrays.stream(x).average().orElseThrow()).isCloseTo(0, within(0.06));
    assertThat(Arrays.stream(x).map(v -> v * v).average().orElseThrow()).isCloseTo(1, within(0.1));

    String first = out;
    execute("sample", bundle, "--n", "5000", "--seed", "3", "--member", "gauss-0");
    assertThat(out).isEqualTo(first);
    execute("sample", bundle, "--n", "5000", "--seed", "4", "--member", "gauss-0");
    assertThat(out).isNotEqualTo(first);
    assertThat(execute("sample", bundle, "--n", "10", "--member", "deep")).as(err).isZero();
    assertThat(out.lines()).hasSize(10);
  }

  @Test
  void samplesAtConditionsSayThem() throws IOException {
    String bundle = bundle(conditional());
    Path file = directory.resolve("rows.csv");
    assertThat(execute("sample", bundle, "--n", "2", "--context", "pileup=7", "--out", file + ""))
        .as(err)
        .isZero();
    assertThat(Files.readAllLines(file)).hasSize(3).first().isEqualTo("x,y,pileup");
    assertThat(Files.readAllLines(file).get(2)).endsWith(",7.0");

    String conditions =
        Files.writeString(directory.resolve("c.jsonl"), "{\"pileup\":1}\n{\"pileup\":2}\n")
            .toString();
    assertThat(execute("sample", bundle, "--n", "3", "--context-file", conditions))
        .as(err)
        .isZero();
    assertThat(out.lines().map(row -> row.substring(row.indexOf("\"pileup\""))))
        .containsExactly("\"pileup\":1.0}", "\"pileup\":2.0}", "\"pileup\":1.0}");
  }

  @Test
  void whatCannotBeSampledIsSaidWithWhatIsAllowed() throws IOException {
    String plain = bundle(withVae());
    refused("--n", "sample", plain, "--n", "0");
    refused("conditional on nothing", "sample", plain, "--context", "pileup=7");
    refused("gauss-0", "sample", plain, "--member", "none");
    refused("vigia train", "sample", directory.resolve("nowhere").toString());
    refused("--context pileup=VALUE", "sample", bundle(conditional()));
    refused("gpu:99", "sample", plain, "--device", "gpu:99");
    refused(
        "not both",
        "sample",
        plain,
        "--context",
        "a=1",
        "--context-file",
        directory.resolve("c.csv").toString());
  }

  private void refused(String message, String... arguments) {
    assertThat(execute(arguments)).as(message).isEqualTo(2);
    assertThat(err).contains(message);
  }

  private static FeatureSchema plane() {
    return new FeatureSchema(
        List.of(new EventLayout.Field("x", "/x", null), new EventLayout.Field("y", "/y", null)),
        Map.of(),
        List.of(
            new Feature("x", "x", "cm", Feature.Missing.REJECT),
            new Feature("y", "y", "cm", Feature.Missing.REJECT)));
  }

  private static FeatureSchema planeGivenPileup() {
    ObjectNode json = PLANE.toJson();
    json.withArray("fields").addObject().put("name", "pileup").put("pointer", "/pileup");
    json.putArray("context")
        .addObject()
        .put("name", "pileup")
        .put("expr", "pileup")
        .put("unit", "1")
        .put("missing", "reject");
    return FeatureSchema.fromJson(json);
  }

  /** An ensemble of a Gaussian flow and an untrained autoencoder, each with a table. */
  private static ModelBundle withVae() {
    ModelBundle flows = EnsembleBundle.of(PLANE, 1, 2);
    List<Member> members = new ArrayList<>(flows.members());
    Preprocessing plain = members.get(0).preprocessing();
    members.set(1, new Member("deep", plain, vae(), Meaning.LOWER_BOUND, 1));
    return new ModelBundle(
        "plane",
        "1",
        PLANE,
        members,
        flows.combination(),
        flows.calibrations(),
        flows.provenance(),
        Map.of());
  }

  private static DensityWeights vae() {
    try (TrainableVae training =
        new TrainableVae(
            VaeArchitecture.dense(2, 0), new float[2], new float[] {1, 1}, Device.cpu())) {
      return training.weights(training.initial(1));
    }
  }

  /** A flow that takes a condition, though it does not follow it. */
  private static ModelBundle conditional() {
    return ModelBundle.ofFlow(
        "plane",
        "2",
        planeGivenPileup(),
        GaussianFlow.of(2, 1, 1),
        GaussianBundle.of(PLANE).calibration(),
        GaussianBundle.of(PLANE).provenance(),
        Map.of());
  }

  private String bundle(ModelBundle bundle) throws IOException {
    Path path = Files.createTempDirectory(directory, "models").resolve(bundle.version());
    BundleDirectory.write(bundle, path);
    return path.toString();
  }

  private String topology(ModelBundle bundle) throws IOException {
    return Files.writeString(
            directory.resolve("plane.yaml"),
            """
            version: 1
            name: plane
            source: {topic: plane.events, format: json, event-id: [/_row]}
            features: [{name: x, unit: cm}, {name: y, unit: cm}]
            model: %s
            """
                .formatted(bundle(bundle)))
        .toString();
  }

  private int execute(String... arguments) {
    CommandRun run = CommandRun.of(arguments);
    out = run.out();
    err = run.err();
    return run.code();
  }
}
