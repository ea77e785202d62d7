package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigia.density.Density;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DjlFlowTest {
  /** The samples' mean and deviation are those of the density, integrated on a grid. */
  @ParameterizedTest
  @ValueSource(strings = {"maf", "nsf-ar", "realnvp", "nsf-c"})
  void samplesAreThoseOfTheDensity(String kind) {
    FlowArchitecture architecture = FlowArchitecture.of(kind, 2, 1, 2, List.of(8));
    int count = 8000;
    float[] context = new float[count];
    Arrays.fill(context, 0.7f);
    try (DjlFlow flow = DjlFlow.of(DjlFlow.randomWeights(architecture, 1))) {
      float[] drawn = flow.sample(context, count, 2);
      double[] moments = new double[4];
      for (int i = 0; i < drawn.length; i++) {
        moments[i % 2] += drawn[i] / (double) count;
        moments[2 + i % 2] += (double) drawn[i] * drawn[i] / count;
      }
      double[] wide = new double[2];
      Arrays.setAll(wide, j -> Math.sqrt(moments[2 + j] - moments[j] * moments[j]));
      double[] expected = integrated(flow, moments, wide);
      for (int j = 0; j < 2; j++) {
        assertThat(moments[j]).as("mean %d", j).isCloseTo(expected[j], within(0.05 * wide[j]));
        double deviation = Math.sqrt(expected[2 + j] - expected[j] * expected[j]);
        assertThat(wide[j]).as("deviation %d", j).isCloseTo(deviation, within(0.05 * wide[j]));
      }
      assertThat(flow.sample(context, count, 2)).isEqualTo(drawn);
      assertThat(flow.sample(context, count, 3)).isNotEqualTo(drawn);
    }
  }

  /** Means and mean squares under the density given 0.7, over eight deviations on each side. */
  private static double[] integrated(DjlFlow flow, double[] centre, double[] wide) {
    int cells = 300;
    float[] rows = new float[3 * cells * cells];
    for (int i = 0; i < cells * cells; i++) {
      rows[3 * i] = (float) (centre[0] + wide[0] * (16 * (i % cells + 0.5) / cells - 8));
      rows[3 * i + 1] = (float) (centre[1] + wide[1] * (16 * (i / cells + 0.5) / cells - 8));
      rows[3 * i + 2] = 0.7f;
    }
    double[] logDensity = flow.logDensity(rows, cells * cells);
    double area = 256 * wide[0] * wide[1] / (cells * cells);
    double[] sums = new double[4];
    for (int i = 0; i < logDensity.length; i++) {
      double mass = Math.exp(logDensity[i]) * area;
      for (int j = 0; j < 2; j++) {
        sums[j] += mass * rows[3 * i + j];
        sums[2 + j] += mass * rows[3 * i + j] * rows[3 * i + j];
      }
    }
    return sums;
  }

  @Test
  void manyRowsAreScoredInSeveralBatches() {
    FlowArchitecture architecture =
        FlowArchitecture.of(FlowArchitecture.NSF_COUPLING, 2, 1, 2, List.of(8));
    SplittableRandom random = new SplittableRandom(1);
    int count = 20_001;
    float[] rows = new float[3 * count];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    try (DjlFlow flow = DjlFlow.of(DjlFlow.randomWeights(architecture, 1))) {
      double[] all = flow.logDensity(rows, count);
      for (int i = 0; i < count; i += 997) {
        double one = flow.logDensity(Arrays.copyOfRange(rows, 3 * i, 3 * i + 3), 1)[0];
        assertThat(all[i]).as("row %d", i).isCloseTo(one, within(1e-4));
      }
    }
  }

  @Test
  void saysWhatItIs() {
    FlowArchitecture architecture = FlowArchitecture.of("nsf-ar", 3, 2, 2, List.of(8));
    FlowWeights weights = DjlFlow.randomWeights(architecture, 1);
    try (Density flow = DjlFlow.open(weights.toDensityWeights(), Device.cpu())) {
      assertThat(flow.meaning()).isEqualTo(Meaning.EXACT);
      assertThat(flow.schema().inputs()).isEqualTo(5);
      assertThat(flow.standardError(new float[10], 2)).containsExactly(0, 0);
    }
  }

  @Test
  void aValueThatIsNotANumberHasNoDensity() {
    for (String kind : FlowArchitecture.KINDS) {
      FlowArchitecture architecture = FlowArchitecture.of(kind, 2, 0, 2, List.of(8));
      try (DjlFlow flow = DjlFlow.of(DjlFlow.randomWeights(architecture, 1))) {
        assertThat(flow.logDensity(new float[] {Float.NaN, 0, 0, Float.NaN}, 2))
            .as(kind)
            .containsOnly(Double.NaN);
      }
    }
  }

  @Test
  void aContextOfTheWrongLengthIsRefused() {
    FlowArchitecture architecture = FlowArchitecture.of("maf", 2, 1, 1, List.of(8));
    try (DjlFlow flow = DjlFlow.of(DjlFlow.randomWeights(architecture, 1))) {
      assertThatThrownBy(() -> flow.sample(new float[0], 4, 1))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("the context has 0 numbers; 4 rows need 1 each");
    }
  }

  @Test
  void aSingularMixingIsRefused() {
    FlowArchitecture plain = FlowArchitecture.of("realnvp", 2, 0, 1, List.of(8));
    FlowArchitecture mixed =
        new FlowArchitecture(
            plain.kind(), 2, 0, 1, plain.hidden(), plain.activation(), false, "linear", 5, 0, 0);
    Map<String, Tensor> tensors = new TreeMap<>(DjlFlow.randomWeights(mixed, 1).tensors());
    tensors.put(FlowWeights.mixingWeightName(0), Tensor.of(new float[] {1, 2, 2, 4}, 2, 2));
    assertThatThrownBy(() -> DjlFlow.of(FlowWeights.of(mixed, tensors)).close())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("transform.0.mixing.weight")
        .hasMessageContaining("singular");
  }

  @Test
  void whatIsNoFlowIsNotOpened() {
    DensityWeights other =
        new DensityWeights(
            JsonNodeFactory.instance.objectNode().put("kind", "vae").put("features", 2), Map.of());
    assertThatThrownBy(() -> DjlFlow.open(other, Device.cpu()).close())
        .isInstanceOf(IllegalArgumentException.class);
  }
}
