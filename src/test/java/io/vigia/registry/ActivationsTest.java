package io.vigia.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.retrain.Activation;
import java.util.List;
import org.junit.jupiter.api.Test;

class ActivationsTest {
  @Test
  void aSequenceIsTakenWhereAnotherBundleHasIt() {
    Activation written = activation(3, "a");
    assertThat(Activations.isTaken(written, List.of(activation(2, "b"), written, written)))
        .isFalse();
    assertThat(Activations.isTaken(written, List.of(written, activation(3, "b")))).isTrue();
  }

  private static Activation activation(long sequence, String bundle) {
    return new Activation(sequence, "m", bundle, bundle, "ana", "", 9);
  }
}
