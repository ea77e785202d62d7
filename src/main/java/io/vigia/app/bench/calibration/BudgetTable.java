package io.vigia.app.bench.calibration;

import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.Delivery;
import io.vigia.alert.budget.Nights;
import io.vigia.alert.budget.PeriodBudget;
import io.vigia.alert.budget.RateBudget;
import io.vigia.alert.budget.Site;
import io.vigia.calibration.PoissonInterval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * What budgets send against what they were asked for: over thirty periods of a stationary stream,
 * and in the ten periods after its event rate or its scores changed by a factor of three.
 */
final class BudgetTable implements CalibrationTable {
  private static final double PRE_CUT = 1e-3;
  private static final double CONFIDENCE = 0.95;
  private static final int STATIONARY = 30;
  private static final int AFTER_A_STEP = 10;
  private static final int BEFORE_A_STEP = 10;

  /** What happens to the stream. */
  private enum Step {
    NONE("stationary", 1, 1),
    RATE_UP("events x 3", 3, 1),
    RATE_DOWN("events / 3", 1 / 3.0, 1),
    SCORES_UP("p-values / 3", 1, 3),
    SCORES_DOWN("p-values x 3", 1, 1 / 3.0);

    private final String label;
    private final double rate;
    private final double factor;

    Step(String label, double rate, double factor) {
      this.label = label;
      this.rate = rate;
      this.factor = factor;
    }
  }

  /**
   * A budget and the stream that it is for.
   *
   * @param periodSeconds from period to period
   * @param liveSeconds of each
   */
  private record Case(
      double target,
      String unit,
      Delivery delivery,
      double periodSeconds,
      double liveSeconds,
      double hertz) {
    Allocation allocation() {
      int cap = (int) Math.ceil(2 * target);
      if (unit.equals("second")) {
        return RateBudget.of(target, cap, PRE_CUT);
      }
      return PeriodBudget.of(
          new PeriodBudget.Terms(
              target,
              cap,
              delivery,
              unit,
              unit.equals("night")
                  ? Nights.fromNoonToNoon(new Site(-30.2446, -70.7494))
                  : CalendarPeriods.HOUR,
              PRE_CUT));
    }

    /** A tally a second, or a minute where a period is long. */
    double tallySeconds() {
      return unit.equals("second") ? 0.1 : 60;
    }
  }

  private final int seeds;

  BudgetTable(int seeds) {
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "budgets";
  }

  @Override
  public String caption() {
    return String.format(
        Locale.ROOT,
        "alerts a period, in the mean over seeds, over %d periods of a stationary stream and over the"
            + " %d periods after a step; low to high: the %.0f %% Poisson interval of target times"
            + " periods, a period; within: of the seeds, those whose total is in it; cap: twice the"
            + " target; nights have 8 live hours,"
            + " and 16 of silence",
        STATIONARY,
        AFTER_A_STEP,
        100 * CONFIDENCE);
  }

  private static List<Case> cases() {
    List<Case> cases = new ArrayList<>();
    for (double target : new double[] {1, 10, 100}) {
      cases.add(new Case(target, "night", Delivery.LIVE, 86_400, 28_800, 100));
    }
    cases.add(new Case(10, "night", Delivery.BEST_OF_PERIOD, 86_400, 28_800, 100));
    cases.add(new Case(10, "night", Delivery.BOTH, 86_400, 28_800, 100));
    cases.add(new Case(10, "hour", Delivery.LIVE, 3_600, 3_600, 100));
    for (double target : new double[] {0.5, 5, 20}) {
      cases.add(new Case(target, "second", Delivery.LIVE, 1, 1, 100_000));
    }
    return cases;
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures(
            "target", "per", "delivery", "stream", "periods", "realised", "low", "high", "within");
    for (Case one : cases()) {
      say.accept("budgets: " + one.target + " a " + one.unit + ", " + label(one.delivery));
      for (Step step : Step.values()) {
        add(figures, one, step);
      }
    }
    return figures;
  }

  private void add(Figures figures, Case one, Step step) {
    int periods = step == Step.NONE ? STATIONARY : AFTER_A_STEP;
    PoissonInterval interval = PoissonInterval.of(one.target * periods, CONFIDENCE);
    long sum = 0;
    int within = 0;
    for (long seed = 1; seed <= seeds; seed++) {
      long sent = sent(one, step, periods, seed);
      sum += sent;
      within += interval.contains(sent) ? 1 : 0;
    }
    figures.add(
        one.target,
        one.unit,
        label(one.delivery),
        step.label,
        periods,
        sum / (double) (periods * seeds),
        interval.low() / periods,
        interval.high() / periods,
        within + "/" + seeds);
  }

  /** What is sent in so many periods after those that the budget has to settle in. */
  private static long sent(Case one, Step step, int periods, long seed) {
    BudgetStream stream =
        new BudgetStream(one.allocation(), PRE_CUT, one.tallySeconds(), 7 * seed + 1);
    long sent = 0;
    for (int period = 0; period < BEFORE_A_STEP + periods; period++) {
      boolean counts = period >= BEFORE_A_STEP;
      long start = (long) (1000 * one.periodSeconds * period);
      int live =
          stream.watch(
              start,
              one.liveSeconds,
              one.hertz * (counts ? step.rate : 1),
              counts ? step.factor : 1);
      int atItsEnd =
          stream.silence(
              start + (long) (1000 * one.liveSeconds),
              (long) (1000 * one.periodSeconds * (period + 1)));
      sent += counts ? live + atItsEnd : 0;
    }
    return sent;
  }

  private static String label(Delivery delivery) {
    return delivery.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
