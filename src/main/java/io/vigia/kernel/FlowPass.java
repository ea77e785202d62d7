package io.vigia.kernel;

import java.util.Objects;

/**
 * One thread's pass of vectors through a flow, from data to noise: the steps common to all kernels,
 * and the scratch memory. A kernel fills in the two that cost: {@link #forward} and {@link
 * #shiftAndScale}. Vectors go through one by one, or in tiles of {@value #TILE}, which share the
 * loading of the weights.
 */
abstract class FlowPass implements LogDensity {
  /** Vectors in a tile. */
  static final int TILE = 4;

  /** Floats after the last row of scratch memory, free for a kernel to read and overwrite. */
  static final int SLACK = MaskedLayer.BLOCK;

  /** One over the architecture's log-scale bound. */
  final float inverseBound;

  /** D up to a whole group; what lies after D is always 0. */
  final int padded;

  private final int features;
  private final float[] mean;
  private final float[] inverseScale;
  private final double constant;
  private final AffineTransform[] transforms;
  private final MaskedLayer[][] layers;

  /** Scratch memory, row by row a vector of the tile. The rows are {@link #padded} long... */
  private final float[] inputs;

  private final float[] noise;
  private final float[] logScales;

  /** ... and these {@link #width}, to hold any layer. */
  private final int width;

  private final float[] even;
  private final float[] odd;
  private final double[] logScaleSums = new double[TILE];

  FlowPass(CompiledFlow flow) {
    this.features = flow.architecture().features();
    this.inverseBound = (float) (1 / flow.architecture().logScaleBound());
    this.mean = flow.mean;
    this.inverseScale = flow.inverseScale;
    this.constant = flow.constant;
    this.transforms = flow.transforms.toArray(AffineTransform[]::new);
    this.layers =
        flow.transforms.stream()
            .map(transform -> transform.layers().toArray(MaskedLayer[]::new))
            .toArray(MaskedLayer[][]::new);
    this.padded = AffineTransform.padded(features);
    int widest = 2 * padded;
    for (int hidden : flow.architecture().hidden()) {
      widest = Math.max(widest, MaskedLayer.padded(hidden));
    }
    this.width = widest;
    this.inputs = new float[TILE * padded + SLACK];
    this.noise = new float[TILE * padded + SLACK];
    this.logScales = new float[TILE * padded + SLACK];
    this.even = new float[TILE * width + SLACK];
    this.odd = new float[TILE * width + SLACK];
  }

  /**
   * A layer's outputs for {@code count} vectors, 1 or {@value #TILE}: {@code out = x + fold |x|}
   * with {@code x = weight in + bias}, in the order of {@link MaskedLayer}.
   *
   * @param inWidth the distance between vectors in {@code in}
   * @param outWidth the distance between vectors in {@code out}
   */
  abstract void forward(
      MaskedLayer layer, float[] in, int inWidth, float[] out, int outWidth, int count);

  /**
   * For one vector and all j: {@code a_j = s_j / (1 + |s_j| / B)} into {@code logScales}, and
   * {@code u_j = (v_j - mu_j) exp(-a_j)} into {@code noise}, both from index {@code row}.
   *
   * @param inputs holds v from index {@code row}
   * @param outputs holds, from index {@code at}, mu and s as {@link AffineTransform} says
   */
  abstract void shiftAndScale(
      float[] inputs, int row, float[] outputs, int at, float[] noise, float[] logScales);

  @Override
  public final int inputs() {
    return features;
  }

  @Override
  public final double logDensity(float[] vectors, int offset) {
    Objects.checkFromIndexSize(offset, features, vectors.length);
    pass(vectors, offset, 1);
    return logDensityOf(0);
  }

  @Override
  public final void logDensities(float[] vectors, int count, double[] out) {
    Objects.checkFromIndexSize(0, Math.multiplyExact(count, features), vectors.length);
    Objects.checkFromIndexSize(0, count, out.length);
    int done = 0;
    for (; done + TILE <= count; done += TILE) {
      pass(vectors, done * features, TILE);
      for (int e = 0; e < TILE; e++) {
        out[done + e] = logDensityOf(e);
      }
    }
    for (; done < count; done++) {
      pass(vectors, done * features, 1);
      out[done] = logDensityOf(0);
    }
  }

  private void pass(float[] vectors, int offset, int count) {
    standardise(vectors, offset, count);
    for (int t = 0; t < transforms.length; t++) {
      if (t > 0) {
        permute(transforms[t].permutation(), count);
      }
      transform(layers[t], count);
    }
  }

  /** z = (x - mean) / scale, straight into the order of the first transform. */
  private void standardise(float[] vectors, int offset, int count) {
    int[] permutation = transforms[0].permutation();
    for (int e = 0; e < count; e++) {
      int from = offset + e * features;
      for (int j = 0; j < permutation.length; j++) {
        int feature = permutation[j];
        inputs[e * padded + j] = (vectors[from + feature] - mean[feature]) * inverseScale[feature];
      }
      logScaleSums[e] = 0;
    }
  }

  private void permute(int[] permutation, int count) {
    for (int row = 0; row < count * padded; row += padded) {
      for (int j = 0; j < permutation.length; j++) {
        inputs[row + j] = noise[row + permutation[j]];
      }
    }
  }

  private void transform(MaskedLayer[] network, int count) {
    float[] in = inputs;
    int inWidth = padded;
    float[] out = even;
    for (int layer = 0; layer < network.length; layer++) {
      out = layer % 2 == 0 ? even : odd;
      forward(network[layer], in, inWidth, out, width, count);
      in = out;
      inWidth = width;
    }
    for (int e = 0; e < count; e++) {
      shiftAndScale(inputs, e * padded, out, e * width, noise, logScales);
      double sum = logScaleSums[e];
      for (int j = e * padded; j < e * padded + features; j++) {
        sum += logScales[j];
      }
      logScaleSums[e] = sum;
    }
  }

  private double logDensityOf(int e) {
    double squares = 0;
    for (int j = e * padded; j < e * padded + features; j++) {
      double u = noise[j];
      squares += u * u;
    }
    return constant - 0.5 * squares - logScaleSums[e];
  }
}
