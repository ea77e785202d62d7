package io.vigia.density;

/**
 * The exponential moving average of a vector of parameters: {@code average = d average + (1 - d)
 * theta}. After t updates d is {@code min(decay, (1 + t) / (10 + t))}, so that the first
 * parameters, which know nothing, are forgotten fast.
 */
public final class MovingAverage {
  private final double decay;
  private final float[] average;
  private int updates;

  public MovingAverage(float[] start, double decay) {
    if (!(decay >= 0 && decay < 1)) {
      throw new IllegalArgumentException("decay is " + decay + "; allowed: 0 to below 1");
    }
    this.average = start.clone();
    this.decay = decay;
  }

  public void update(float[] theta) {
    updates++;
    float keep = (float) Math.min(decay, (1.0 + updates) / (10.0 + updates));
    for (int i = 0; i < average.length; i++) {
      average[i] = keep * average[i] + (1 - keep) * theta[i];
    }
  }

  /** How many updates it has seen. */
  public int updates() {
    return updates;
  }

  /** Goes on from what {@link #value} and {@link #updates} gave. */
  public void restore(float[] value, int seen) {
    System.arraycopy(value, 0, average, 0, average.length);
    updates = seen;
  }

  /** A copy of the average as it stands. */
  public float[] value() {
    return average.clone();
  }
}
