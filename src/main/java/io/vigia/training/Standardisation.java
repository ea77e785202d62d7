package io.vigia.training;

/**
 * {@code z = (x - mean) / scale} for each feature, scale the standard deviation of the training
 * part: the flow then starts from a density of about the right place and width.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Standardisation(float[] mean, float[] scale) {
  /**
   * Of these rows.
   *
   * @throws UnfitDataException where a column is constant in them
   */
  static Standardisation of(TrainingSet set, float[] rows) {
    int features = set.features();
    int count = rows.length / features;
    float[] mean = new float[features];
    float[] scale = new float[features];
    for (int j = 0; j < features; j++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += rows[i * features + j];
      }
      double centre = sum / count;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double deviation = rows[i * features + j] - centre;
        squares += deviation * deviation;
      }
      mean[j] = (float) centre;
      scale[j] = (float) Math.sqrt(squares / count);
      if (!(scale[j] > 0 && Float.isFinite(scale[j]) && Float.isFinite(1 / scale[j]))) {
        throw new UnfitDataException(
            "column "
                + set.columns().get(j)
                + " has standard deviation "
                + scale[j]
                + " in the training part; it must be above 0 and within a float's range");
      }
    }
    return new Standardisation(mean, scale);
  }

  /** These rows standardised, as the kernel does it. */
  float[] apply(float[] rows) {
    float[] z = new float[rows.length];
    for (int i = 0; i < rows.length; i++) {
      int j = i % mean.length;
      z[i] = (rows[i] - mean[j]) / scale[j];
    }
    return z;
  }

  /** {@code sum_j log scale_j}: what a standardised log-density has too much, in nats. */
  double logVolume() {
    double sum = 0;
    for (float s : scale) {
      sum += Math.log(s);
    }
    return sum;
  }
}
