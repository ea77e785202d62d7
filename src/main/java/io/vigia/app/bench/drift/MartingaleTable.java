package io.vigia.app.bench.drift;

import io.vigia.app.bench.calibration.CalibrationTable;
import io.vigia.app.bench.calibration.Figures;
import io.vigia.calibration.BinomialInterval;
import io.vigia.calibration.Calibration;
import io.vigia.calibration.drift.PValueMartingale;
import io.vigia.retrain.drift.DriftSettings;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** How often p-values against a fixed table raise an alarm while nothing drifts. */
final class MartingaleTable implements CalibrationTable {
  private static final double ALPHA = 0.05;

  private static final double EFFECT = DriftSettings.DEFAULT.effect();
  private static final double RATE_EFFECT = DriftSettings.DEFAULT.rateEffect();
  private static final int ASSUMED = DriftSettings.DEFAULT.calibrationRows();

  /** Takes p-values for exactly uniform: a table without uncertainty. */
  private static final long ENDLESS = 1_000_000_000_000L;

  private static final int[] TABLES = {500, 1_000, 5_000, 50_000};
  private static final int[] LENGTHS = {100_000, 1_000_000};

  private final int seeds;

  MartingaleTable(int seeds) {
    this.seeds = seeds;
  }

  @Override
  public String name() {
    return "martingale";
  }

  @Override
  public String caption() {
    return "streams without drift that raise an alarm within so many samples, at alpha "
        + ALPHA
        + "; low, high: 95 % interval of the share (Clopper and Pearson), whose low end is to be at most"
        + " alpha where that is promised: with no allowance for effects, the sharpest test, and with that"
        + " of the default; 2000 assumed: the default's, for a table whose size is not known; uniform: the"
        + " same bets for p-values taken for exactly uniform; jumper: the published martingale, which does"
        + " that too, with a jump rate of 0.01";
  }

  @Override
  public Figures run(Consumer<String> say) {
    Figures figures =
        new Figures("n_cal", "samples", "test", "streams", "alarms", "low", "high", "within");
    for (int table : TABLES) {
      say.accept("martingale: " + table + " calibration rows");
      long[][] alarms = new long[LENGTHS.length][5];
      for (int seed = 1; seed <= seeds; seed++) {
        count(table, seed, alarms);
      }
      List<String> tests =
          List.of("no effects", "default effects", "2000 assumed", "uniform", "jumper");
      for (int length = 0; length < LENGTHS.length; length++) {
        for (int test = 0; test < tests.size(); test++) {
          long raised = alarms[length][test];
          BinomialInterval share = BinomialInterval.of(raised, seeds, BinomialInterval.CONFIDENCE);
          figures.add(
              table,
              LENGTHS[length],
              tests.get(test),
              seeds,
              raised,
              share.low(),
              share.high(),
              test < 2 ? (Object) (share.low() <= ALPHA) : null);
        }
      }
    }
    return figures;
  }

  private static void count(int table, long seed, long[][] alarms) {
    SplittableRandom random = new SplittableRandom(1_000_003 * seed + table);
    Calibration calibration = Calibration.of(random.doubles(table).toArray());
    PValueMartingale strict = new PValueMartingale(ALPHA, table, 0, 0, 0);
    PValueMartingale usual = new PValueMartingale(ALPHA, table, EFFECT, RATE_EFFECT, 0);
    PValueMartingale assumed = new PValueMartingale(ALPHA, ASSUMED, EFFECT, RATE_EFFECT, 0);
    PValueMartingale uniform = new PValueMartingale(ALPHA, ENDLESS, 0, 0, 0);
    SimpleJumper jumper = new SimpleJumper();
    boolean[] raised = new boolean[5];
    int sample = 0;
    for (int length = 0; length < LENGTHS.length; length++) {
      for (; sample < LENGTHS[length]; sample++) {
        double p = calibration.pValue(random.nextDouble());
        strict.add(p, sample);
        usual.add(p, sample);
        assumed.add(p, sample);
        uniform.add(p, sample);
        jumper.add(p);
        raised[0] |= strict.isAlarm();
        raised[1] |= usual.isAlarm();
        raised[2] |= assumed.isAlarm();
        raised[3] |= uniform.isAlarm();
        raised[4] |= jumper.isAlarm(ALPHA);
      }
      for (int test = 0; test < raised.length; test++) {
        alarms[length][test] += raised[test] ? 1 : 0;
      }
    }
  }
}
