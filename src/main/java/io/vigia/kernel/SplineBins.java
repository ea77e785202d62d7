package io.vigia.kernel;

/**
 * The splines of one transform and one vector while they are computed: the constants of {@link
 * RationalQuadraticSpline} in single precision, and scratch memory for what it names y_k, w_k, h_k,
 * d_k and d_(k+1), of the bin that each feature fell into. After the arrays' n features lies {@link
 * FlowPass#SLACK}, free for a kernel to overwrite.
 */
final class SplineBins {
  /**
   * Softmaxes are taken of raw numbers up to it as they are; its exponential and that of its
   * negative, summed over all bins, are well inside a float.
   */
  static final float CALM = 40f;

  /** The bits of {@link #CALM}: as whole numbers, bits of magnitudes compare as they do. */
  static final int CALM_BITS = Float.floatToRawIntBits(CALM);

  static final float LEAST_DERIVATIVE = (float) RationalQuadraticSpline.LEAST_DERIVATIVE;
  static final float DERIVATIVE_OFFSET = (float) RationalQuadraticSpline.DERIVATIVE_OFFSET;

  /** Below it an exponential adds nothing to the largest, which is 1. */
  private static final float LEAST_EXPONENT = -60f;

  final int features;
  final int bins;
  final int group;
  final int groups;
  final int softmaxOutputs;
  final int derivativeOutputs;

  final float tailBound;

  /** {@code 2 B}. */
  final float range;

  /** {@code 1 / (2 B)}. */
  final float perRange;

  /** {@code 1 / (2 B (1 - K m))}: what the softmax shares out. */
  final float perShared;

  /**
   * {@code m / (1 - K m)}: with that share of their sum added to each of the exponentials, the
   * least bins are in the softmax.
   */
  final float leastShare;

  /** Of widths and heights, in the order of {@link OutputLayout}. */
  final float[] exponentials;

  /** {@code v - x_k}. */
  final float[] distance;

  final float[] y;
  final float[] width;
  final float[] height;

  /** d_k and d_(k+1), raw until they are made positive. */
  final float[] left;

  final float[] right;

  /**
   * {@code d_(k+1) t^2 + 2 s t (1-t) + d_k (1-t)^2}, then its logarithm; 1 beyond the tail bound.
   */
  final float[] slope;

  /** {@code 1 + (d_(k+1) + d_k - 2 s) t (1-t) / s}, likewise. */
  final float[] bend;

  SplineBins(FlowArchitecture architecture, OutputLayout layout) {
    this.features = layout.features();
    this.bins = architecture.bins();
    this.group = layout.group();
    this.groups = layout.groups();
    this.softmaxOutputs = OutputLayout.softmaxOutputs(group, bins);
    this.derivativeOutputs = OutputLayout.derivativeOutputs(group, bins);
    double bound = architecture.tailBound();
    double free = 1 - bins * RationalQuadraticSpline.LEAST_BIN;
    this.tailBound = (float) bound;
    this.range = 2 * tailBound;
    this.perRange = 1 / range;
    this.perShared = (float) (1 / (2 * bound * free));
    this.leastShare = (float) (RationalQuadraticSpline.LEAST_BIN / free);
    this.exponentials = new float[softmaxes() + FlowPass.SLACK];
    int length = groups * group + FlowPass.SLACK;
    this.distance = new float[length];
    this.y = new float[length];
    this.width = new float[length];
    this.height = new float[length];
    this.left = new float[length];
    this.right = new float[length];
    this.slope = new float[length];
    this.bend = new float[length];
  }

  /** Outputs for all widths and heights: from there on are the derivatives. */
  int softmaxes() {
    return groups * softmaxOutputs;
  }

  /** {@code log du/dv}, summed over the features. */
  double logDerivatives() {
    double sum = 0;
    for (int j = 0; j < features; j++) {
      sum += (double) slope[j] - 2 * (double) bend[j];
    }
    return sum;
  }

  /**
   * Subtracts from the raw widths and heights the largest of their softmax, which changes nothing
   * but keeps the exponentials inside a float. NaN stays NaN.
   *
   * @param outputs holds them from index {@code at}
   */
  void calm(float[] outputs, int at) {
    for (int j = 0; j < features; j++) {
      int widths = at + j / group * softmaxOutputs + j % group;
      calmOne(outputs, widths);
      calmOne(outputs, widths + bins * group);
    }
  }

  private void calmOne(float[] outputs, int at) {
    float most = Float.NEGATIVE_INFINITY;
    for (int k = 0; k < bins; k++) {
      most = Math.max(most, outputs[at + k * group]);
    }
    for (int k = 0; k < bins; k++) {
      int i = at + k * group;
      outputs[i] = Math.max(outputs[i] - most, LEAST_EXPONENT);
    }
  }
}
