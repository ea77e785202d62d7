package io.vigia.topology;

import static io.vigia.topology.WrittenTopology.SHORTEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.event.EventLayout;
import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.FlowArchitecture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a topology says of how its model is learned. */
class TrainingSectionTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void anEnsembleIsReadAsWritten() throws IOException {
    TopologySpec spec =
        WrittenTopology.read(
            folder,
            SHORTEST
                + """
                training:
                  label: floor(cls)
                  device: gpu:1
                  seed: 5
                  transforms: 6
                  members:
                    - {flow: nsf-ar, residual: true, mixing: linear, bins: 12, tail-bound: 3}
                    - {flow: nsf-ar, hidden: [32], coordinates: quantile}
                    - {model: vae}
                    - {model: diffusion, seed: -1}
                    - {flow: cnf}
                """);
    assertThat(spec.source().layout().fields())
        .extracting(EventLayout.Field::name)
        .doesNotContain("cls");
    TrainingSpec training = spec.training();
    assertThat(training.label())
        .isEqualTo(
            new TrainingSpec.Label(
                "floor(cls)", List.of(new EventLayout.Field("cls", "/cls", null))));
    assertThat(training.device()).isEqualTo("gpu:1");
    assertThat(training.members())
        .extracting(TrainingSpec.Member::name)
        .containsExactly("nsf-ar", "nsf-ar-2", "vae", "vdm", "cnf");
    assertThat(training.members())
        .extracting(TrainingSpec.Member::seed)
        .containsExactly(5L, 6L, 7L, -1L, 9L);
    assertThat(training.members().get(0).model().architecture(4, 3))
        .isEqualTo(
            new FlowArchitecture(
                "nsf-ar", 4, 3, 6, List.of(64, 64), "relu", true, "linear", 0, 12, 3));
    assertThat(training.members().get(1).model().architecture(4, 3))
        .isEqualTo(FlowArchitecture.of("nsf-ar", 4, 3, 6, List.of(32)));
    assertThat(training.members().get(1).model().coordinates()).isEqualTo(Transform.QUANTILE);
  }

  @Test
  void aFamilyTakesThePlaceOfTheMembersAndTheirSeedsMoveWithTheFirst() throws IOException {
    TrainingSpec training =
        WrittenTopology.read(
                folder, SHORTEST + "training: {members: [{flow: maf}, {flow: nsf-ar, seed: 9}]}\n")
            .training();
    assertThat(training.withModel(ModelSpec.Model.VAE).members())
        .extracting(TrainingSpec.Member::name)
        .containsExactly("vae");
    assertThat(training.withSeed(11).members())
        .extracting(TrainingSpec.Member::seed)
        .containsExactly(11L, 19L);
  }
}
