package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.model.BundleDirectory;
import io.vigia.model.GaussianBundle;
import io.vigia.model.GaussianFlow;
import io.vigia.model.ModelBundle;
import io.vigia.model.Passed;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.apache.commons.statistics.inference.KolmogorovSmirnovTest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Second levels calibrated behind a first: both are Gaussian flows over standard normal rows, the
 * second of other widths, so that it ranks what passes in its own way.
 */
class CalibrateCommandTest {
  private static final double PRE_CUT = 0.1;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private Path topology;

  @SuppressWarnings("NullAway.Init")
  private TopologySpec spec;

  @BeforeEach
  void write() throws IOException {
    topology =
        Files.writeString(
            directory.resolve("plane.yaml"),
            """
            version: 1
            name: plane
            source: {topic: plane.events, format: json, event-id: [/_row]}
            roles: {injection: "label == 1"}
            features: [{name: x, unit: cm}, {name: y, unit: cm}]
            model: %s
            alerts: {pre-cut: 0.1, threshold: 1e-3}
            """
                .formatted(directory.resolve("first")));
    spec = TopologyFile.read(topology);
    BundleDirectory.write(GaussianBundle.of(spec.features()), directory.resolve("first"));
    BundleDirectory.write(
        ModelBundle.ofFlow(
            "plane",
            "deep",
            spec.features(),
            GaussianFlow.ofWidths(0, 1, 4),
            GaussianBundle.of(spec.features()).calibration(),
            GaussianBundle.of(spec.features()).provenance(),
            Map.of()),
        directory.resolve("deep"));
  }

  @Test
  void pValuesOfBackgroundThatPassesAreUniformUpToThePreCut() throws IOException {
    Path out = directory.resolve("deep-2");
    CommandRun run = calibrate("2", events("calibration.csv", 20_000, 1), out);
    assertThat(run.code()).as(run.err()).isZero();

    StoredBundle first = BundleDirectory.read(directory.resolve("first"));
    StoredBundle second = BundleDirectory.read(out);
    assertThat(second.content().passed()).isEqualTo(new Passed(PRE_CUT, first.sha256()));
    int passed = second.content().calibration().size();
    assertThat((double) passed).isCloseTo(2_000, within(200.0));
    assertThat(run.err()).contains(passed + " rows that pass the first level, of 20000");

    double[] pValues = ofBackgroundThatPasses(first, second, 2);
    double[] calibrated = pValuesOfItsOwn(second);
    assertThat(different(pValues, calibrated)).isGreaterThan(0.01);
    assertThat(Arrays.stream(pValues).max().orElseThrow()).isLessThanOrEqualTo(PRE_CUT);
    assertThat(pValues.length / 20_000.0).as("alerts at the pre-cut").isCloseTo(0.1, within(0.01));

    StoredBundle onAll = BundleDirectory.read(directory.resolve("deep"));
    assertThat(different(ofBackgroundThatPasses(first, onAll, 2), calibrated))
        .as("calibrated on all events it would not be uniform")
        .isLessThan(1e-6);
  }

  @Test
  void aFirstLevelCalibratedAnewIsTheSameWeightsInANewVersion() throws IOException {
    Path out = directory.resolve("first-2");
    CommandRun run =
        CommandRun.of(
            "calibrate",
            topology.toString(),
            "--level",
            "1",
            "--bundle",
            directory.resolve("first").toString(),
            "--data",
            events("more.csv", 5_000, 3).toString(),
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    StoredBundle before = BundleDirectory.read(directory.resolve("first"));
    ModelBundle after = BundleDirectory.read(out).content();
    assertThat(after.version()).isEqualTo("first-2");
    assertThat(after.passed()).isNull();
    assertThat(after.calibration().size()).isEqualTo(5_000);
    assertThat(after.provenance().settings()).containsEntry("calibrated_from", before.sha256());
    assertThat(after.provenance().data()).extracting("file").contains("more.csv");
    assertThat(Files.readAllBytes(out.resolve("weights.safetensors")))
        .isEqualTo(Files.readAllBytes(directory.resolve("first/weights.safetensors")));
  }

  @Test
  void itSaysHowManyRowsAreNeeded() throws IOException {
    CommandRun few = calibrate("2", events("few.csv", 400, 4), directory.resolve("a"));
    assertThat(few.code()).isEqualTo(2);
    assertThat(few.err())
        .containsPattern("\\d+ of 400 rows pass the first level \\(p <= 0.1\\); at least 100 must")
        .contains("give about 1000 rows");
    assertThat(directory.resolve("a")).doesNotExist();

    CommandRun short1 = calibrate("2", events("short.csv", 1_500, 5), directory.resolve("b"));
    assertThat(short1.code()).as(short1.err()).isZero();
    assertThat(calibrate("2", events("less.csv", 1_500, 6), directory.resolve("b")).err())
        .contains("exists already");
  }

  @Test
  void filesThatABundleWasMadeFromAreRefused() throws IOException {
    Path file = events("seen.csv", 2_000, 7);
    Path out = directory.resolve("deep-2");
    assertThat(calibrate("2", file, out).code()).isZero();
    CommandRun again =
        CommandRun.of(
            "calibrate",
            topology.toString(),
            "--level",
            "2",
            "--bundle",
            out.toString(),
            "--data",
            file.toString(),
            "--out",
            directory.resolve("deep-3").toString());
    assertThat(again.code()).isEqualTo(2);
    assertThat(again.err()).contains("--data has seen.csv, which the bundle plane/deep-2");
  }

  private CommandRun calibrate(String level, Path data, Path out) {
    return CommandRun.of(
        "calibrate",
        topology.toString(),
        "--level",
        level,
        "--bundle",
        directory.resolve("deep").toString(),
        "--data",
        data.toString(),
        "--out",
        out.toString());
  }

  /** Standard normal rows, and some of role injection far out, which calibrate nothing. */
  private Path events(String name, int rows, long seed) throws IOException {
    Random random = new Random(seed);
    StringBuilder csv = new StringBuilder("x,y,label\n");
    for (int i = 0; i < rows; i++) {
      csv.append(random.nextGaussian()).append(',').append(random.nextGaussian()).append(",0\n");
      if (i % 20 == 0) {
        csv.append("9,9,1\n");
      }
    }
    return Files.writeString(directory.resolve(name), csv);
  }

  /** {@code preCut * P(s2 >= s | passed)} of 20,000 new rows, where they pass. */
  private static double[] ofBackgroundThatPasses(
      StoredBundle first, StoredBundle second, long seed) {
    Scorer one = ScoringModel.of(first).newScorer();
    Scorer two = ScoringModel.of(second).newScorer();
    Random random = new Random(seed);
    DoubleStream.Builder pValues = DoubleStream.builder();
    for (int i = 0; i < 20_000; i++) {
      float[] row = {(float) random.nextGaussian(), (float) random.nextGaussian()};
      Score score = Objects.requireNonNull(one.score(row));
      if (score.pValue() <= PRE_CUT) {
        pValues.add(PRE_CUT * Objects.requireNonNull(two.score(row)).pValue());
      }
    }
    return pValues.build().toArray();
  }

  private static double[] pValuesOfItsOwn(StoredBundle second) {
    var calibration = second.content().calibration();
    List<Double> own = new java.util.ArrayList<>();
    for (float score : calibration.toArray()) {
      own.add(PRE_CUT * calibration.pValue(score));
    }
    return own.stream().mapToDouble(Double::doubleValue).toArray();
  }

  /** The probability of so different samples of one distribution. */
  private static double different(double[] one, double[] other) {
    return KolmogorovSmirnovTest.withDefaults().test(one, other).getPValue();
  }
}
