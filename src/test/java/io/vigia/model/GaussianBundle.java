package io.vigia.model;

import io.vigia.calibration.Calibration;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A bundle with a known answer: a flow whose weights are all zero is the standard normal density,
 * -log p(x) = D/2 log(2 pi) + |x|^2 / 2. Calibrated on 9,999 draws of it.
 */
public final class GaussianBundle {
  private GaussianBundle() {}

  public static ModelBundle of(FeatureSchema schema) {
    int d = schema.size();
    FlowArchitecture architecture = FlowArchitecture.maf(d, 1, List.of(4));
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(FlowWeights.MEAN, floats(new float[d], d));
    float[] ones = new float[d];
    java.util.Arrays.fill(ones, 1);
    tensors.put(FlowWeights.SCALE, floats(ones, d));
    tensors.put(
        FlowWeights.permutationName(0),
        new Tensor.Ints(new int[] {d}, IntStream.range(0, d).toArray()));
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int in = architecture.inputs(layer);
      int out = architecture.outputs(layer);
      tensors.put(FlowWeights.weightName(0, layer), floats(new float[in * out], out, in));
      tensors.put(FlowWeights.biasName(0, layer), floats(new float[out], out));
    }
    return ModelBundle.ofFlow(
        "gauss",
        "1",
        schema,
        FlowWeights.of(architecture, tensors),
        Calibration.of(draws(d, 9_999)),
        new Provenance(
            List.of(new Provenance.Data("none", "00", 0)),
            Map.of("calibration", 9_999L),
            1,
            Map.of(),
            "test",
            "test",
            "cpu",
            "2026-11-24T00:00:00Z"),
        Map.of());
  }

  /** -log p of a vector under the standard normal density, nats. */
  public static double nll(double... x) {
    double sum = 0.5 * x.length * Math.log(2 * Math.PI);
    for (double value : x) {
      sum += 0.5 * value * value;
    }
    return sum;
  }

  private static double[] draws(int d, int n) {
    Random random = new Random(3);
    return IntStream.range(0, n)
        .mapToDouble(i -> nll(random.doubles(d).map(u -> random.nextGaussian()).toArray()))
        .toArray();
  }

  private static Tensor floats(float[] data, int... shape) {
    return new Tensor.Floats(shape, data);
  }
}
