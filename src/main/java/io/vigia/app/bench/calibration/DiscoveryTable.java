package io.vigia.app.bench.calibration;

import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.FalseDiscoveryRate;
import io.vigia.alert.budget.FixedThreshold;
import io.vigia.calibration.BenjaminiHochberg;
import io.vigia.calibration.Calibration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/**
 * The share of false ones among what is sent, and of true anomalies that are sent, by a
 * false-discovery rate and by plain thresholds.
 */
final class DiscoveryTable implements CalibrationTable {
  private static final double RATE = 0.1;
  private static final double PRE_CUT = 1e-2;
  private static final int EVENTS_A_DAY = 10_000;
  private static final int DAYS = 10;
  private static final double SHIFT = 5;
  private static final double[] SHARES = {0, 0.001, 0.01, 0.05};
  private static final int[] CALIBRATIONS = {10_000, 100_000};
  private static final double[] THRESHOLDS = {1e-3, 1e-4};
  private static final long DAY_MILLIS = 86_400_000;

  private final int seeds;

  DiscoveryTable(int seeds) {
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "fdr";
  }

  @Override
  public String caption() {
    return String.format(
        Locale.ROOT,
        "%d days of %d events a seed, standard normal scores, anomalies %.0f higher; fdr: the share of"
            + " false alerts in a day, in the mean (0 in a day without), +- its standard error over"
            + " seeds, to be at most the rate times the share of background; power: of the anomalies"
            + " those sent; n_cal needed: 10 m / (alpha R) with R the anomalies of a day",
        DAYS,
        EVENTS_A_DAY,
        SHIFT);
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures("rule", "n_cal", "needed", "anomalies", "fdr", "error", "power", "alerts");
    for (int size : CALIBRATIONS) {
      for (double share : SHARES) {
        say.accept("fdr: " + size + " calibration rows, " + 100 * share + " % anomalies");
        add(figures, "fdr " + RATE, size, share);
        for (double threshold : THRESHOLDS) {
          add(figures, "p <= " + threshold, size, share);
        }
      }
    }
    return figures;
  }

  private static Allocation allocation(String rule) {
    return rule.startsWith("fdr")
        ? FalseDiscoveryRate.of(
            new FalseDiscoveryRate.Terms(RATE, "day", CalendarPeriods.DAY, PRE_CUT))
        : FixedThreshold.of(Double.parseDouble(rule.substring("p <= ".length())));
  }

  private void add(Figures figures, String rule, int size, double share) {
    double[] rates = new double[seeds];
    Count all = new Count();
    for (int seed = 1; seed <= seeds; seed++) {
      rates[seed - 1] = days(allocation(rule), size, share, seed, all);
    }
    double mean = Arrays.stream(rates).average().orElse(0);
    double square = Arrays.stream(rates).map(r -> (r - mean) * (r - mean)).sum();
    figures.add(
        rule,
        size,
        BenjaminiHochberg.calibrationNeeded(EVENTS_A_DAY, RATE, share * EVENTS_A_DAY),
        share,
        mean,
        seeds < 2 ? Double.NaN : Math.sqrt(square / (seeds - 1.0) / seeds),
        all.anomalies == 0 ? Double.NaN : all.found / (double) all.anomalies,
        (all.found + all.falseOnes) / (double) (seeds * DAYS));
  }

  /** What was sent and what there was. */
  private static final class Count {
    private long anomalies;
    private long found;
    private long falseOnes;
  }

  /** The mean over days of the share of false alerts. */
  private static double days(Allocation rule, int size, double share, long seed, Count all) {
    SplittableRandom random = new SplittableRandom(31 * seed + size);
    double[] scores = new double[size];
    Arrays.setAll(scores, i -> random.nextGaussian());
    Calibration calibration = Calibration.of(scores);
    double sum = 0;
    double events = 0;
    for (int day = 0; day < DAYS; day++) {
      List<Verdict> verdicts = new ArrayList<>();
      for (int i = 0; i < EVENTS_A_DAY; i++) {
        boolean isAnomaly = random.nextDouble() < share;
        all.anomalies += isAnomaly ? 1 : 0;
        double pValue = calibration.pValue(random.nextGaussian() + (isAnomaly ? SHIFT : 0));
        if (pValue <= PRE_CUT) {
          String id = (isAnomaly ? "anomaly " : "background ") + day + ":" + i;
          verdicts.addAll(rule.offer(Offer.of(id, DAY_MILLIS * day + 8L * i, pValue)));
        }
      }
      events += EVENTS_A_DAY;
      rule.exposure(events, events);
      verdicts.addAll(rule.advance(DAY_MILLIS * (day + 1)));
      sum += falseShare(verdicts, all);
    }
    return sum / DAYS;
  }

  private static double falseShare(List<Verdict> verdicts, Count all) {
    int sent = 0;
    int falseOnes = 0;
    for (Verdict verdict : verdicts) {
      if (verdict.ruling() == Ruling.SEND) {
        sent++;
        falseOnes += verdict.id().startsWith("background") ? 1 : 0;
      }
    }
    all.found += sent - falseOnes;
    all.falseOnes += falseOnes;
    return sent == 0 ? 0 : falseOnes / (double) sent;
  }
}
