package io.vigia.app.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A toy of the benchmark: that it measures, and that training moves samples towards truth. */
class SetsBenchTest {
  @Test
  void aShortTrainingAlreadyBringsSamplesCloserToTruth() {
    List<String> said = new ArrayList<>();
    JsonNode untrained = jets(1, said);
    JsonNode trained = jets(300, said);
    assertThat(said).anyMatch(line -> line.startsWith("jets, step 300: "));
    assertThat(trained.at("/bound").doubleValue())
        .isGreaterThan(untrained.at("/bound").doubleValue() + 1);
    assertThat(trained.at("/wasserstein/mass/sampled").doubleValue())
        .isLessThan(0.7 * untrained.at("/wasserstein/mass/sampled").doubleValue());
    assertThat(trained.at("/auroc_two_prongs").doubleValue()).isGreaterThan(0.8);
  }

  @Test
  void itReportsJetsAndClouds() {
    SetsBench.Size little = new SetsBench.Size(40, 2, 8);
    JsonNode figures =
        new ObjectMapper()
            .valueToTree(new SetsBench(little, little, 1, Device.cpu(), line -> {}).run());
    assertThat(figures.at("/jets/jets").intValue()).isEqualTo(40);
    assertThat(figures.at("/clouds/xi_sampled")).hasSize(6);
    for (JsonNode xi : figures.at("/clouds/xi_sampled")) {
      assertThat(xi.doubleValue()).isFinite();
    }
    assertThat(figures.at("/clouds/xi_truth/0").doubleValue()).isGreaterThan(2);
  }

  @Test
  void sizesThatTrainNothingAreRefused() {
    assertThatThrownBy(() -> new SetsBench.Size(100, 0, 10))
        .hasMessage("sets 100, steps 0, judged 10; allowed: from 2, from 1, from 2");
  }

  private static JsonNode jets(int steps, List<String> said) {
    SetTraining training = new SetTraining(steps, 128, 1, Device.cpu(), said::add);
    return new ObjectMapper().valueToTree(new JetsBench(500, 200, training).run());
  }
}
