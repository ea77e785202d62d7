package io.vigia.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One spline of one feature in the kernels, its raw parameters being the network's biases. */
class SplineKernelTest {
  private static final FlowArchitecture ONE = FlowArchitecture.of("nsf-ar", 1, 0, 1, List.of());

  private static LogDensity density(Kernel kernel, double[] raw) {
    float[] biases = new float[23];
    for (int p = 0; p < biases.length; p++) {
      biases[p] = (float) raw[p];
    }
    Map<String, Tensor> tensors = new TreeMap<>();
    tensors.put(FlowWeights.MEAN, Tensor.of(new float[1], 1));
    tensors.put(FlowWeights.SCALE, Tensor.of(new float[] {1}, 1));
    tensors.put(FlowWeights.permutationName(0), Tensor.of(new int[1], 1));
    tensors.put(FlowWeights.weightName(0, 0), Tensor.of(new float[23], 23, 1));
    tensors.put(FlowWeights.biasName(0, 0), Tensor.of(biases, 23));
    return CompiledFlow.of(FlowWeights.of(ONE, tensors), kernel).newLogDensity();
  }

  private static double[] random(long seed, double size) {
    Random random = new Random(seed);
    return random.doubles(23).map(r -> (float) (size * (2 * r - 1))).toArray();
  }

  private static double logDensity(RationalQuadraticSpline spline, double v) {
    RationalQuadraticSpline.Mapped mapped = spline.at(v);
    return mapped.logDerivative()
        - 0.5 * mapped.value() * mapped.value()
        - 0.5 * Math.log(2 * Math.PI);
  }

  @ParameterizedTest
  @EnumSource
  void onEveryEdgeAndOnBothSidesOfItItIsTheSpline(Kernel kernel) {
    for (long seed = 1; seed <= 20; seed++) {
      // With more, slopes change so fast at an edge that a float cannot tell where on it v is.
      double[] raw = random(seed, 1);
      LogDensity density = density(kernel, raw);
      RationalQuadraticSpline spline = RationalQuadraticSpline.of(4, raw);
      for (double edge : spline.x()) {
        for (float v :
            new float[] {Math.nextDown((float) edge), (float) edge, Math.nextUp((float) edge)}) {
          double expected = logDensity(spline, v);
          assertThat(density.logDensity(new float[] {v}))
              .as("seed %s, v = %s", seed, v)
              .isCloseTo(expected, within(1e-4 + 1e-5 * Math.abs(expected)));
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void rawParametersOfAnySizeStayInsideAFloat(Kernel kernel) {
    for (double size : new double[] {30, 39, 41, 100, 1e4}) {
      for (long seed = 1; seed <= 20; seed++) {
        double[] raw = random(seed, size);
        LogDensity density = density(kernel, raw);
        for (float v = -5; v <= 5; v += 0.37f) {
          assertThat(density.logDensity(new float[] {v}))
              .as("size %s, seed %s, v = %s", size, seed, v)
              .isFinite();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void aSoftmaxOfLargeNumbersIsThatOfTheirDifferences(Kernel kernel) {
    double[] small = random(3, 1);
    double[] large = small.clone();
    for (int k = 0; k < 16; k++) {
      small[k] = (float) (large[k] + 64) - 64;
      large[k] = small[k] + (k < 8 ? 64 : -64);
    }
    for (float v = -5; v <= 5; v += 0.37f) {
      assertThat(density(kernel, large).logDensity(new float[] {v}))
          .as("v = %s", v)
          .isCloseTo(density(kernel, small).logDensity(new float[] {v}), within(1e-5));
    }
  }

  @ParameterizedTest
  @EnumSource
  void itIsOneToOneAndTheIdentityBeyondTheBound(Kernel kernel) {
    LogDensity density = density(kernel, random(4, 2));
    double normal = -0.5 * Math.log(2 * Math.PI);
    for (float v : new float[] {Math.nextUp(4f), -4.5f, 100f}) {
      assertThat(density.logDensity(new float[] {v})).isEqualTo(normal - 0.5 * v * (double) v);
    }
    double integral = 0;
    int steps = 200_000;
    for (int i = 0; i < steps; i++) {
      float v = (float) (-8 + 16 * (i + 0.5) / steps);
      integral += Math.exp(density.logDensity(new float[] {v})) * 16 / steps;
    }
    assertThat(integral).isCloseTo(1, within(1e-5));
  }
}
