package io.vigia.density.set;

import io.vigia.kernel.Tensor;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * The probability of each number of members of a set, 0 to N, from the sets seen in training:
 *
 * <pre>
 * p(n) = (seen_n + 1/2) / (sets + (N + 1) / 2)
 * </pre>
 *
 * <p>(Krichevsky and Trofimov 1981), so that no number is impossible.
 */
final class CountTable {
  static final String LOG_MASS = "count.log_mass";

  private final float[] logMass;

  private CountTable(float[] logMass) {
    this.logMass = logMass;
  }

  /**
   * @param counts of sets seen, each 0 to {@code most}
   */
  static CountTable of(int[] counts, int most) {
    double[] seen = new double[most + 1];
    for (int count : counts) {
      seen[count]++;
    }
    float[] logMass = new float[most + 1];
    for (int n = 0; n <= most; n++) {
      logMass[n] = (float) Math.log((seen[n] + 0.5) / (counts.length + (most + 1) / 2.0));
    }
    return new CountTable(logMass);
  }

  /**
   * From a bundle's tensors.
   *
   * @throws IllegalArgumentException where it is missing, does not fit, or is no distribution
   */
  static CountTable of(Map<String, Tensor> tensors, int most) {
    if (!(tensors.get(LOG_MASS) instanceof Tensor.Floats floats) || floats.size() != most + 1) {
      throw new IllegalArgumentException(
          "tensor " + LOG_MASS + " is missing or is not F32 [" + (most + 1) + "]");
    }
    double sum = 0;
    for (float log : floats.data()) {
      sum += Math.exp(log);
    }
    if (!(Math.abs(sum - 1) < 1e-3)) {
      throw new IllegalArgumentException(
          "the masses of tensor " + LOG_MASS + " sum to " + sum + "; allowed: 1");
    }
    return new CountTable(floats.data());
  }

  void store(Map<String, Tensor> tensors) {
    tensors.put(LOG_MASS, Tensor.of(logMass.clone(), logMass.length));
  }

  double logMass(int count) {
    return logMass[count];
  }

  /** For each number of members. */
  float[] logMasses() {
    return logMass.clone();
  }

  int draw(SplittableRandom random) {
    double left = random.nextDouble();
    for (int n = 0; n < logMass.length - 1; n++) {
      left -= Math.exp(logMass[n]);
      if (left < 0) {
        return n;
      }
    }
    return logMass.length - 1;
  }
}
