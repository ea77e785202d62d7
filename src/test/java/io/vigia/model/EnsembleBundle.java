package io.vigia.model;

import io.vigia.calibration.CombinationRule;
import io.vigia.calibration.EnsembleCalibration;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * An ensemble with a known answer: {@link GaussianFlow}s of several widths, calibrated on 4,000
 * draws of the standard normal density.
 */
public final class EnsembleBundle {
  private static final int ROWS = 4_000;

  private EnsembleBundle() {}

  /** The ensemble of flows with these widths. */
  public static ModelBundle of(FeatureSchema schema, double... widths) {
    Random random = new Random(5);
    double[][] nll = new double[widths.length][ROWS];
    boolean[] forTails = new boolean[ROWS];
    for (int row = 0; row < ROWS; row++) {
      double[] x = random.doubles(schema.size()).map(u -> random.nextGaussian()).toArray();
      for (int i = 0; i < widths.length; i++) {
        nll[i][row] = GaussianFlow.nll(widths[i], x);
      }
      forTails[row] = row % 2 == 0;
    }
    EnsembleCalibration calibration =
        EnsembleCalibration.of(CombinationRule.MEAN, nll, forTails, List.of("all"), new int[ROWS]);
    return new ModelBundle(
        "gauss",
        "ensemble",
        schema,
        IntStream.range(0, widths.length)
            .mapToObj(i -> member("gauss-" + i, schema, widths[i]))
            .toList(),
        calibration.combination(),
        calibration.calibrations(),
        GaussianBundle.of(schema).provenance(),
        Map.of());
  }

  private static Member member(String name, FeatureSchema schema, double width) {
    return new Member(
        name,
        Preprocessing.identity(ModelBundle.row(schema)),
        GaussianFlow.of(schema.size(), 0, width).toDensityWeights(),
        Meaning.EXACT,
        1);
  }
}
