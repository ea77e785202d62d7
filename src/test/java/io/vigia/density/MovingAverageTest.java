package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MovingAverageTest {
  @Test
  void forgetsTheStartFastAtFirst() {
    MovingAverage average = new MovingAverage(new float[] {8}, 0.995);
    average.update(new float[] {0});
    average.update(new float[] {0});
    // Decays 2/11 and 3/12.
    assertThat(average.value()[0]).isCloseTo(8f * 2 / 11 * 3 / 12, within(1e-6f));
  }

  @Test
  void neverDecaysSlowerThanAsked() {
    MovingAverage average = new MovingAverage(new float[] {1}, 0.1);
    average.update(new float[] {0});
    assertThat(average.value()[0]).isCloseTo(0.1f, within(1e-6f));
  }

  @Test
  void copiesWhatItIsGivenAndWhatItGives() {
    float[] start = {1};
    MovingAverage average = new MovingAverage(start, 0.5);
    start[0] = 9;
    average.value()[0] = 7;
    assertThat(average.value()).containsExactly(1);
  }

  @Test
  void refusesADecayOfOne() {
    assertThatThrownBy(() -> new MovingAverage(new float[1], 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("1.0");
  }
}
