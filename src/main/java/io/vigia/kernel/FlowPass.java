package io.vigia.kernel;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One thread's pass of vectors through a flow, from data to noise: the steps common to all kernels,
 * and the scratch memory. A kernel fills in what costs. Vectors go through one by one, or in tiles
 * of {@value #TILE}, which share the loading of the weights.
 *
 * <p>All kernels take the same steps on each number, so that their results are the same bit for
 * bit.
 */
abstract class FlowPass implements LogDensity {
  /** Vectors in a tile. */
  static final int TILE = 4;

  /** Floats after the last row of scratch memory, free for a kernel to read and overwrite. */
  static final int SLACK = MaskedLayer.BLOCK;

  /** One over the architecture's log-scale bound. */
  final float inverseBound;

  /** n, the features that a transform maps: the last of its order. */
  final int mapped;

  private final int features;
  private final int context;
  private final int passed;
  private final float[] mean;
  private final float[] inverseScale;
  private final double constant;
  private final CompiledTransform[] transforms;
  private final MaskedLayer[][] layers;
  private final @Nullable SplineBins splines;

  /**
   * What enters a network, row by row a vector of the tile: context, features in the transform's
   * order, and zeros up to {@link #inputWidth}, whole steps.
   */
  private final float[] inputs;

  private final int inputWidth;

  /** What leaves a transform, row by row {@link #features} long. */
  private final float[] noise;

  /** What a mixing matrix is multiplied with: row by row {@link #mixingWidth} long. */
  private final float[] unmixed;

  private final int mixingWidth;

  /** A layer's outputs, row by row {@link #width} long, to hold any layer. */
  private final float[] even;

  private final float[] odd;
  private final int width;

  private final float[] logScales;
  private final double[] logScaleSums = new double[TILE];

  FlowPass(CompiledFlow flow) {
    FlowArchitecture architecture = flow.architecture();
    this.features = architecture.features();
    this.context = architecture.context();
    this.passed = architecture.passed();
    this.mapped = architecture.mapped();
    this.inverseBound = (float) (1 / architecture.logScaleBound());
    this.mean = flow.mean;
    this.inverseScale = flow.inverseScale;
    this.constant = flow.constant;
    this.transforms = flow.transforms.toArray(CompiledTransform[]::new);
    this.layers =
        flow.transforms.stream()
            .map(transform -> transform.layers().toArray(MaskedLayer[]::new))
            .toArray(MaskedLayer[][]::new);
    this.splines = architecture.spline() ? new SplineBins(architecture, flow.layout) : null;
    this.inputWidth = wholeSteps(context + features);
    this.inputs = new float[TILE * inputWidth + SLACK];
    this.noise = new float[TILE * features + SLACK];
    this.mixingWidth = wholeSteps(features);
    this.unmixed = new float[TILE * mixingWidth];
    this.width =
        flow.transforms.stream()
            .flatMap(transform -> transform.allLayers().stream())
            .mapToInt(layer -> layer.bias.length)
            .max()
            .orElseThrow();
    this.even = new float[TILE * width + SLACK];
    this.odd = new float[TILE * width + SLACK];
    this.logScales = new float[mapped + SLACK];
  }

  private static int wholeSteps(int length) {
    return (length + MaskedLayer.STEP - 1) / MaskedLayer.STEP * MaskedLayer.STEP;
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
   * The affine maps of one vector: {@code a_j = s_j / (1 + |s_j| / B)} into {@code logScales}, and
   * {@code u_j = (v_j - mu_j) exp(-a_j)}.
   *
   * @param inputs holds v from index {@code v}
   * @param outputs holds, from index {@code at}, mu and s as {@link OutputLayout} says
   * @param noise takes u from index {@code u}
   */
  abstract void shiftAndScale(
      float[] inputs, int v, float[] outputs, int at, float[] noise, int u, float[] logScales);

  /**
   * Exponentials of the raw widths and heights, all of them, into {@link SplineBins#exponentials}.
   *
   * @param outputs holds the raw numbers from index {@code at}
   * @return whether all magnitudes were at most {@link SplineBins#CALM}; if not, or with a NaN,
   *     what was written is worth nothing
   */
  abstract boolean exponentials(SplineBins splines, float[] outputs, int at);

  /**
   * Finds the bin of each v, and fills in distance, y, width, height, and, raw, left and right. It
   * compares with sums of the exponentials, before they are divided by the softmax's, so an edge is
   * the same number for both its bins. What these sums round off is summed beside them (Knuth 1969,
   * "The Art of Computer Programming" 2, section 4.2.2, theorem B), since narrow bins magnify it.
   *
   * @param inputs holds v from index {@code v}
   * @param outputs holds the raw derivatives from index {@code at}
   */
  abstract void chooseBins(SplineBins splines, float[] inputs, int v, float[] outputs, int at);

  /** Makes raw derivatives d: {@code e + softplus(d + log(exp(1 - e) - 1))}, n of them. */
  abstract void derivatives(float[] raw);

  /**
   * u from what is known of the bins, and slope and bend.
   *
   * @param inputs holds v from index {@code v}
   * @param noise takes u from index {@code u}
   */
  abstract void mapInBins(SplineBins splines, float[] inputs, int v, float[] noise, int u);

  /** Puts logarithms in the place of n numbers. */
  abstract void logarithms(float[] numbers);

  @Override
  public final int inputs() {
    return features + context;
  }

  @Override
  public final double logDensity(float[] vectors, int offset) {
    Objects.checkFromIndexSize(offset, inputs(), vectors.length);
    pass(vectors, offset, 1);
    return logDensityOf(0);
  }

  @Override
  public final void logDensities(float[] vectors, int count, double[] out) {
    Objects.checkFromIndexSize(0, Math.multiplyExact(count, inputs()), vectors.length);
    Objects.checkFromIndexSize(0, count, out.length);
    int done = 0;
    for (; done + TILE <= count; done += TILE) {
      pass(vectors, done * inputs(), TILE);
      for (int e = 0; e < TILE; e++) {
        out[done + e] = logDensityOf(e);
      }
    }
    for (; done < count; done++) {
      pass(vectors, done * inputs(), 1);
      out[done] = logDensityOf(0);
    }
  }

  private void pass(float[] vectors, int offset, int count) {
    standardise(vectors, offset, count);
    for (int t = 0; t < transforms.length; t++) {
      MaskedLayer mixing = transforms[t].mixing();
      if (mixing == null) {
        permute(transforms[t].permutation(), inputs, context, inputWidth, count);
      } else {
        permute(transforms[t].permutation(), unmixed, 0, mixingWidth, count);
        forward(mixing, unmixed, mixingWidth, even, width, count);
        for (int e = 0; e < count; e++) {
          System.arraycopy(even, e * width, inputs, e * inputWidth + context, features);
        }
      }
      transform(layers[t], count);
    }
  }

  /** z = (x - mean) / scale, and the context as it is. */
  private void standardise(float[] vectors, int offset, int count) {
    for (int e = 0; e < count; e++) {
      int from = offset + e * (features + context);
      for (int j = 0; j < features; j++) {
        noise[e * features + j] = (vectors[from + j] - mean[j]) * inverseScale[j];
      }
      if (context > 0) {
        System.arraycopy(vectors, from + features, inputs, e * inputWidth, context);
      }
      logScaleSums[e] = 0;
    }
  }

  private void permute(int[] permutation, float[] to, int at, int toWidth, int count) {
    for (int e = 0; e < count; e++) {
      for (int j = 0; j < permutation.length; j++) {
        to[at + e * toWidth + j] = noise[e * features + permutation[j]];
      }
    }
  }

  private void transform(MaskedLayer[] network, int count) {
    float[] in = inputs;
    int inWidth = inputWidth;
    float[] out = even;
    for (int layer = 0; layer < network.length; layer++) {
      out = layer % 2 == 0 ? even : odd;
      forward(network[layer], in, inWidth, out, width, count);
      if (network[layer].residual) {
        add(in, out, count * width);
      }
      in = out;
      inWidth = width;
    }
    for (int e = 0; e < count; e++) {
      int v = e * inputWidth + context + passed;
      int u = e * features + passed;
      if (passed > 0) {
        System.arraycopy(inputs, v - passed, noise, u - passed, passed);
      }
      if (splines == null) {
        shiftAndScale(inputs, v, out, e * width, noise, u, logScales);
        // Not summed in the array: a load and a store for each feature cost more than the addition.
        double sum = logScaleSums[e];
        for (int j = 0; j < mapped; j++) {
          sum += logScales[j];
        }
        logScaleSums[e] = sum;
      } else {
        logScaleSums[e] -= spline(splines, v, out, e * width, u);
      }
    }
  }

  private static void add(float[] in, float[] out, int length) {
    for (int i = 0; i < length; i++) {
      out[i] += in[i];
    }
  }

  /** {@code log|det du/dv|} of one vector, in nats. */
  private double spline(SplineBins splines, int v, float[] outputs, int at, int u) {
    if (!exponentials(splines, outputs, at)) {
      splines.calm(outputs, at);
      exponentials(splines, outputs, at);
    }
    chooseBins(splines, inputs, v, outputs, at + splines.softmaxes());
    derivatives(splines.left);
    derivatives(splines.right);
    mapInBins(splines, inputs, v, noise, u);
    logarithms(splines.slope);
    logarithms(splines.bend);
    return splines.logDerivatives();
  }

  private double logDensityOf(int e) {
    double squares = 0;
    for (int j = e * features; j < (e + 1) * features; j++) {
      double u = noise[j];
      squares += u * u;
    }
    return constant - 0.5 * squares - logScaleSums[e];
  }
}
