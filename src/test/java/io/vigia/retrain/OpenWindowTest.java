package io.vigia.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.retrain.TrainingJob.Cause;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Windows by event time; the others are shown by {@link RetrainingTest}. */
class OpenWindowTest {
  private static final long HOUR = 3_600_000;
  private static final long MINUTE = 60_000;
  private static final long NOW = 1_000 * HOUR;
  private static final RetrainingKnowledge NOTHING =
      new RetrainingKnowledge() {
        @Override
        public boolean isBad(String segment) {
          return false;
        }

        @Override
        public List<Window.Span> badTimes(long fromMillis, long toMillis) {
          return List.of();
        }

        @Override
        public @Nullable Activation lastActivation() {
          return null;
        }
      };

  private OpenWindow window =
      new OpenWindow(new WindowRule(Duration.ofHours(1), 0, 3, Duration.ofMinutes(10)));
  private long offset;

  private void at(long millis) {
    Sample sample =
        new Sample(offset++, millis, true, null, "schema", "m", 1, 0.5, new float[] {1});
    window.take(sample, NOW);
  }

  private Window close() {
    assertThat(window.due()).contains(Cause.SCHEDULE);
    return window.close("samples", "schema", NOTHING);
  }

  @Test
  void closesWhenItsEndIsPastByTheDelayOfLateSamples() {
    at(0);
    at(30 * MINUTE);
    at(HOUR + 10 * MINUTE - 1);
    assertThat(window.due()).isEmpty();
    at(HOUR + 10 * MINUTE);

    assertThat(window.why()).isEqualTo("4 samples in PT1H");
    Window closed = close();
    assertThat(closed.from()).isZero();
    assertThat(closed.to()).isEqualTo(4);
    assertThat(closed.lastMillis()).isEqualTo(HOUR + 10 * MINUTE);
  }

  @Test
  void theNextBeginsWhereItEndedSoThatWindowsKeepTheirPace() {
    at(0);
    at(1);
    at(HOUR + 15 * MINUTE);
    close();
    at(2 * HOUR);
    at(2 * HOUR + 1);
    at(2 * HOUR + 10 * MINUTE - 1);
    assertThat(window.due()).isEmpty();
    at(2 * HOUR + 10 * MINUTE);

    assertThat(close().from()).isEqualTo(3);
  }

  @Test
  void anEmptierOneGoesOnAndSaysSo() {
    at(0);
    at(5 * HOUR);
    assertThat(window.due()).isEmpty();
    at(5 * HOUR + 1);

    assertThat(window.why()).isEqualTo("3 samples in PT1H, and longer, since it had fewer than 3");
    close();
    at(5 * HOUR + 8 * MINUTE);
    at(5 * HOUR + 9 * MINUTE);
    at(5 * HOUR + 9 * MINUTE);
    assertThat(window.due()).as("hours in which nothing came are no windows").isEmpty();
    at(5 * HOUR + 10 * MINUTE);
    assertThat(window.due()).as("the one from 4 to 5 is over").contains(Cause.SCHEDULE);
  }

  @Test
  void whatIsOlderThanItsStartByMoreThanTheDelayIsLateAndDoesNotTrain() {
    at(HOUR);
    at(50 * MINUTE);
    at(50 * MINUTE - 1);
    at(2 * HOUR + 10 * MINUTE);

    assertThat(window.why()).isEqualTo("3 samples in PT1H, 1 too late");
    Window closed = close();
    assertThat(closed.count()).isEqualTo(3);
    assertThat(closed.firstMillis()).isEqualTo(50 * MINUTE);
  }

  @Test
  void aTimeFarAheadOfTheClockEndsNoWindow() {
    at(0);
    at(1);
    at(2);
    at(NOW + 10 * MINUTE + 1);
    assertThat(window.due()).isEmpty();
    at(HOUR + 10 * MINUTE);
    assertThat(close().count()).as("nor begins one").isEqualTo(5);
    at(HOUR + 11 * MINUTE);
    assertThat(window.rows()).isEqualTo(1);
  }

  @Test
  void whereAllTimesAreAheadOfTheClockCountClosesWindows() {
    window = new OpenWindow(new WindowRule(Duration.ofHours(1), 5, 3, Duration.ofMinutes(10)));
    for (int closed = 0; closed < 3; closed++) {
      for (int i = 0; i < 4; i++) {
        at(NOW + 48 * HOUR + offset);
        assertThat(window.due()).isEmpty();
      }
      at(NOW + 48 * HOUR + offset);
      assertThat(close().count()).isEqualTo(5);
    }
    at(NOW);
    assertThat(window.rows()).as("a time like others is not late").isEqualTo(1);
  }

  @Test
  void gapsOfTransactionMarkersAreOfTheWindow() {
    at(0);
    offset += 2;
    at(1);
    offset += 2;
    at(HOUR + 10 * MINUTE);

    Window closed = close();
    assertThat(closed.to()).isEqualTo(7);
    assertThat(closed.count()).isEqualTo(3);
  }

  @Test
  void itsStateOfManySamplesIsSmall() {
    window = new OpenWindow(new WindowRule(null, 0, 3, Duration.ofMinutes(10)));
    for (int i = 0; i < 10_000; i++) {
      at(i);
    }
    assertThat(window.rows()).isEqualTo(10_000);
    assertThat(window.state().toString().length()).isLessThan(10_000);
  }

  @Test
  void aRuleThatCannotHoldIsRefused() {
    assertThatThrownBy(() -> new WindowRule(null, 10, 20, Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("count at least min-rows");
  }
}
