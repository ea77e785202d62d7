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
    double[] context = new double[architecture.context()];
    for (int i = 0; i < context.length; i++) {
      context[i] = vectors[offset + features + i];
    }
    for (int t = 0; t < architecture.transforms(); t++) {
      double[] v = reordered(t, z);
      double[] parameters = network(t, v, context);
      z = v.clone();
      for (int j = 0; j < architecture.mapped(); j++) {
        RationalQuadraticSpline.Mapped mapped = map(v[architecture.passed() + j], parameters, j);
        z[architecture.passed() + j] = mapped.value();
        logDensity += mapped.logDerivative();
      }
      logDensity += architecture.linearMixing() ? logAbsDeterminant(t) : 0;
    }
    for (double u : z) {
      logDensity -= 0.5 * u * u;
    }
    return logDensity;
  }

  private double[] reordered(int t, double[] z) {
    double[] ordered = new double[z.length];
    for (int j = 0; j < z.length; j++) {
      ordered[j] = z[weights.permutation(t)[j]];
    }
    return architecture.linearMixing()
        ? affine(weights.mixingWeight(t), weights.mixingBias(t), ordered)
        : ordered;
  }

  private RationalQuadraticSpline.Mapped map(double v, double[] parameters, int j) {
    double[] own = new double[architecture.parameters()];
    for (int p = 0; p < own.length; p++) {
      own[p] = parameters[p * architecture.mapped() + j];
    }
    if (architecture.spline()) {
      return RationalQuadraticSpline.of(architecture.tailBound(), own).at(v);
    }
    double a = own[1] / (1 + Math.abs(own[1]) / architecture.logScaleBound());
    return new RationalQuadraticSpline.Mapped((v - own[0]) * Math.exp(-a), -a);
  }

  private double[] network(int t, double[] v, double[] context) {
    int seen = architecture.coupling() ? architecture.passed() : v.length;
    double[] h = new double[seen + context.length];
    System.arraycopy(v, 0, h, 0, seen);
    System.arraycopy(context, 0, h, seen, context.length);
    int last = architecture.layers() - 1;
    for (int layer = 0; layer <= last; layer++) {
      double[] out = affine(weights.weight(t, layer), weights.bias(t, layer), h);
      for (int o = 0; o < out.length && layer < last; o++) {
        out[o] = Math.max(out[o], 0) + (architecture.residual() && layer > 0 ? h[o] : 0);
      }
      h = out;
    }
    return h;
  }

  private static double[] affine(float[] weight, float[] bias, double[] in) {
    double[] out = new double[bias.length];
    for (int o = 0; o < out.length; o++) {
      out[o] = bias[o];
      for (int i = 0; i < in.length; i++) {
        out[o] += (double) weight[o * in.length + i] * in[i];
      }
    }
    return out;
  }

  /** By expansion along the rows of what Gram and Schmidt leave: {@code |det M| = prod |r_i|}. */
  private double logAbsDeterminant(int t) {
    int size = architecture.features();
    double[][] rows = new double[size][size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      for (int j = 0; j < size; j++) {
        rows[i][j] = weights.mixingWeight(t)[i * size + j];
      }
      for (int other = 0; other < i; other++) {
        subtract(rows[i], rows[other], dot(rows[i], rows[other]));
      }
      double length = Math.sqrt(dot(rows[i], rows[i]));
      sum += Math.log(length);
      for (int j = 0; j < size; j++) {
        rows[i][j] /= length;
      }
    }
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double sum = 0;
    for (int i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }

  private static void subtract(double[] from, double[] direction, double length) {
    for (int i = 0; i < from.length; i++) {
      from[i] -= length * direction[i];
    }
  }
}
