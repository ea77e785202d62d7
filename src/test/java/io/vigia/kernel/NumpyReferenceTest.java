package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against values that {@code maf_reference.py}, beside the resources, computed with NumPy. */
class NumpyReferenceTest {
  @ParameterizedTest
  @EnumSource
  void logDensitiesAreThoseOfNumpy(Kernel kernel) throws Exception {
    FlowArchitecture architecture = FlowArchitecture.maf(5, 3, List.of(12, 9));
    FlowWeights weights =
        FlowWeights.of(architecture, Safetensors.read(resource("maf-reference.safetensors")));
    LogDensity density = CompiledFlow.of(weights, kernel).newLogDensity();
    String csv = new String(resource("maf-reference.csv"), StandardCharsets.UTF_8);
    List<String> rows = csv.lines().filter(line -> !line.startsWith("#")).toList();
    assertThat(rows).hasSize(100);
    for (String row : rows) {
      String[] cells = row.split(",", -1);
      float[] vector = new float[5];
      for (int j = 0; j < vector.length; j++) {
        vector[j] = Float.parseFloat(cells[j]);
      }
      double expected = Double.parseDouble(cells[5]);
      assertThat(density.logDensity(vector))
          .as(row)
          .isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
    }
  }

  private static byte[] resource(String name) throws IOException {
    try (InputStream in = NumpyReferenceTest.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    }
  }
}
