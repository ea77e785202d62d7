package io.vigia.model;

import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Tensor;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A flow with a known answer: with weights that are all zero it is a Gaussian of its scale, {@code
 * -log p(x) = D/2 log(2 pi) + D log w + |x|^2 / (2 w^2)}, whatever the context.
 */
public final class GaussianFlow {
  private GaussianFlow() {}

  /** The flow over this many features and context numbers, of width w. */
  public static FlowWeights of(int features, int context, double width) {
    double[] widths = new double[features];
    Arrays.fill(widths, width);
    return ofWidths(context, widths);
  }

  /** The flow over as many features as there are widths, each of its own. */
  public static FlowWeights ofWidths(int context, double... widths) {
    int features = widths.length;
    FlowArchitecture architecture =
        FlowArchitecture.of(FlowArchitecture.MAF, features, context, 1, List.of(4));
    Map<String, Tensor> tensors = new HashMap<>();
    tensors.put(FlowWeights.MEAN, Tensor.of(new float[features], features));
    float[] scale = new float[features];
    for (int i = 0; i < features; i++) {
      scale[i] = (float) widths[i];
    }
    tensors.put(FlowWeights.SCALE, Tensor.of(scale, features));
    tensors.put(
        FlowWeights.permutationName(0),
        Tensor.of(IntStream.range(0, features).toArray(), features));
    for (int layer = 0; layer < architecture.layers(); layer++) {
      int in = architecture.inputs(layer);
      int out = architecture.outputs(layer);
      tensors.put(FlowWeights.weightName(0, layer), Tensor.of(new float[in * out], out, in));
      tensors.put(FlowWeights.biasName(0, layer), Tensor.of(new float[out], out));
    }
    return FlowWeights.of(architecture, tensors);
  }

  /** Its negative log-density, nats. */
  public static double nll(double width, double... x) {
    double sum = 0.5 * x.length * Math.log(2 * Math.PI * width * width);
    for (double value : x) {
      sum += 0.5 * value * value / (width * width);
    }
    return sum;
  }
}
