package io.vigia.retrain;

import io.vigia.retrain.GateEvidence.Recovery;
import io.vigia.retrain.GateEvidence.Uniformity;
import io.vigia.retrain.GateVerdict.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import org.apache.commons.statistics.distribution.PoissonDistribution;
import org.apache.commons.statistics.inference.AlternativeHypothesis;
import org.apache.commons.statistics.inference.FisherExactTest;
import org.jspecify.annotations.Nullable;

/**
 * Whether a candidate model goes into service. All of these must hold on rows that neither model
 * was trained on:
 *
 * <ul>
 *   <li>its mean nll is below the champion's by more than {@code errors} standard errors; or within
 *       so many, where the champion's p-values are no longer uniform and the candidate's are;
 *   <li>its p-values are uniform: their Kolmogorov-Smirnov distance is at most {@code distance}, or
 *       not significant; or, on a stream that has moved on since the window so that neither model's
 *       are, it is at most half the champion's. Nearer than the champion's by less than that is a
 *       person's to decide;
 *   <li>of no kind of injected anomaly it finds significantly fewer than the champion (Fisher's
 *       exact test, one-sided, both at their own threshold for the same share of false alarms);
 *   <li>its share of alerts is not significantly above {@code alertFactor} times the nominal one,
 *       nor below that part of it (Poisson).
 * </ul>
 *
 * <p>What fails one is rejected. What fails none, but of which something could not be told, is a
 * person's to decide; so is all where the rule says {@link GateRule.Mode#MANUAL}.
 */
public final class Gate {
  private enum Finding {
    HOLDS,
    FAILS,
    OPEN
  }

  private record Clause(Finding finding, String text) {
    static Clause of(boolean holds, String text) {
      return new Clause(holds ? Finding.HOLDS : Finding.FAILS, text);
    }
  }

  /** Whose verdicts these are, on records. */
  public static final String NAME = "gate";

  /** A distance of p-values from uniform that is this share of another mends most of it. */
  private static final double NEARER = 0.5;

  private final GateRule rule;

  public Gate(GateRule rule) {
    this.rule = rule;
  }

  /**
   * Judges a published candidate.
   *
   * @param cause what closed the window that it was trained on
   * @param inService SHA-256 of the bundle that scores now, hex; null where it is not known
   * @param open why it is not the gate's to decide, a clause each; none where it is
   * @param timeMillis now, ms since 1970 UTC
   */
  public GateVerdict judge(
      ModelCard card,
      TrainingJob.Cause cause,
      @Nullable String inService,
      List<String> open,
      long timeMillis) {
    GateEvidence evidence = card.evidence();
    List<Clause> clauses = new ArrayList<>();
    if (evidence == null || evidence.rows() == 0) {
      clauses.add(new Clause(Finding.OPEN, "it was compared with nothing"));
    } else {
      clauses.addAll(clauses(evidence, inService));
    }
    open.forEach(text -> clauses.add(new Clause(Finding.OPEN, text)));
    List<String> reasons = new ArrayList<>(clauses.stream().map(Clause::text).toList());
    Outcome outcome = outcome(clauses, rule.mode(cause), reasons);
    return new GateVerdict(
        card.name(), card.version(), card.sha256(), outcome, reasons, NAME, timeMillis);
  }

  private static Outcome outcome(List<Clause> clauses, GateRule.Mode mode, List<String> reasons) {
    if (clauses.stream().anyMatch(clause -> clause.finding == Finding.FAILS)) {
      return Outcome.REJECT;
    }
    if (clauses.stream().anyMatch(clause -> clause.finding == Finding.OPEN)) {
      reasons.add("not all can be told: a person decides");
      return Outcome.ASK;
    }
    if (mode == GateRule.Mode.MANUAL) {
      reasons.add("the gate is manual here: a person decides");
      return Outcome.ASK;
    }
    return Outcome.PROMOTE;
  }

  private List<Clause> clauses(GateEvidence evidence, @Nullable String inService) {
    List<Clause> clauses = new ArrayList<>();
    if (inService != null && !inService.equals(evidence.champion())) {
      clauses.add(
          new Clause(
              Finding.OPEN,
              "it was compared with "
                  + shortened(evidence.champion())
                  + ", and "
                  + shortened(inService)
                  + " is in service"));
    }
    clauses.add(density(evidence));
    clauses.add(uniform(evidence.candidateUniformity(), evidence.championUniformity()));
    new TreeMap<>(evidence.recovery())
        .forEach((kind, recovery) -> clauses.add(recovered(kind, recovery)));
    clauses.add(alertShare(evidence));
    if (evidence.pastAlerts() > 0) {
      clauses.add(
          new Clause(
              Finding.HOLDS,
              "of "
                  + evidence.pastAlerts()
                  + " past alerts "
                  + evidence.lostCount()
                  + " would be lost and "
                  + evidence.gainedCount()
                  + " gained"));
    }
    return clauses;
  }

  private Clause density(GateEvidence evidence) {
    boolean isMended =
        !isUniform(evidence.championUniformity()) && isUniform(evidence.candidateUniformity());
    String mended =
        isMended
            ? ", and its p-values are uniform where the champion's no longer are"
            : ", and the champion's p-values give no reason to change";
    Double difference = evidence.nllDifference();
    Double error = evidence.nllError();
    if (difference == null || error == null) {
      return Clause.of(isMended, "nll cannot be compared" + mended);
    }
    String text = "nll differs by " + number(difference) + " +- " + number(error) + " nats";
    if (difference < -rule.errors() * error) {
      return Clause.of(true, text + ": better by more than " + number(rule.errors()) + " errors");
    }
    if (difference > rule.errors() * error) {
      return Clause.of(false, text + ": worse by more than " + number(rule.errors()) + " errors");
    }
    return Clause.of(isMended, text + ": the same within the error" + mended);
  }

  private Clause uniform(Uniformity candidate, Uniformity champion) {
    String figures =
        ": distance "
            + number(candidate.distance())
            + " (allowed "
            + number(rule.distance())
            + "), p "
            + number(candidate.pValue());
    if (isUniform(candidate)) {
      return Clause.of(true, "p-values are uniform" + figures);
    }
    String text =
        "p-values are not uniform" + figures + ", the champion's " + number(champion.distance());
    if (isUniform(champion) || candidate.distance() >= champion.distance()) {
      return Clause.of(false, text);
    }
    boolean isMuchNearer = candidate.distance() <= NEARER * champion.distance();
    return new Clause(isMuchNearer ? Finding.HOLDS : Finding.OPEN, text);
  }

  private boolean isUniform(Uniformity uniformity) {
    return uniformity.distance() <= rule.distance() || uniformity.pValue() > rule.significance();
  }

  private Clause recovered(String kind, Recovery recovery) {
    long of = recovery.injected();
    String text =
        "of "
            + of
            + " injected \""
            + kind
            + "\" it finds "
            + recovery.candidate()
            + ", the champion "
            + recovery.champion();
    if (of == 0) {
      return new Clause(Finding.OPEN, text);
    }
    int[][] found = {
      {Math.toIntExact(recovery.candidate()), Math.toIntExact(of - recovery.candidate())},
      {Math.toIntExact(recovery.champion()), Math.toIntExact(of - recovery.champion())}
    };
    boolean canDiffer = recovery.candidate() < recovery.champion();
    double p =
        canDiffer
            ? FisherExactTest.withDefaults()
                .with(AlternativeHypothesis.LESS_THAN)
                .test(found)
                .getPValue()
            : 1;
    boolean isWorse = p <= rule.significance();
    return Clause.of(!isWorse, text + (isWorse ? ": fewer, p " + number(p) : ""));
  }

  private Clause alertShare(GateEvidence evidence) {
    double expected = evidence.rows() * evidence.alertP();
    long alerts = Math.round(evidence.candidateAlertShare() * evidence.rows());
    String text =
        "at p <= "
            + number(evidence.alertP())
            + " it lets "
            + alerts
            + " of "
            + evidence.rows()
            + " rows pass, nominal "
            + number(expected)
            + ", the champion "
            + Math.round(evidence.championAlertShare() * evidence.rows());
    double most = expected * rule.alertFactor();
    double fewest = expected / rule.alertFactor();
    if (alerts > most && survival(most, alerts) <= rule.significance()) {
      return Clause.of(false, text + ": more than " + number(rule.alertFactor()) + " times");
    }
    if (alerts < fewest && cumulative(fewest, alerts) <= rule.significance()) {
      return Clause.of(false, text + ": fewer than 1/" + number(rule.alertFactor()));
    }
    return Clause.of(true, text);
  }

  /** P(N >= count) of a Poisson count. */
  private static double survival(double mean, long count) {
    return PoissonDistribution.of(mean).survivalProbability(Math.toIntExact(count - 1));
  }

  /** P(N <= count) of a Poisson count. */
  private static double cumulative(double mean, long count) {
    return PoissonDistribution.of(mean).cumulativeProbability(Math.toIntExact(count));
  }

  private static String shortened(String sha256) {
    return sha256.length() > 12 ? sha256.substring(0, 12) : sha256;
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
