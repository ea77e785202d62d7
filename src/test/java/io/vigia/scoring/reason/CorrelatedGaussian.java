package io.vigia.scoring.reason;

import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.LogDensity;
import io.vigia.model.GaussianBundle;
import io.vigia.model.StoredBundle;
import io.vigia.model.TypicalRows;
import io.vigia.scoring.ScoringModel;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A density with a known answer: features {@code f0, f1, ...} of unit variance in which f(2k) and
 * f(2k+1) have correlation rho and the pairs are independent.
 */
final class CorrelatedGaussian implements CompiledDensity {
  private final int features;
  private final double rho;

  CorrelatedGaussian(int features, double rho) {
    this.features = features;
    this.rho = rho;
  }

  /** A bundle scored by this density, with typical rows of it. */
  ScoringModel model() {
    List<String> names = IntStream.range(0, features).mapToObj(j -> "f" + j).toList();
    FeatureSchema schema =
        new FeatureSchema(
            names.stream().map(name -> new EventLayout.Field(name, "/" + name, null)).toList(),
            Map.of(),
            names.stream()
                .map(name -> new Feature(name, name, "cm", Feature.Missing.REJECT))
                .toList());
    Random random = new Random(4);
    float[] rows = new float[TypicalRows.MOST * features];
    for (int row = 0; row < TypicalRows.MOST; row++) {
      System.arraycopy(draw(random), 0, rows, row * features, features);
    }
    return ScoringModel.of(
        new StoredBundle(
            GaussianBundle.of(schema).withTypical(TypicalRows.of(features, rows)), "ab"),
        member -> this);
  }

  float[] draw(Random random) {
    float[] row = new float[features];
    for (int j = 0; j < features; j++) {
      double fresh = random.nextGaussian();
      row[j] = (float) (j % 2 == 0 ? fresh : rho * row[j - 1] + Math.sqrt(1 - rho * rho) * fresh);
    }
    return row;
  }

  double nll(float... row) {
    double sum = 0;
    for (int j = 0; j < features; j++) {
      boolean second = j % 2 == 1;
      double variance = second ? 1 - rho * rho : 1;
      double away = second ? row[j] - rho * row[j - 1] : row[j];
      sum += 0.5 * Math.log(2 * Math.PI * variance) + 0.5 * away * away / variance;
    }
    return sum;
  }

  @Override
  public int inputs() {
    return features;
  }

  @Override
  public String name() {
    return "correlated";
  }

  @Override
  public long multiplications() {
    return features;
  }

  @Override
  public LogDensity newLogDensity() {
    return new LogDensity() {
      @Override
      public int inputs() {
        return features;
      }

      @Override
      public double logDensity(float[] vectors, int offset) {
        float[] row = new float[features];
        System.arraycopy(vectors, offset, row, 0, features);
        return -nll(row);
      }

      @Override
      public void logDensities(float[] vectors, int count, double[] out) {
        for (int i = 0; i < count; i++) {
          out[i] = logDensity(vectors, i * features);
        }
      }
    };
  }
}
