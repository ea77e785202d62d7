package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Trainings that are interrupted and go on. */
class CheckpointTest {
  private static final TrainingSet SET = SyntheticRows.set(1500, 1);

  /** A process that ends at a save, as a kill right after it would. */
  private static final class Killed extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** Keeps states in memory, and ends the process at one of the saves. */
  private static final class Kept implements Checkpoints {
    final Map<String, byte[]> states = new HashMap<>();
    int savesLeft = Integer.MAX_VALUE;
    int saves;

    @Override
    public Optional<byte[]> load(String member) {
      return Optional.ofNullable(states.get(member));
    }

    @Override
    public void save(String member, byte[] state) {
      states.put(member, state);
      saves++;
      if (--savesLeft == 0) {
        throw new Killed();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"nsf-ar", "vae"})
  void anInterruptedTrainingEndsWithTheWeightsOfOneThatWasNot(String kind) {
    TrainingSettings settings = settings(kind);
    TrainedMember whole = train(settings, Checkpoints.NONE).first();
    Kept kept = new Kept();
    kept.savesLeft = 2;
    assertThatThrownBy(() -> train(settings, kept)).isInstanceOf(Killed.class);
    TrainedMember resumed = train(settings, kept).first();
    assertThat(tensors(resumed.weights())).isEqualTo(tensors(whole.weights()));
    assertThat(resumed.history()).isEqualTo(whole.history());
    assertThat(resumed.calibrationNll()).isEqualTo(whole.calibrationNll());
    assertThat(kept.saves).isEqualTo(whole.history().size());
  }

  @Test
  void aMemberThatWasTrainedIsNotTrainedAgain() {
    TrainingSettings two = settings("maf", "realnvp");
    Kept kept = new Kept();
    kept.savesLeft = 6; // the first member's five looks, and one of the second
    assertThatThrownBy(() -> train(two, kept)).isInstanceOf(Killed.class);
    List<TrainingProgress.Point> heard = new ArrayList<>();
    TrainedDensities resumed =
        DensityTraining.train(SET, two, List.of(), continuation(kept), heard::add);
    assertThat(heard)
        .extracting(TrainingProgress.Point::member)
        .containsExactly("realnvp", "realnvp", "realnvp", "realnvp");
    TrainedDensities whole = train(two, Checkpoints.NONE);
    for (int member = 0; member < 2; member++) {
      assertThat(tensors(resumed.members().get(member).weights()))
          .isEqualTo(tensors(whole.members().get(member).weights()));
    }
  }

  @Test
  void aCheckpointOfOtherSettingsIsRefusedAndSaid() {
    Kept kept = new Kept();
    train(settings("maf"), kept);
    TrainedDensities other = train(settings("maf").withRate(1e-3), kept);
    assertThat(other.warnings())
        .contains(
            "maf: trained from the first step, the checkpoint is of a training with other rows,"
                + " settings or start");
    assertThat(tensors(other.first().weights()))
        .isEqualTo(
            tensors(train(settings("maf").withRate(1e-3), Checkpoints.NONE).first().weights()));
  }

  @Test
  void aDamagedCheckpointIsRefusedAndSaid() {
    Kept kept = new Kept();
    TrainedDensities whole = train(settings("maf"), kept);
    kept.states.computeIfPresent(
        "maf",
        (name, state) -> {
          state[state.length / 2] ^= 1;
          return state;
        });
    TrainedDensities again = train(settings("maf"), kept);
    assertThat(again.warnings())
        .contains("maf: trained from the first step, the checkpoint is damaged");
    assertThat(tensors(again.first().weights())).isEqualTo(tensors(whole.first().weights()));
  }

  @Test
  void aFolderKeepsTheLastStateOfEachMember(@TempDir Path folder) throws IOException {
    CheckpointFolder checkpoints = new CheckpointFolder(folder.resolve("job"));
    assertThat(checkpoints.load("maf")).isEmpty();
    checkpoints.save("maf", new byte[] {1});
    checkpoints.save("vae", new byte[] {2});
    checkpoints.save("maf", new byte[] {3, 4});
    assertThat(new CheckpointFolder(folder.resolve("job")).load("maf")).hasValue(new byte[] {3, 4});
    assertThat(checkpoints.load("vae")).hasValue(new byte[] {2});
    try (var files = Files.list(folder.resolve("job"))) {
      assertThat(files).hasSize(2);
    }
    checkpoints.remove();
    assertThat(folder.resolve("job")).doesNotExist();
    checkpoints.remove();
  }

  private static TrainingSettings settings(String... kinds) {
    List<MemberSettings> members =
        java.util.Arrays.stream(kinds)
            .map(kind -> MemberSettings.of(kind, 3).withFlow(2, List.of(16)))
            .toList();
    TrainingSettings usual = TrainingSettings.DEFAULT;
    return new TrainingSettings(
        members,
        50,
        64,
        usual.rate(),
        5,
        usual.noise(),
        10,
        usual.patience(),
        usual.optimisation(),
        usual.split(),
        1,
        "cpu");
  }

  private static Continuation continuation(Checkpoints checkpoints) {
    return new Continuation(List.of(), Trim.NONE, checkpoints);
  }

  private static TrainedDensities train(TrainingSettings settings, Checkpoints checkpoints) {
    return DensityTraining.train(
        SET, settings, List.of(), continuation(checkpoints), TrainingProgress.NONE);
  }

  private static Map<String, String> tensors(DensityWeights weights) {
    Map<String, String> tensors = new HashMap<>();
    weights
        .tensors()
        .forEach(
            (name, tensor) -> {
              if (tensor instanceof Tensor.Floats floats) {
                tensors.put(name, java.util.Arrays.toString(floats.data()));
              }
            });
    return tensors;
  }
}
