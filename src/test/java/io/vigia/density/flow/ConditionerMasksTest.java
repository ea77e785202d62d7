package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.kernel.FlowArchitecture;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ConditionerMasksTest {
  @ParameterizedTest
  @CsvSource({"1,4,3", "2,8,8", "5,64,64", "16,64,32", "40,16,24"})
  void outputsSeeTheFeaturesBeforeTheirOwn(int features, int first, int second) {
    FlowArchitecture architecture = FlowArchitecture.maf(features, 1, List.of(first, second));
    boolean[][] seen = paths(new ParameterLayout(architecture));
    int narrowest = Math.min(first, second);
    for (int j = 0; j < features; j++) {
      for (int i = 0; i < features; i++) {
        boolean sees = seen[j][i];
        assertThat(seen[features + j][i]).isEqualTo(sees);
        if (i >= j) {
          assertThat(sees).as("output %d sees input %d", j, i).isFalse();
        } else if (narrowest >= features - 1) {
          assertThat(sees).as("output %d sees input %d", j, i).isTrue();
        }
      }
    }
  }

  @Test
  void hiddenDegreesAscendInEqualShares() {
    assertThat(ConditionerMasks.hiddenDegrees(1, 4, 8)).containsExactly(1, 1, 2, 2, 3, 3, 4, 4);
    assertThat(ConditionerMasks.hiddenDegrees(0, 3, 8)).containsExactly(0, 0, 1, 1, 2, 2, 3, 3);
    assertThat(ConditionerMasks.hiddenDegrees(1, 0, 3)).containsExactly(1, 1, 1);
    assertThat(ConditionerMasks.hiddenDegrees(1, 15, 64)).isSorted();
  }

  @Test
  void aNewFlowRespectsItsMasks() {
    ParameterLayout layout = new ParameterLayout(FlowArchitecture.maf(4, 3, List.of(16, 16)));
    float[] theta = layout.initial(3, 1);
    float[] masked = theta.clone();
    layout.applyMasks(masked);
    assertThat(masked).isEqualTo(theta);
    assertThat(layout.initial(3, 1)).isEqualTo(theta);
    assertThat(layout.initial(4, 1)).isNotEqualTo(theta);
  }

  @Test
  void everyPairOfFeaturesIsSeenInBothOrders() {
    int[][] permutations = FeatureOrders.permutations(6, 4, 11);
    int[] order = {0, 1, 2, 3, 4, 5};
    int[][] orders = new int[4][];
    for (int t = 0; t < 4; t++) {
      int[] before = order;
      order = Arrays.stream(permutations[t]).map(j -> before[j]).toArray();
      orders[t] = order;
    }
    assertThat(orders[0]).containsExactly(0, 1, 2, 3, 4, 5);
    assertThat(orders[1]).containsExactly(5, 4, 3, 2, 1, 0);
    assertThat(orders[2]).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5);
    for (int j = 0; j < 6; j++) {
      assertThat(orders[3][j]).isEqualTo(orders[2][5 - j]);
    }
  }

  /** Whether a path of unmasked weights leads from each input to each output. */
  private static boolean[][] paths(ParameterLayout layout) {
    int features = layout.architecture().features();
    boolean[][] reach = new boolean[features][features];
    for (int j = 0; j < features; j++) {
      reach[j][j] = true;
    }
    for (ParameterLayout.Layer layer : layout.layers(0)) {
      boolean[][] next = new boolean[layer.outputs()][features];
      for (int row = 0; row < layer.outputs(); row++) {
        for (int column = 0; column < layer.inputs(); column++) {
          for (int i = 0; i < features; i++) {
            next[row][i] |= reach[column][i] && layer.mask()[row * layer.inputs() + column] != 0;
          }
        }
      }
      reach = next;
    }
    return reach;
  }
}
