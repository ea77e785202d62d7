package io.vigia.kernel;

/**
 * The density of rows whose class is not known, from a density that is conditional on the class by
 * its last context numbers (one-hot), and the class probabilities of each row by Bayes:
 *
 * <pre>
 * p(x)     = sum_k pi_k p(x | k)
 * P(k | x) = pi_k p(x | k) / p(x)
 * </pre>
 */
public final class ClassMixture implements CompiledDensity {
  /** A mixture for one thread. */
  public interface Scorer extends LogDensity {
    /** How many classes there are. */
    int classes();

    /**
     * Writes P(k | x) of the row that {@link #logDensity} scored last; NaN where its density was no
     * number. Allocates nothing.
     *
     * @param out at least {@link #classes()} long
     */
    void classProbabilities(double[] out);
  }

  private final Preprocessing preprocessing;
  private final CompiledDensity conditional;

  /**
   * @param preprocessing with classes
   * @param conditional over its coordinates and context
   */
  ClassMixture(Preprocessing preprocessing, CompiledDensity conditional) {
    this.preprocessing = preprocessing;
    this.conditional = conditional;
  }

  public Classes classes() {
    return preprocessing.classes();
  }

  @Override
  public int inputs() {
    return preprocessing.schema().inputs();
  }

  @Override
  public Scorer newLogDensity() {
    return new Pass(preprocessing, conditional.newLogDensity());
  }

  @Override
  public String name() {
    return conditional.name();
  }

  @Override
  public long multiplications() {
    return classes().size() * conditional.multiplications();
  }

  private static final class Pass implements Scorer {
    private final Preprocessing preprocessing;
    private final LogDensity conditional;
    private final int inputs;
    private final int firstClass;
    private final double[] logPriors;
    private final double[] joint;
    private final float[] encoded;
    private double logDensity = Double.NaN;

    Pass(Preprocessing preprocessing, LogDensity conditional) {
      this.preprocessing = preprocessing;
      this.conditional = conditional;
      this.inputs = preprocessing.schema().inputs();
      this.encoded = new float[conditional.inputs()];
      this.logPriors = preprocessing.classes().priors().stream().mapToDouble(Math::log).toArray();
      this.joint = new double[logPriors.length];
      this.firstClass = encoded.length - logPriors.length;
    }

    @Override
    public int inputs() {
      return inputs;
    }

    @Override
    public int classes() {
      return joint.length;
    }

    @Override
    public double logDensity(float[] vectors, int offset) {
      double volume = preprocessing.apply(vectors, offset, encoded, 0);
      double largest = Double.NEGATIVE_INFINITY;
      for (int k = 0; k < joint.length; k++) {
        encoded[firstClass + k] = 1;
        joint[k] =
            logPriors[k]
                + preprocessing.logMass(k, vectors, offset)
                + volume
                + conditional.logDensity(encoded, 0);
        encoded[firstClass + k] = 0;
        largest = Math.max(largest, joint[k]);
      }
      double sum = 0;
      for (double log : joint) {
        sum += Math.exp(log - largest);
      }
      logDensity = largest + Math.log(sum);
      return logDensity;
    }

    @Override
    public void logDensities(float[] vectors, int count, double[] out) {
      for (int i = 0; i < count; i++) {
        out[i] = logDensity(vectors, i * inputs);
      }
    }

    @Override
    public void classProbabilities(double[] out) {
      for (int k = 0; k < joint.length; k++) {
        out[k] = Math.exp(joint[k] - logDensity);
      }
    }
  }
}
