package io.vigia.model;

import io.vigia.calibration.Calibration;
import io.vigia.feature.FeatureSchema;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** A bundle of the {@link GaussianFlow}, calibrated on 9,999 draws of it. */
public final class GaussianBundle {
  private GaussianBundle() {}

  /** Of width 1. */
  public static ModelBundle of(FeatureSchema schema) {
    return of(schema, "1", 1);
  }

  public static ModelBundle of(FeatureSchema schema, String version, double width) {
    int d = schema.size();
    return ModelBundle.ofFlow(
        "gauss",
        version,
        schema,
        GaussianFlow.of(d, schema.contextNames().size(), width),
        Calibration.of(draws(d, 9_999, width)),
        new Provenance(
            List.of(new Provenance.Data("none", "00", 0)),
            Map.of("calibration", 9_999L),
            1,
            Map.of(),
            "test",
            "test",
            "cpu",
            "2026-11-24T00:00:00Z"),
        Map.of());
  }

  /** -log p of a vector under the standard normal density, nats. */
  public static double nll(double... x) {
    return GaussianFlow.nll(1, x);
  }

  private static double[] draws(int d, int n, double width) {
    Random random = new Random(3);
    return IntStream.range(0, n)
        .mapToDouble(
            i ->
                GaussianFlow.nll(
                    width, random.doubles(d).map(u -> width * random.nextGaussian()).toArray()))
        .toArray();
  }
}
