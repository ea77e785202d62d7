package io.vigia.density.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Safetensors;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Against values that {@code flow_reference.py}, beside the resources, computed with NumPy. */
class FlowReferenceTest {
  private static final int FEATURES = 5;
  private static final int CONTEXT = 2;

  @ParameterizedTest
  @ValueSource(strings = {"maf", "nsf-ar", "realnvp", "nsf-c"})
  void logDensitiesAreThoseOfNumpy(String kind) throws IOException {
    FlowWeights weights =
        FlowWeights.of(
            architecture(kind),
            Safetensors.read(ReferenceTable.bytes(kind + "-reference.safetensors")));
    List<double[]> lines = ReferenceTable.read(kind + "-reference.csv");
    assertThat(lines).hasSize(50);
    float[] rows = new float[lines.size() * (FEATURES + CONTEXT)];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) lines.get(i / (FEATURES + CONTEXT))[i % (FEATURES + CONTEXT)];
    }
    try (DjlFlow flow = DjlFlow.of(weights)) {
      double[] logDensity = flow.logDensity(rows, lines.size());
      for (int i = 0; i < logDensity.length; i++) {
        double expected = lines.get(i)[FEATURES + CONTEXT];
        assertThat(logDensity[i])
            .as("row %d", i)
            .isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
      }
    }
  }

  private static FlowArchitecture architecture(String kind) {
    boolean spline = kind.startsWith("nsf");
    return new FlowArchitecture(
        kind,
        FEATURES,
        CONTEXT,
        3,
        List.of(12, 12),
        FlowArchitecture.RELU,
        true,
        FlowArchitecture.LINEAR,
        spline ? 0 : 5,
        spline ? 6 : 0,
        spline ? 3 : 0);
  }
}
