package io.vigia.retrain;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.retrain.GateEvidence.Recovery;
import io.vigia.retrain.GateEvidence.Uniformity;
import io.vigia.retrain.GateRule.Mode;
import io.vigia.retrain.GateVerdict.Outcome;
import io.vigia.retrain.TrainingJob.Cause;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Each clause of the gate, by evidence that is good in all others. */
class GateTest {
  private static final Uniformity UNIFORM = new Uniformity(0.01, 0.4);
  private static final Uniformity BROKEN = new Uniformity(0.2, 1e-30);
  private static final long ROWS = 10_000;

  private final Gate gate = new Gate(GateRule.DEFAULT);

  private @Nullable Double difference = -0.05;
  private @Nullable Double error = 0.01;
  private Uniformity champion = UNIFORM;
  private Uniformity candidate = UNIFORM;
  private Map<String, Recovery> recovery = Map.of("shift", new Recovery(0.01, 500, 400, 395));
  private double alertShare = 0.0011;

  private GateVerdict judge() {
    return judge(gate, Cause.SCHEDULE, "old");
  }

  private GateVerdict judge(Gate by, Cause cause, String inService) {
    GateEvidence evidence =
        new GateEvidence(
            "old",
            "new",
            ROWS,
            "samples [5, 9)",
            difference,
            error,
            champion,
            candidate,
            recovery,
            1e-3,
            0.001,
            alertShare,
            40,
            List.of("7"),
            1,
            List.of(),
            0);
    return by.judge(card(evidence), cause, inService, List.of(), 77);
  }

  private static ModelCard card(@Nullable GateEvidence evidence) {
    return new ModelCard(
        "dimuon", "2", "new", "schema", List.of(), "old", "job", evidence, "worker", 5);
  }

  @Test
  void aBetterCandidateIsPromotedWithEveryClauseSaid() {
    GateVerdict verdict = judge();

    assertThat(verdict.outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(verdict.by()).isEqualTo("gate");
    assertThat(verdict.timeMillis()).isEqualTo(77);
    assertThat(verdict.key()).isEqualTo("dimuon/2#verdict");
    assertThat(verdict.reasons())
        .containsExactly(
            "nll differs by -0.0500 +- 0.0100 nats: better by more than 2.00 errors",
            "p-values are uniform: distance 0.0100 (allowed 0.0200), p 0.400",
            "of 500 injected \"shift\" it finds 395, the champion 400",
            "at p <= 0.00100 it lets 11 of 10000 rows pass, nominal 10.0, the champion 10",
            "of 40 past alerts 1 would be lost and 0 gained");
  }

  @Test
  void oneThatIsWorseThanItsErrorIsRejected() {
    difference = 0.021;
    rejectedFor("worse by more than 2.00 errors");
  }

  @Test
  void oneWithinTheErrorIsNoReasonToChangeUnlessItMendsTheCalibration() {
    difference = -0.019;
    rejectedFor("the champion's p-values give no reason to change");

    champion = BROKEN;
    assertThat(judge().outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void modelsThatAreNoDensitiesGoByTheirCalibration() {
    difference = null;
    error = null;
    rejectedFor("nll cannot be compared");

    champion = BROKEN;
    assertThat(judge().outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void oneWhosePValuesAreNotUniformIsRejected() {
    candidate = BROKEN;
    rejectedFor("p-values are not uniform: distance 0.200");
  }

  @Test
  void whereNeitherIsUniformHalfTheDistanceIsEnoughAndLessIsAPersonsToDecide() {
    champion = new Uniformity(0.3, 1e-30);
    candidate = new Uniformity(0.15, 1e-20);
    assertThat(judge().outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(judge().reasons()).anyMatch(one -> one.endsWith("the champion's 0.300"));
    candidate = new Uniformity(0.16, 1e-20);
    assertThat(judge().outcome()).isEqualTo(Outcome.ASK);
    candidate = new Uniformity(0.3, 1e-30);
    rejectedFor("p-values are not uniform: distance 0.300");
  }

  @Test
  void aDistanceThatIsSmallOrCouldBeChanceIsUniform() {
    candidate = new Uniformity(0.015, 1e-12);
    assertThat(judge().outcome()).as("small").isEqualTo(Outcome.PROMOTE);
    candidate = new Uniformity(0.08, 0.011);
    assertThat(judge().outcome()).as("by chance").isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void oneThatFindsFewerOfOneKindOfInjectionIsRejected() {
    recovery =
        Map.of(
            "shift", new Recovery(0.01, 500, 400, 420), "swap", new Recovery(0.01, 500, 300, 250));
    rejectedFor("of 500 injected \"swap\" it finds 250, the champion 300: fewer");
  }

  @Test
  void fewerByChanceIsNotWorse() {
    // The sums of the hypergeometric law, in whole numbers (Python): 0.0107 and 0.0071.
    recovery = Map.of("shift", new Recovery(0.01, 100, 50, 33));
    assertThat(judge().outcome()).isEqualTo(Outcome.PROMOTE);
    recovery = Map.of("shift", new Recovery(0.01, 100, 50, 32));
    assertThat(judge().outcome()).isEqualTo(Outcome.REJECT);
  }

  @Test
  void oneWhoseAlertsLeaveTheirNominalShareIsRejected() {
    alertShare = 0.0035; // 35 of 10 expected; 20 are allowed, and 35 is beyond their error
    rejectedFor("more than 2.00 times");
    alertShare = 0.0028; // above 20, within its error: P(N >= 28 | 20) = 0.05
    assertThat(judge().outcome()).isEqualTo(Outcome.PROMOTE);
    alertShare = 0; // 5 are the fewest allowed: P(0 | 5) = 0.0067
    rejectedFor("fewer than 1/2.00");
  }

  @Test
  void aPersonIsAskedAfterADriftOrWhereTheGateIsManual() {
    GateVerdict afterDrift = judge(gate, Cause.DRIFT, "old");
    assertThat(afterDrift.outcome()).isEqualTo(Outcome.ASK);
    assertThat(afterDrift.reasons()).contains("the gate is manual here: a person decides");

    Gate manual = new Gate(GateRule.DEFAULT.with(Mode.MANUAL, Mode.MANUAL));
    assertThat(judge(manual, Cause.SCHEDULE, "old").outcome()).isEqualTo(Outcome.ASK);
    Gate auto = new Gate(GateRule.DEFAULT.with(Mode.AUTO, Mode.AUTO));
    assertThat(judge(auto, Cause.DRIFT, "old").outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void nobodyIsAskedAboutOneThatFails() {
    difference = 1.0;
    assertThat(judge(gate, Cause.DRIFT, "old").outcome()).isEqualTo(Outcome.REJECT);
  }

  @Test
  void whatCannotBeToldIsAPersonsToDecide() {
    assertThat(judge(gate, Cause.SCHEDULE, "another").outcome())
        .as("compared with a bundle that is not in service")
        .isEqualTo(Outcome.ASK);
    assertThat(gate.judge(card(null), Cause.SCHEDULE, "old", List.of(), 1).outcome())
        .as("compared with nothing")
        .isEqualTo(Outcome.ASK);
    recovery = Map.of("shift", new Recovery(0.01, 0, 0, 0));
    assertThat(judge().outcome()).as("nothing injected").isEqualTo(Outcome.ASK);
  }

  private void rejectedFor(String reason) {
    GateVerdict verdict = judge();
    assertThat(verdict.outcome()).isEqualTo(Outcome.REJECT);
    assertThat(verdict.reasons()).anySatisfy(text -> assertThat(text).contains(reason));
  }
}
