package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class HashSamplingTest {
  private static final int N = 200_000;

  @Test
  void takesTheAskedShare() {
    for (double share : new double[] {0.001, 0.01, 0.3}) {
      HashSampling sampling = new HashSampling(share, 2);
      long taken = IntStream.range(0, N).filter(i -> sampling.contains("165617:" + i)).count();
      double sigma = Math.sqrt(N * share * (1 - share));
      assertThat((double) taken).isBetween(N * share - 5 * sigma, N * share + 5 * sigma);
    }
  }

  @Test
  void isTheSameOnEveryReplayAndMachine() {
    // Computed by the same formula in Python 3.11.
    HashSampling sampling = new HashSampling(0.1, 2);
    assertThat(IntStream.range(0, 60).filter(i -> sampling.contains("165617:" + i)).boxed())
        .containsExactly(EXPECTED);
  }

  private static final Integer[] EXPECTED = {9, 32, 36, 50, 58, 59};

  @Test
  void seedsGiveIndependentSamples() {
    HashSampling one = new HashSampling(0.1, 1);
    HashSampling two = new HashSampling(0.1, 2);
    long both =
        IntStream.range(0, N)
            .mapToObj(i -> "event " + i)
            .filter(id -> one.contains(id) && two.contains(id))
            .count();
    assertThat((double) both).isBetween(0.009 * N, 0.011 * N);
  }

  @Test
  void allAndNoneAreExact() {
    assertThat(IntStream.range(0, N).allMatch(i -> new HashSampling(1, 7).contains("" + i)))
        .isTrue();
    assertThat(IntStream.range(0, N).noneMatch(i -> new HashSampling(0, 7).contains("" + i)))
        .isTrue();
  }
}
