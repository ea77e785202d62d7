package io.vigia.density.diffusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;

/**
 * The noise as a network reads it: with {@code u = (gamma + 1) / 5}, which is -1 to 1 on the
 * starting schedule, {@code u, sin(f u), cos(f u)} for {@code f = pi/2, pi, 2 pi, ...} (Fourier
 * features, as in Kingma et al. 2021, appendix C).
 */
public final class NoiseFeatures {
  private final NDArray fifth;
  private final NDArray angles;
  private final int frequencies;

  /**
   * @param constants outlives every graph
   */
  public NoiseFeatures(int frequencies, NDManager constants) {
    this.frequencies = frequencies;
    this.fifth = constants.create(0.2f);
    float[] each = new float[frequencies];
    for (int i = 0; i < frequencies; i++) {
      each[i] = (float) (Math.PI / 2 * Math.pow(2, i));
    }
    this.angles = constants.create(each);
  }

  /** How many numbers {@link #of} gives for a noise. */
  public int count() {
    return 1 + 2 * frequencies;
  }

  /**
   * @param gamma [n, 1]
   * @return [n, count]
   */
  public NDArray of(NDArray gamma) {
    NDArray u = gamma.add(1).mul(fifth);
    if (frequencies == 0) {
      return u;
    }
    NDArray angle = u.mul(angles);
    return u.concat(angle.sin(), 1).concat(angle.cos(), 1);
  }
}
