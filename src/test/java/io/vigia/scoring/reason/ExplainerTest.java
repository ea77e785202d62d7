package io.vigia.scoring.reason;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ExplainerTest {
  private static final double RHO = 0.9;
  private static final int FEATURES = 8;

  private final CorrelatedGaussian density = new CorrelatedGaussian(FEATURES, RHO);
  private final Explainer explainer = Explainer.of(density.model());

  @Test
  void conditionalOfAGaussianIsItsMeanItsIntervalAndItsSurprise() {
    float[] row = new float[FEATURES];
    row[2] = 1;
    row[3] = -4;
    Explanation explanation = explainer.explain(row, 1e-5);
    Contribution first = explanation.contributions().get(0);
    double deviation = Math.sqrt(1 - RHO * RHO);
    assertThat(first.feature()).isEqualTo("f3");
    assertThat(first.expected()).isCloseTo((float) RHO, within(0.005f));
    assertThat(first.low()).isCloseTo((float) (RHO - 1.645 * deviation), within(0.03f));
    assertThat(first.high()).isCloseTo((float) (RHO + 1.645 * deviation), within(0.03f));
    assertThat(first.direction()).isEqualTo(Direction.LOW);
    double away = (-4 - RHO) / deviation;
    assertThat(first.nats()).isCloseTo(away * away / 2 - 0.5, within(0.05));
    assertThat(explanation.culprits()).containsExactly("f3");
  }

  @Test
  void aFeatureThatOnlyLooksWrongBesideAWrongOneIsNotBlamed() {
    float[] row = new float[FEATURES];
    row[2] = 6;
    Explanation explanation = explainer.explain(row, 1e-5);
    assertThat(explanation.culprits()).containsExactly("f2");
    assertThat(explanation.contributions().get(0).feature()).isEqualTo("f2");
    // f3 is where f2 as expected lets it be.
    assertThat(nats(explanation, "f3")).isCloseTo(-0.5, within(0.05));
    assertThat(explanation.counterfactual()[2]).isCloseTo(0, within(0.03f));
    assertThat(explanation.counterfactualPValue()).isGreaterThan(0.9);
  }

  @Test
  void twoFeaturesMovedAlongTheirCorrelationAreFoundTogether() {
    float[] row = new float[FEATURES];
    row[4] = 5;
    row[5] = 5;
    Explanation explanation = explainer.explain(row, 1e-5);
    assertThat(explanation.culprits()).containsExactlyInAnyOrder("f4", "f5");
    double both = density.nll(row) - density.nll(new float[FEATURES]) - 1;
    assertThat(nats(explanation, "f4") + nats(explanation, "f5")).isCloseTo(both, within(0.1));
    assertThat(explanation.sentence()).contains("with both as expected");
    // Neither says what the other should be: what is expected is the marginal of each.
    for (Contribution one : explanation.contributions().subList(0, 2)) {
      assertThat(one.low()).isCloseTo(-1.645f, within(0.08f));
      assertThat(one.high()).isCloseTo(1.645f, within(0.08f));
    }
  }

  @Test
  void ordinaryRowsHaveNoCulprits() {
    Random random = new Random(11);
    int blamed = 0;
    for (int row = 0; row < 200; row++) {
      blamed += explainer.explain(density.draw(random), 0.5).culprits().isEmpty() ? 0 : 1;
    }
    // lambda lets one in ten pass.
    assertThat(blamed).isBetween(1, 30);
  }

  @Test
  void movedFeaturesComeFirst() {
    assertThat(firstShare(1, 5)).isGreaterThan(0.95);
    assertThat(firstShare(2, 5)).isGreaterThan(0.95);
  }

  /** Of rows with so many features moved by so much, how many list these first. */
  private double firstShare(int moved, double by) {
    Random random = new Random(12);
    int right = 0;
    int rows = 100;
    for (int n = 0; n < rows; n++) {
      float[] row = density.draw(random);
      List<Integer> places = random.ints(0, FEATURES).distinct().limit(moved).boxed().toList();
      for (int j : places) {
        row[j] += (float) (random.nextBoolean() ? by : -by);
      }
      List<String> first =
          explainer.explain(row, 1e-5).contributions().subList(0, moved).stream()
              .map(Contribution::feature)
              .toList();
      right += first.containsAll(places.stream().map(j -> "f" + j).toList()) ? 1 : 0;
    }
    return (double) right / rows;
  }

  private static double nats(Explanation explanation, String feature) {
    return explanation.contributions().stream()
        .filter(one -> one.feature().equals(feature))
        .findFirst()
        .orElseThrow()
        .nats();
  }
}
