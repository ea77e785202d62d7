package io.vigia.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ContextSupportTest {
  private static final ContextSupport SUPPORT =
      new ContextSupport(
          List.of(
              new ContextSupport.Column("airmass", 1, 1, 2.5f, List.of(), false),
              new ContextSupport.Column("band", 2, 1, 3, List.of(1f, 3f), true)));

  @Test
  void whatWasSeenIsSupportedItsEndsIncluded() {
    assertThat(unsupported(1, 1)).isEmpty();
    assertThat(unsupported(2.5f, 3)).isEmpty();
    assertThat(unsupported(1.5f, Float.NaN)).as("band was missing in training").isEmpty();
  }

  @Test
  void whatWasNotSeenIsNamed() {
    assertThat(unsupported(Math.nextUp(2.5f), 1)).containsExactly("airmass");
    assertThat(unsupported(0.99f, 2)).containsExactly("airmass", "band");
    assertThat(unsupported(Float.NaN, 1))
        .as("airmass never was missing")
        .containsExactly("airmass");
    assertThat(unsupported(Float.POSITIVE_INFINITY, 1)).containsExactly("airmass");
  }

  @Test
  void aBundleThatDoesNotSayItsContextSupportsAll() {
    assertThat(ContextSupport.ANY.unsupported(new float[] {1e30f}, 0)).isEmpty();
  }

  @Test
  void aRangeThatIsNoneIsRefused() {
    assertThatThrownBy(() -> new ContextSupport.Column("a", 0, 2, 1, List.of(), false))
        .hasMessageContaining("the range of a is 2.0 to 1.0");
  }

  private static List<String> unsupported(float airmass, float band) {
    return SUPPORT.unsupported(new float[] {9, 9, airmass, band}, 1);
  }
}
