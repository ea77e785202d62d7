package io.vigia.training;

import io.vigia.feature.FeatureBlock;
import java.util.Arrays;
import java.util.List;

/**
 * Mean and standard deviation of each coordinate over the training part: a density then starts from
 * about the right place and width.
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Standardisation(float[] mean, float[] scale) {
  /**
   * Of encoded rows.
   *
   * @param names of the coordinates
   * @param width the numbers of a row, the coordinates first
   * @throws UnfitDataException where a coordinate is constant in them
   */
  static Standardisation of(List<String> names, float[] rows, int width) {
    int count = rows.length / width;
    float[] mean = new float[names.size()];
    float[] scale = new float[names.size()];
    for (int j = 0; j < names.size(); j++) {
      double sum = 0;
      for (int i = 0; i < count; i++) {
        sum += rows[i * width + j];
      }
      double centre = sum / count;
      double squares = 0;
      for (int i = 0; i < count; i++) {
        double deviation = rows[i * width + j] - centre;
        squares += deviation * deviation;
      }
      mean[j] = (float) centre;
      scale[j] = (float) Math.sqrt(squares / count);
      if (!(scale[j] > 0 && Float.isFinite(scale[j]) && Float.isFinite(1 / scale[j]))) {
        throw new UnfitDataException(
            "column "
                + names.get(j)
                + " has standard deviation "
                + scale[j]
                + " in the training part; it must be above 0 and within a float's range");
      }
    }
    return new Standardisation(mean, scale);
  }

  /**
   * Of images, one mean and one deviation a channel, so that an object has the same shape wherever
   * it stands.
   *
   * @param width the numbers of a row, the pixels first
   * @throws UnfitDataException where all pixels of a channel are the same
   */
  static Standardisation of(FeatureBlock.Pixels pixels, float[] rows, int width) {
    int area = pixels.side() * pixels.side();
    float[] mean = new float[pixels.columns()];
    float[] scale = new float[pixels.columns()];
    for (int channel = 0; channel < pixels.channels(); channel++) {
      float[] values = new float[rows.length / width * area];
      for (int i = 0; i < values.length; i++) {
        values[i] = rows[i / area * width + channel * area + i % area];
      }
      String name = pixels.name() + ", channel " + channel;
      Standardisation of = of(List.of(name), values, 1);
      Arrays.fill(mean, channel * area, (channel + 1) * area, of.mean[0]);
      Arrays.fill(scale, channel * area, (channel + 1) * area, of.scale[0]);
    }
    return new Standardisation(mean, scale);
  }

  /** Of what the density standardises by itself. */
  static Standardisation none(int coordinates) {
    float[] scale = new float[coordinates];
    Arrays.fill(scale, 1);
    return new Standardisation(new float[coordinates], scale);
  }
}
