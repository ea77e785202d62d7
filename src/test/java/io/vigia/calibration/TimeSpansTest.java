package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TimeSpansTest {
  private static final int LENGTH = 200;

  @Test
  void isTheSetThatIsPutInAndTakenOutMomentByMoment() {
    for (int seed = 1; seed <= 50; seed++) {
      Random random = new Random(seed);
      TimeSpans spans = new TimeSpans();
      BitSet moments = new BitSet();
      for (int i = 0; i < 60; i++) {
        int from = random.nextInt(LENGTH);
        int to = from + 1 + random.nextInt(20);
        boolean adds = random.nextBoolean();
        if (adds) {
          spans.add(from, to);
        } else {
          spans.remove(from, to);
        }
        moments.set(from, to, adds);
        assertSame(spans, moments, "seed " + seed + ", step " + i);
      }
      assertSame(TimeSpans.of(spans.state()), moments, "restored, seed " + seed);
    }
  }

  private static void assertSame(TimeSpans spans, BitSet moments, String when) {
    for (int t = 0; t < LENGTH + 30; t++) {
      assertThat(spans.contains(t)).as("%s: at %d", when, t).isEqualTo(moments.get(t));
    }
    for (int from = 0; from < LENGTH; from += 17) {
      assertThat(spans.millisOf(from, from + 40))
          .as("%s: from %d", when, from)
          .isEqualTo(moments.get(from, from + 40).cardinality());
    }
  }

  @Test
  void forgetsTheOldestOfMoreThanAThousand() {
    TimeSpans spans = new TimeSpans();
    for (int i = 0; i < 1_001; i++) {
      spans.add(10L * i, 10L * i + 1);
    }
    assertThat(spans.state()).hasSize(1_000).doesNotContain(List.of(0L, 1L));
  }
}
