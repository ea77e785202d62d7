package io.vigia.calibration.drift;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class RepetitionTest {
  @Test
  void runsOfACoinAreAsLongAsChanceAllowsNoMoreOftenThanStated() {
    double level = 1e-4;
    long tooLong = Repetition.tooLong(0.5, level);
    Random random = new Random(1);
    long rows = 2_000_000;
    long run = 0;
    long found = 0;
    boolean last = false;
    for (long row = 0; row < rows; row++) {
      boolean next = random.nextBoolean();
      run = next == last ? run + 1 : 1;
      last = next;
      found += run == tooLong ? 1 : 0;
    }
    assertThat(found / (double) rows).isLessThanOrEqualTo(level);
  }

  @Test
  void aColumnThatNeverRepeatsIsSuspectSoonerThanOneThatOftenDoes() {
    double never = Repetition.most(0, 5_000, 1e-4);
    double often = Repetition.most(2_500, 5_000, 1e-4);
    assertThat(never).isBetween(1e-3, 3e-3);
    assertThat(often).isBetween(0.5, 0.55);
    assertThat(Repetition.tooLong(never, 1e-9)).isLessThan(10);
    assertThat(Repetition.tooLong(often, 1e-9)).isGreaterThan(50);
    assertThat(Repetition.most(5_000, 5_000, 1e-4)).isEqualTo(1);
    assertThat(Repetition.tooLong(1, 1e-9)).isEqualTo(Long.MAX_VALUE);
  }
}
