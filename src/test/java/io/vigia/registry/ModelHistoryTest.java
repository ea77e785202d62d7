package io.vigia.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ModelHistoryTest {
  @Test
  void aRollbackLeadsToTheOneBeforeAndTheNextOneFurtherBack() {
    assertThat(before("a", "b", "c")).isEqualTo("b");
    assertThat(before("a", "b", "c", "b")).isEqualTo("a");
    assertThat(before("a", "b", "c", "b", "a")).isEqualTo("none");
    assertThat(before("a", "b", "c", "b", "d")).isEqualTo("b");
  }

  @Test
  void theSameBundleAgainIsNoStep() {
    assertThat(before("a", "a")).isEqualTo("none");
    assertThat(before("a", "b", "b")).isEqualTo("a");
    assertThat(before()).isEqualTo("none");
  }

  @Test
  void aCommandThatNotAllObeyIsPending() {
    List<Activation> commands = List.of(new Activation(2, "m", "c", "c", "ana", "", 9));
    List<Cutover> facts = List.of(cutover(0, 0, "a"), cutover(1, 0, "a"), cutover(0, 2, "c"));
    ModelHistory history = ModelHistory.of(commands, facts);
    assertThat(history.pending()).hasValueSatisfying(s -> assertThat(s.sequence()).isEqualTo(2));
    assertThat(history.partitionsOf("a")).containsExactly(1);
    assertThat(history.partitionsOf("c")).containsExactly(0);

    List<Cutover> all = new ArrayList<>(facts);
    all.add(cutover(1, 2, "c"));
    assertThat(ModelHistory.of(commands, all).pending()).isEmpty();
  }

  @Test
  void ofTwoCommandsWithOneSequenceTheLargerDigestCountsAndTheOtherIsPending() {
    List<Activation> commands =
        List.of(
            new Activation(2, "m", "c", "c", "ana", "", 9),
            new Activation(2, "m", "b", "b", "desk", "", 9));
    List<Cutover> facts = List.of(cutover(0, 2, "c"), cutover(1, 2, "b"));
    ModelHistory history = ModelHistory.of(commands, facts);

    assertThat(history.last()).map(ModelHistory.Step::sha256).hasValue("c");
    assertThat(history.pending()).map(history::waitingFor).hasValue(1L);
    List<Cutover> all = new ArrayList<>(facts);
    all.add(cutover(1, 2, "c"));
    assertThat(ModelHistory.of(commands, all).pending()).isEmpty();
    assertThat(ModelHistory.of(commands, all).partitionsOf("c")).containsExactly(0, 1);
  }

  private static String before(String... bundles) {
    List<Cutover> facts = new ArrayList<>();
    for (int i = 0; i < bundles.length; i++) {
      facts.add(cutover(0, i, bundles[i]));
    }
    return ModelHistory.of(List.of(), facts).before().map(ModelHistory.Step::sha256).orElse("none");
  }

  private static Cutover cutover(int partition, long sequence, String bundle) {
    return new Cutover("events", partition, 10 * sequence, sequence, "m", bundle, bundle, 5);
  }
}
