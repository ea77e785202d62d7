package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.BitSet;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiveTimeTest {
  private final LiveTime live = LiveTime.withGapsUpTo(60);

  @Test
  void whatPartsOfAStreamCoverTogetherCountsOnce() {
    live.covered(0, 100_000);
    live.covered(50_000, 120_000);
    live.covered(40_000, 60_000);

    assertThat(live.seconds()).isEqualTo(120);
  }

  @Test
  void aGapIsLiveUpToALength() {
    live.covered(0, 10_000);
    live.covered(70_000, 80_000);
    live.covered(140_001, 150_001);

    assertThat(live.seconds()).isEqualTo(90);
  }

  @Test
  void aLateSpanFillsTheGapThatItLiesIn() {
    live.covered(0, 10_000);
    live.covered(100_000, 110_000);
    assertThat(live.seconds()).isEqualTo(20);

    live.covered(50_000, 50_000);

    assertThat(live.seconds()).isEqualTo(110);
  }

  @Test
  void isTheUnionInWhateverOrderSpansCome() {
    Random random = new Random(11);
    Coverage coverage = new Coverage(0);
    BitSet covered = new BitSet();
    for (int i = 0; i < 500; i++) {
      int from = random.nextInt(20_000);
      int to = from + 1 + random.nextInt(30);
      covered.set(from, to);
      coverage.add(1000L * from, 1000L * to);
    }
    assertThat(coverage.seconds()).isEqualTo(covered.cardinality());
  }

  @Test
  void forgetsNoTimeWhenItForgetsOldStretches() {
    Coverage coverage = new Coverage(0);
    for (int i = 0; i < 5_000; i++) {
      coverage.add(10_000L * i, 10_000L * i + 1_000);
    }
    assertThat(coverage.seconds()).isEqualTo(5_000);
    assertThat(coverage.state().stretches()).hasSize(1_000);
  }

  @Test
  void aSegmentCountsOnceWhicheverPartSeesIt() {
    for (String id :
        new String[] {"146436:1", "146436:2", "146436:1", "146437:1", "dark", "dark"}) {
      live.segment(id, 23.31);
    }
    assertThat(live.seconds()).isCloseTo(4 * 23.31, within(1e-9));
  }

  @Test
  void neighbouringSegmentsAreKeptAsARange() {
    SegmentSet set = new SegmentSet();
    for (int block : new int[] {3, 1, 2, 7, 2}) {
      set.add("146436:" + block, 23.31);
    }
    assertThat(set.state().ranges()).hasToString("{146436:=[[1, 3], [7, 7]]}");
    assertThat(set.seconds()).isCloseTo(4 * 23.31, within(1e-9));
  }

  @Test
  void isTheSameFromItsState() {
    live.covered(0, 10_000);
    live.segment("1:5", 10);
    LiveTime restored = LiveTime.of(live.state(), 60);
    restored.covered(5_000, 20_000);
    restored.segment("1:5", 10);
    restored.segment("1:6", 10);

    assertThat(restored.seconds()).isEqualTo(40);
  }

  @Test
  void badTimeDoesNotCountHoweverShortItIsBesideAGap() {
    TimeSpans bad = new TimeSpans();
    bad.add(5_000, 8_000);
    live.covered(0, 6_000, bad);
    live.covered(0, 10_000, bad);
    live.covered(2_000, 9_000, bad);
    assertThat(live.seconds()).isEqualTo(7);
    assertThat(LiveTime.of(live.state(), 60).seconds()).isEqualTo(7);
  }

  @Test
  void whatWasCountedBeforeItWasBadStaysCounted() {
    TimeSpans bad = new TimeSpans();
    live.covered(0, 6_000, bad);
    live.segment("7:1", 10);
    bad.add(5_000, 8_000);
    live.covered(0, 10_000, bad);
    live.badSegment("7:1", 10);
    live.badSegment("7:2", 10);
    assertThat(live.seconds()).isEqualTo(10 - 2 + 10);
  }
}
