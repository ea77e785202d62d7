package io.vigia.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import org.junit.jupiter.api.Test;

class StampsBenchTest {
  @Test
  void everyMeasureAndKindHasItsFigure() {
    StampsBench.Figures figures = new StampsBench(64, 2, 8, 1, Device.cpu(), line -> {}).run();
    assertThat(figures.wasserstein()).containsOnlyKeys("flux", "size", "ellipticity");
    assertThat(figures.wasserstein().values()).allMatch(d -> d.sampled() > 0 && d.truth() > 0);
    // An untrained model's noise is no galaxy: its samples are farther from truth than truth is.
    assertThat(figures.wasserstein().get("flux"))
        .matches(distances -> distances != null && distances.sampled() > distances.truth());
    assertThat(figures.auroc()).containsOnlyKeys("merger", "trail");
    assertThat(figures.auroc().values()).allMatch(auroc -> auroc >= 0 && auroc <= 1);
    assertThat(figures.bound()).isFinite();
  }

  @Test
  void tooFewAreRefused() {
    assertThatThrownBy(() -> new StampsBench(63, 1, 2, 1, Device.cpu(), line -> {}))
        .hasMessageContaining("stamps 63")
        .hasMessageContaining("allowed: from 64");
  }
}
