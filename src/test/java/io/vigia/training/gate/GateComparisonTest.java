package io.vigia.training.gate;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import io.vigia.calibration.Calibration;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.retrain.GateEvidence;
import io.vigia.scoring.Score;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Two normal densities over two correlated numbers, for which the truth can be computed. */
class GateComparisonTest {
  private static final double CORRELATION = 0.9;
  private static final FeatureSchema SCHEMA = schema();
  private static final GateSettings SETTINGS = new GateSettings(0.01, 0.01, 2000, 3);
  private static final int CALIBRATION = 20_000;

  private final UnseenRows unseen = unseen(20_000, 1);
  private final Contender right = contender("right", CORRELATION, 2);

  /** Knows nothing of the correlation. */
  private final Contender independent = contender("independent", 0, 2);

  @Test
  void theNllDifferenceIsTheDivergenceOfTheTwoDensities() {
    GateEvidence evidence = compare(independent, right, List.of(), Map.of());
    // D(joint | product of marginals) of a bivariate normal: -1/2 log(1 - rho^2) = 0.830 nats.
    double divergence = -0.5 * Math.log(1 - CORRELATION * CORRELATION);
    double error = requireNonNull(evidence.nllError());
    assertThat(error).isBetween(0.001, 0.02);
    assertThat(evidence.nllDifference()).isCloseTo(-divergence, offset(4 * error));
    assertThat(evidence.rows()).isEqualTo(20_000);
    assertThat(evidence.champion()).isEqualTo("independent");
    assertThat(evidence.candidate()).isEqualTo("right");
  }

  @Test
  void aModelBesideItselfDiffersInNothing() {
    GateEvidence evidence = compare(right, right, List.of(), Map.of());
    assertThat(evidence.nllDifference()).isZero();
    assertThat(evidence.nllError()).isZero();
    assertThat(evidence.championUniformity()).isEqualTo(evidence.candidateUniformity());
    assertThat(evidence.recovery().values())
        .allSatisfy(one -> assertThat(one.candidate()).isEqualTo(one.champion()));
  }

  @Test
  void aSwappedFeatureIsFoundByTheModelThatKnowsTheCorrelation() {
    GateEvidence evidence = compare(independent, right, List.of(), Map.of());
    GateEvidence.Recovery swapped = requireNonNull(evidence.recovery().get("swapped"));
    GateEvidence.Recovery moved = requireNonNull(evidence.recovery().get("moved"));
    assertThat(swapped.injected()).isEqualTo(2000);
    // Ordinary values each: the independent model finds as many as it has false alarms.
    assertThat(swapped.champion() / 2000.0).isCloseTo(0.01, within(0.01));
    // x and y are independent then, s = z' C^-1 z above 2 log 100: P by simulation below.
    assertThat(swapped.candidate() / 2000.0).isCloseTo(recoveredSwaps(), within(0.04));
    assertThat(moved.champion() / 2000.0).isGreaterThan(0.9);
    assertThat(moved.candidate() / 2000.0).isGreaterThan(0.99);
  }

  @Test
  void pValuesOfAModelThatFitsAreUniformAndOfOneThatDoesNotAreNot() {
    GateEvidence fits = compare(right, right, List.of(), Map.of());
    assertThat(fits.candidateUniformity().pValue()).isGreaterThan(0.01);
    // The same densities, whose calibration was made before the spread grew by a tenth.
    UnseenRows wider = scaled(unseen, 1.1f);
    GateEvidence drifted =
        GateComparison.of(right, right, SCHEMA, wider, List.of(), Map.of(), SETTINGS);
    assertThat(drifted.candidateUniformity().pValue()).isLessThan(1e-6);
    assertThat(drifted.candidateUniformity().distance()).isBetween(0.04, 0.1);
  }

  @Test
  void alertSharesAreOfTheRowsThemselves() {
    GateEvidence evidence = compare(right, right, List.of(), Map.of());
    assertThat(evidence.alertP()).isEqualTo(0.01);
    assertThat(evidence.candidateAlertShare()).isCloseTo(0.01, within(0.003));
    // At twice the spread s / 4 is exponential: 100^(-1/4) of the rows are beyond.
    GateEvidence wide =
        GateComparison.of(right, right, SCHEMA, scaled(unseen, 2), List.of(), Map.of(), SETTINGS);
    assertThat(wide.candidateAlertShare()).isCloseTo(Math.pow(100, -0.25), within(0.03));
  }

  @Test
  void pastAlertsAreLostAndGained() {
    List<PastCandidate> past =
        List.of(
            new PastCandidate("against", new float[] {1.5f, -1.5f}, 0.2),
            new PastCandidate("along", new float[] {2.5f, 2.5f}, 0.001),
            new PastCandidate("far", new float[] {6, -6}, 0.0001),
            new PastCandidate("ordinary", new float[] {0, 0}, 0.5));
    GateEvidence evidence = compare(independent, right, past, Map.of());
    assertThat(evidence.pastAlerts()).isEqualTo(2);
    assertThat(evidence.lost()).containsExactly("along");
    assertThat(evidence.lostCount()).isEqualTo(1);
    assertThat(evidence.gained()).containsExactly("against");
    assertThat(evidence.gainedCount()).isEqualTo(1);
  }

  @Test
  void furtherInjectionsAreCountedByTheirKind() {
    float[] flipped = {2, -2, 2.5f, -2.5f, 0, 0};
    GateEvidence evidence = compare(independent, right, List.of(), Map.of("flipped", flipped));
    assertThat(evidence.recovery().get("flipped"))
        .isEqualTo(new GateEvidence.Recovery(0.01, 3, 0, 2));
  }

  @Test
  void rowsThatOneModelCannotScoreAreLeftOutAndSaid() {
    Contender picky =
        new Contender(
            "picky",
            true,
            CALIBRATION,
            (rows, count) -> {
              @Nullable Score[] scores = right.scoring().scores(rows, count);
              for (int i = 0; i < count; i += 2) {
                scores[i] = null;
              }
              return scores;
            });
    GateEvidence evidence = compare(right, picky, List.of(), Map.of());
    assertThat(evidence.rows()).isEqualTo(10_000);
    assertThat(evidence.source()).isEqualTo("a test; 10000 that not both score are left out");
    Contender none = new Contender("none", true, 1, (rows, count) -> new Score[count]);
    assertThatThrownBy(() -> compare(right, none, List.of(), Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("of 20000 unseen rows there is none that both models score");
  }

  @Test
  void scoresThatAreNoDensitiesHaveNoNllDifference() {
    Contender score = new Contender("score", false, CALIBRATION, right.scoring());
    GateEvidence evidence = compare(right, score, List.of(), Map.of());
    assertThat(evidence.nllDifference()).isNull();
    assertThat(evidence.nllError()).isNull();
    assertThat(evidence.recovery()).containsKeys("moved", "swapped");
  }

  @Test
  void rowsOfAGroupCountOnceInTheError() {
    double[] differences = new double[1000];
    Arrays.setAll(differences, i -> i / 10 % 2 == 0 ? 1 : -1);
    List<String> tens = IntStream.range(0, 1000).mapToObj(i -> "g" + i / 10).toList();
    List<String> ones = IntStream.range(0, 1000).mapToObj(i -> "g" + i).toList();
    // A hundred independent values of deviation 1, or a thousand.
    assertThat(PairedDifference.of(differences, tens).error()).isCloseTo(0.1, within(1e-3));
    assertThat(PairedDifference.of(differences, ones).error())
        .isCloseTo(Math.sqrt(1e-3), within(1e-4));
    assertThat(PairedDifference.of(new double[] {2}, List.of("g")).error()).isNaN();
  }

  private GateEvidence compare(
      Contender champion,
      Contender candidate,
      List<PastCandidate> past,
      Map<String, float[]> extra) {
    return GateComparison.of(champion, candidate, SCHEMA, unseen, past, extra, SETTINGS);
  }

  /** P(z' C^-1 z > 2 log 100) for independent x and y. */
  private static double recoveredSwaps() {
    SplittableRandom random = new SplittableRandom(99);
    int found = 0;
    for (int i = 0; i < 100_000; i++) {
      double x = random.nextGaussian();
      double y = random.nextGaussian();
      found += 2 * nll(x, y, CORRELATION) > 2 * Math.log(100) ? 1 : 0;
    }
    return found / 1e5;
  }

  /** Half of {@code z' C^-1 z}: the nll but for a constant. */
  private static double nll(double x, double y, double correlation) {
    return (x * x - 2 * correlation * x * y + y * y) / (2 * (1 - correlation * correlation));
  }

  private static Contender contender(String name, double correlation, long seed) {
    UnseenRows held = unseen(CALIBRATION, seed);
    double[] nll = new double[held.size()];
    Arrays.setAll(nll, i -> full(held.rows(), i, correlation));
    Calibration calibration = Calibration.of(nll);
    return new Contender(
        name,
        true,
        CALIBRATION,
        (rows, count) ->
            IntStream.range(0, count)
                .mapToObj(
                    i -> {
                      double one = full(rows, i, correlation);
                      return new Score(one, calibration.pValue(one));
                    })
                .toArray(Score[]::new));
  }

  private static double full(float[] rows, int row, double correlation) {
    return nll(rows[2 * row], rows[2 * row + 1], correlation)
        + 0.5 * Math.log(1 - correlation * correlation);
  }

  private static UnseenRows unseen(int count, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    float[] rows = new float[2 * count];
    for (int i = 0; i < count; i++) {
      double x = random.nextGaussian();
      double y = CORRELATION * x + Math.sqrt(1 - CORRELATION * CORRELATION) * random.nextGaussian();
      rows[2 * i] = (float) x;
      rows[2 * i + 1] = (float) y;
    }
    return new UnseenRows(
        "a test", rows, IntStream.range(0, count).mapToObj(i -> "row-" + i).toList());
  }

  private static UnseenRows scaled(UnseenRows of, float factor) {
    float[] rows = of.rows().clone();
    for (int i = 0; i < rows.length; i++) {
      rows[i] *= factor;
    }
    return new UnseenRows(of.source(), rows, of.groups());
  }

  private static FeatureSchema schema() {
    return new FeatureSchema(
        Stream.of("x", "y").map(name -> new EventLayout.Field(name, "/" + name, null)).toList(),
        Map.of(),
        Stream.of("x", "y")
            .map(name -> new Feature(name, name, "1", Feature.Missing.REJECT))
            .toList());
  }
}
