package io.vigia.kernel;

/**
 * A known density: its coordinates are independent, with mean {@code shift} times the sum of the
 * context and variance 1.
 */
record StandardNormal(int coordinates, int context, double shift) implements CompiledDensity {
  @Override
  public int inputs() {
    return coordinates + context;
  }

  @Override
  public LogDensity newLogDensity() {
    return new LogDensity() {
      @Override
      public int inputs() {
        return coordinates + context;
      }

      @Override
      public double logDensity(float[] vectors, int offset) {
        double mean = 0;
        for (int k = 0; k < context; k++) {
          mean += shift * vectors[offset + coordinates + k];
        }
        double log = -0.5 * coordinates * Math.log(2 * Math.PI);
        for (int j = 0; j < coordinates; j++) {
          double deviation = vectors[offset + j] - mean;
          log -= 0.5 * deviation * deviation;
        }
        return log;
      }

      @Override
      public void logDensities(float[] vectors, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] = logDensity(vectors, i * inputs());
        }
      }
    };
  }

  @Override
  public String name() {
    return "standard-normal";
  }

  @Override
  public long multiplications() {
    return inputs();
  }
}
