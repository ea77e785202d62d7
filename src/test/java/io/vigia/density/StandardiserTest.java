package io.vigia.density;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import org.junit.jupiter.api.Test;

class StandardiserTest {
  @Test
  void featuresAreScaledAndTheContextIsLeftAlone() {
    try (NDManager manager = Torch.engine().newBaseManager();
        Standardiser scaler =
            new Standardiser(manager, new float[] {1, -2}, new float[] {2, 0.5f})) {
      NDArray rows = manager.create(new float[] {3, -1, 9, 1, -2, 8}, new Shape(2, 3));
      Standardiser.Split split = scaler.apply(rows);
      assertThat(split.z().toFloatArray()).containsExactly(1, 2, 0, 0);
      assertThat(split.context().toFloatArray()).containsExactly(9, 8);
      assertThat(split.withContext(split.z()).toFloatArray()).containsExactly(1, 2, 9, 0, 0, 8);
      assertThat(scaler.invert(split.z()).toFloatArray()).containsExactly(3, -1, 1, -2);
      assertThat(scaler.logVolume()).isCloseTo(0, within(1e-12));
    }
  }

  @Test
  void withoutContextThereIsNothingBesideTheFeatures() {
    try (NDManager manager = Torch.engine().newBaseManager();
        Standardiser scaler = new Standardiser(manager, new float[] {1}, new float[] {2})) {
      Standardiser.Split split = scaler.apply(manager.create(new float[] {3, 5}, new Shape(2, 1)));
      assertThat(split.withContext(split.z()).toFloatArray()).containsExactly(1, 2);
    }
  }

  @Test
  void aScaleOfZeroIsRefused() {
    try (NDManager manager = Torch.engine().newBaseManager()) {
      assertThatThrownBy(() -> new Standardiser(manager, new float[1], new float[1]))
          .hasMessageContaining("standardise.scale holds 0.0; allowed: above 0");
    }
  }
}
