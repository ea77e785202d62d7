package io.vigia.density;

/**
 * Adam with decoupled weight decay on one vector of parameters (Loshchilov and Hutter 2019,
 * "Decoupled Weight Decay Regularization", algorithm 2), with PyTorch's conventions. At step t with
 * gradient g and rate r:
 *
 * <pre>
 * m = b1 m + (1 - b1) g          v = b2 v + (1 - b2) g^2
 * theta = theta - r decay theta - r (m / (1 - b1^t)) / (sqrt(v / (1 - b2^t)) + 1e-8)
 * </pre>
 *
 * <p>In plain Java: its state is two vectors of a few hundred kilobytes, and DJL's own optimiser
 * leaves its state behind in native memory after each training.
 */
public final class AdamW {
  private static final float BETA1 = 0.9f;
  private static final float BETA2 = 0.999f;
  private static final float EPSILON = 1e-8f;

  private final float weightDecay;
  private final float[] mean;
  private final float[] variance;
  private int step;

  public AdamW(int parameters, double weightDecay) {
    this.weightDecay = (float) weightDecay;
    this.mean = new float[parameters];
    this.variance = new float[parameters];
  }

  /** Moves {@code theta} one step against {@code gradient}; both have a value per parameter. */
  public void step(float[] theta, float[] gradient, double rate) {
    step++;
    float shrink = (float) (1 - rate * weightDecay);
    float pace = (float) (rate / (1 - Math.pow(BETA1, step)));
    float correction = (float) (1 / Math.sqrt(1 - Math.pow(BETA2, step)));
    for (int i = 0; i < theta.length; i++) {
      float g = gradient[i];
      mean[i] = BETA1 * mean[i] + (1 - BETA1) * g;
      variance[i] = BETA2 * variance[i] + (1 - BETA2) * g * g;
      float deviation = (float) Math.sqrt(variance[i]) * correction + EPSILON;
      theta[i] = shrink * theta[i] - pace * mean[i] / deviation;
    }
  }

  /**
   * What it remembers of the steps so far.
   *
   * @param mean m
   * @param variance v
   * @param step t
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Moments(float[] mean, float[] variance, int step) {}

  /** A copy of what it remembers. */
  public Moments moments() {
    return new Moments(mean.clone(), variance.clone(), step);
  }

  /** Goes on from what {@link #moments} gave. */
  public void restore(Moments moments) {
    System.arraycopy(moments.mean, 0, mean, 0, mean.length);
    System.arraycopy(moments.variance, 0, variance, 0, variance.length);
    step = moments.step;
  }

  /**
   * Scales {@code gradient} so that its Euclidean norm is at most {@code limit} (Pascanu, Mikolov
   * and Bengio 2013, algorithm 1). DJL's own clipping bounds each component, and on one side only.
   *
   * @return the norm before; where it is not finite the gradient is left as it is
   */
  public static double clip(float[] gradient, double limit) {
    double square = 0;
    for (float g : gradient) {
      square += (double) g * g;
    }
    double norm = Math.sqrt(square);
    if (norm > limit && Double.isFinite(norm)) {
      float factor = (float) (limit / norm);
      for (int i = 0; i < gradient.length; i++) {
        gradient[i] *= factor;
      }
    }
    return norm;
  }
}
