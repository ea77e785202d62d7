package io.vigia.calibration.drift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.calibration.BinomialInterval;
import io.vigia.calibration.Calibration;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

class PValueMartingaleTest {
  private static final double ALPHA = 0.1;
  private static final int TABLE = 500;
  private static final int STREAMS = 40;

  /** A table so large that its own uncertainty does not matter. */
  private static final long ENDLESS = 1_000_000_000_000L;

  /** Streams that raise an alarm, of p-values that are made of uniform numbers. */
  private static int alarms(
      PValueMartingale[] martingales, int length, long seed, DoubleUnaryOperator pValue) {
    int alarms = 0;
    for (int stream = 0; stream < martingales.length; stream++) {
      SplittableRandom random = new SplittableRandom(seed + stream);
      boolean raised = false;
      for (int i = 0; i < length && !raised; i++) {
        martingales[stream].add(pValue.applyAsDouble(1 - random.nextDouble()), i);
        raised = martingales[stream].isAlarm();
      }
      alarms += raised ? 1 : 0;
    }
    return alarms;
  }

  /** With room for an effect of the mean, and as much of itself for a share of small p-values. */
  private static PValueMartingale[] martingales(int streams, long rows, double effect) {
    PValueMartingale[] all = new PValueMartingale[streams];
    for (int i = 0; i < streams; i++) {
      all[i] = new PValueMartingale(ALPHA, rows, effect, 50 * effect, 0);
    }
    return all;
  }

  @Test
  void uniformPValuesRaiseAlarmsNoMoreOftenThanStated() {
    int alarms = alarms(martingales(400, ENDLESS, 0), 5_000, 11, p -> p);
    assertThat(BinomialInterval.of(alarms, 400, 0.99).low()).isLessThanOrEqualTo(ALPHA);
    // Without room for a table or an effect the bound is not empty: some streams do.
    assertThat(alarms).isPositive();
  }

  @Test
  void aFixedTableRaisesNoMoreAlarmsOverAStreamAHundredTimesItsSize() {
    int alarms = 0;
    int alarmsOfExactUniformity = 0;
    for (int stream = 0; stream < STREAMS; stream++) {
      SplittableRandom random = new SplittableRandom(1_000 + stream);
      Calibration table = Calibration.of(random.doubles(TABLE).toArray());
      PValueMartingale withTable = new PValueMartingale(ALPHA, TABLE, 0, 0, 0);
      PValueMartingale exact = new PValueMartingale(ALPHA, ENDLESS, 0, 0, 0);
      boolean raised = false;
      boolean raisedExact = false;
      for (int i = 0; i < 100 * TABLE; i++) {
        double p = table.pValue(random.nextDouble());
        withTable.add(p, i);
        exact.add(p, i);
        raised |= withTable.isAlarm();
        raisedExact |= exact.isAlarm();
      }
      alarms += raised ? 1 : 0;
      alarmsOfExactUniformity += raisedExact ? 1 : 0;
    }
    assertThat(BinomialInterval.of(alarms, STREAMS, 0.99).low()).isLessThanOrEqualTo(ALPHA);
    // What the room is for: the table's own law is found out, in most streams.
    assertThat(alarmsOfExactUniformity).isGreaterThan(STREAMS / 2);
  }

  @Test
  void whatIsLessThanTheEffectIsNoDrift() {
    DoubleUnaryOperator smaller = u -> Math.pow(u, 1.06);
    assertThat(alarms(martingales(10, ENDLESS, 0.02), 20_000, 5, smaller)).isZero();
    assertThat(alarms(martingales(10, ENDLESS, 0), 20_000, 5, smaller)).isEqualTo(10);
  }

  @Test
  void findsPValuesThatAreTooSmallTooLargeOrTooOftenTiny() {
    assertThat(alarms(martingales(10, 10_000, 0.02), 5_000, 7, u -> Math.pow(u, 1.5)))
        .isEqualTo(10);
    assertThat(alarms(martingales(10, 10_000, 0.02), 5_000, 7, u -> Math.pow(u, 0.6)))
        .isEqualTo(10);
    DoubleUnaryOperator twoPerCent = u -> u < 0.02 ? 1e-4 : (u - 0.02) / 0.98;
    assertThat(alarms(martingales(10, 10_000, 0.02), 5_000, 7, twoPerCent)).isEqualTo(10);
  }

  @Test
  void saysWhereTheChangeBegan() {
    PValueMartingale martingale = new PValueMartingale(0.01, 10_000, 0.02, 0.5, 0);
    SplittableRandom random = new SplittableRandom(3);
    long offset = 0;
    for (; offset < 50_000; offset++) {
      martingale.add(1 - random.nextDouble(), offset);
    }
    assertThat(martingale.isAlarm()).isFalse();
    while (!martingale.isAlarm()) {
      martingale.add(Math.pow(1 - random.nextDouble(), 2), offset++);
    }
    assertThat(martingale.sinceOffset()).isBetween(49_800L, 50_400L);
    assertThat(martingale.sinceSamples()).isEqualTo(offset - martingale.sinceOffset());
  }

  @Test
  void goesOnFromItsStateAsIfNothingHadHappened() throws IOException {
    PValueMartingale whole = new PValueMartingale(0.01, 10_000, 0.02, 0.5, 0);
    SplittableRandom random = new SplittableRandom(3);
    random.doubles(12_345).forEach(u -> whole.add(1 - u, 7));
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    whole.write(new DataOutputStream(bytes));
    PValueMartingale restored = new PValueMartingale(0.01, 10_000, 0.02, 0.5, 0);
    restored.read(new DataInputStream(new ByteArrayInputStream(bytes.toByteArray())));
    random
        .doubles(2_000)
        .forEach(
            u -> {
              whole.add(1 - u, 8);
              restored.add(1 - u, 8);
            });
    assertThat(restored.log()).isEqualTo(whole.log());
    assertThat(restored.sinceSamples()).isEqualTo(whole.sinceSamples());
  }

  @Test
  void whatMayGoWrongAddsUpToTheLevel() {
    PValueMartingale martingale = new PValueMartingale(0.01, 10_000, 0.02, 0.5, 0);
    double ville = Math.exp(-martingale.logThreshold());
    // Of the table its mean and three shares, and of the reference its ties.
    assertThat(ville + 5 * PValueMartingale.boundLevel(0.01)).isCloseTo(0.01, within(1e-12));
    assertThat(PValueMartingale.BOUNDS).isEqualTo(5);
  }

  @Test
  void whatIsNoPValueIsRefused() {
    PValueMartingale martingale = new PValueMartingale(0.01, 10_000, 0.02, 0.5, 0);
    for (double p : new double[] {0, -1, 1.1, Double.NaN}) {
      assertThatThrownBy(() -> martingale.add(p, 0)).hasMessageContaining("p-value is " + p);
    }
  }
}
