package io.vigia.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WaitingTest {
  @Test
  void isSaidAfterAMinuteAndGoesOnSlowly() {
    long now = Long.MAX_VALUE - 5; // the clock may wrap
    long start = now;
    Waiting waiting = Waiting.first(now);
    while (!waiting.isLong()) {
      assertThat(waiting.isDue(waiting.dueNanos() - 1)).isFalse();
      now = waiting.dueNanos();
      assertThat(waiting.isDue(now)).isTrue();
      waiting = waiting.again(now);
    }
    assertThat(TimeUnit.NANOSECONDS.toSeconds(now - start)).isEqualTo(63);
    assertThat(waiting.again(now).dueNanos() - now).isEqualTo(TimeUnit.SECONDS.toNanos(60));
  }
}
