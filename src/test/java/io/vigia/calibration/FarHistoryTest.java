package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FarHistoryTest {
  @Test
  void countsTheRarestExactly() {
    FarHistory history = new FarHistory();
    List<Double> all = new ArrayList<>();
    Random random = new Random(3);
    for (int i = 0; i < 20_000; i++) {
      double p = 1e-3 * (1 - random.nextDouble());
      all.add(p);
      history.add(p, 1);
    }
    all.sort(null);
    for (int k : new int[] {0, 1, 49, 98}) {
      assertThat(history.atOrBelow(all.get(k)).weight()).isEqualTo(k + 1);
    }
  }

  @Test
  void countsOfTheOthersNeverTooFewAndAtMostATwentiethOfADecadeTooMany() {
    FarHistory history = new FarHistory();
    Random random = new Random(4);
    for (int i = 0; i < 100_000; i++) {
      history.add(1e-3 * (1 - random.nextDouble()), 1);
    }
    for (double p : new double[] {5e-6, 3.3e-5, 2.2e-4, 9e-4, 1e-3}) {
      double expected = 100_000 * p / 1e-3;
      assertThat(history.atOrBelow(p).weight())
          .isBetween(0.93 * expected, Math.pow(10, 0.05) * 1.07 * expected);
    }
    assertThat(history.atOrBelow(1).weight()).isCloseTo(100_000, within(1e-6));
  }

  @Test
  void countsTiesWhole() {
    for (int rows : new int[] {500, 2139, 2220, 5000}) {
      FarHistory history = new FarHistory();
      double least = 1.0 / (rows + 1);
      for (int i = 0; i < 1_000; i++) {
        history.add(least, 1);
      }
      assertThat(history.atOrBelow(least).weight()).as("%d rows", rows).isEqualTo(1_000);
    }
  }

  @Test
  void countsAWeightedEventAsOftenAsItsWeightSays() {
    FarHistory history = new FarHistory();
    history.add(1e-4, 10);
    history.add(1e-5, 1);

    assertThat(history.atOrBelow(1e-4)).isEqualTo(new FarHistory.Sums(11, 101));
    assertThat(history.candidates()).isEqualTo(2);
  }

  @Test
  void isTheSameFromItsState() {
    FarHistory history = new FarHistory();
    Random random = new Random(5);
    for (int i = 0; i < 1_000; i++) {
      history.add(1e-3 * (1 - random.nextDouble()), 1 + i % 3);
    }
    FarHistory restored = FarHistory.of(history.state());
    restored.add(1e-5, 2);
    history.add(1e-5, 2);

    for (double p = 1e-7; p < 1; p *= 2) {
      assertThat(restored.atOrBelow(p)).isEqualTo(history.atOrBelow(p));
    }
    assertThat(restored.candidates()).isEqualTo(1_001);
  }
}
