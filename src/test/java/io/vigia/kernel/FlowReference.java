package io.vigia.kernel;

/**
 * The formulas of {@link FlowWeights} in double precision, straight from the tensors: no layout, no
 * skipping, no blocks.
 */
final class FlowReference {
  private final FlowWeights weights;
  private final FlowArchitecture architecture;

  FlowReference(FlowWeights weights) {
    this.weights = weights;
    this.architecture = weights.architecture();
  }

  double logDensity(float[] vectors, int offset) {
    int features = architecture.features();
    double[] z = new double[features];
    double logDensity = -0.5 * features * Math.log(2 * Math.PI);
    for (int j = 0; j < features; j++) {
      double scale = weights.scale()[j];
      z[j] = ((double) vectors[offset + j] - weights.mean()[j]) / scale;
      logDensity -= Math.log(scale);
    }
    for (int t = 0; t < architecture.transforms(); t++) {
      int[] permutation = weights.permutation(t);
      double[] v = new double[features];
      for (int j = 0; j < features; j++) {
        v[j] = z[permutation[j]];
      }
      double[] shiftsAndScales = network(t, v);
      z = new double[features];
      for (int j = 0; j < features; j++) {
        double s = shiftsAndScales[features + j];
        double a = s / (1 + Math.abs(s) / architecture.logScaleBound());
        z[j] = (v[j] - shiftsAndScales[j]) * Math.exp(-a);
        logDensity -= a;
      }
    }
    for (double u : z) {
      logDensity -= 0.5 * u * u;
    }
    return logDensity;
  }

  private double[] network(int t, double[] v) {
    double[] in = v;
    for (int layer = 0; layer < architecture.layers(); layer++) {
      double[] out = new double[architecture.outputs(layer)];
      float[] weight = weights.weight(t, layer);
      for (int o = 0; o < out.length; o++) {
        double sum = weights.bias(t, layer)[o];
        for (int i = 0; i < in.length; i++) {
          sum += (double) weight[o * in.length + i] * in[i];
        }
        out[o] = layer < architecture.layers() - 1 ? Math.max(sum, 0) : sum;
      }
      in = out;
    }
    return in;
  }
}
