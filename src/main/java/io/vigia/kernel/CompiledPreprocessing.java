package io.vigia.kernel;

/**
 * A compiled density behind a {@link Preprocessing}: over rows of inputs. A {@link Meaning#SCORE}
 * is passed on without the volume, which it does not mean.
 */
final class CompiledPreprocessing implements CompiledDensity {
  private final Preprocessing preprocessing;
  private final CompiledDensity density;

  CompiledPreprocessing(Preprocessing preprocessing, CompiledDensity density) {
    this.preprocessing = preprocessing;
    this.density = density;
  }

  @Override
  public int inputs() {
    return preprocessing.schema().inputs();
  }

  @Override
  public LogDensity newLogDensity() {
    return new Scorer(preprocessing, density.newLogDensity(), meaning() != Meaning.SCORE);
  }

  @Override
  public Meaning meaning() {
    return density.meaning();
  }

  @Override
  public String name() {
    return density.name();
  }

  @Override
  public long multiplications() {
    return density.multiplications();
  }

  private static final class Scorer implements LogDensity {
    private static final int BLOCK = 64;

    private final Preprocessing preprocessing;
    private final LogDensity density;
    private final boolean hasVolume;
    private final int inputs;
    private final float[] encoded;
    private final double[] volumes = new double[BLOCK];
    private final double[] logDensities = new double[BLOCK];

    Scorer(Preprocessing preprocessing, LogDensity density, boolean hasVolume) {
      this.hasVolume = hasVolume;
      this.preprocessing = preprocessing;
      this.density = density;
      this.inputs = preprocessing.schema().inputs();
      this.encoded = new float[BLOCK * density.inputs()];
    }

    @Override
    public int inputs() {
      return inputs;
    }

    @Override
    public double logDensity(float[] vectors, int offset) {
      double volume = preprocessing.apply(vectors, offset, encoded, 0);
      return added(volume) + density.logDensity(encoded, 0);
    }

    @Override
    public void logDensities(float[] vectors, int count, double[] out) {
      for (int from = 0; from < count; from += BLOCK) {
        int rows = Math.min(BLOCK, count - from);
        for (int i = 0; i < rows; i++) {
          volumes[i] =
              preprocessing.apply(vectors, (from + i) * inputs, encoded, i * density.inputs());
        }
        density.logDensities(encoded, rows, logDensities);
        for (int i = 0; i < rows; i++) {
          out[from + i] = added(volumes[i]) + logDensities[i];
        }
      }
    }

    /** NaN, which a value that may not be missing gives, is never hidden. */
    private double added(double volume) {
      return hasVolume || Double.isNaN(volume) ? volume : 0;
    }
  }
}
