package io.vigia.app.bench.drift;

import io.vigia.retrain.DriftReport.Kind;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What happens to a stream.
 *
 * @param name for people
 * @param expected kinds that are right
 * @param feature whether one feature is at fault, which should come first
 */
record Fault(String name, Set<Kind> expected, boolean feature, Change change) {
  /** Changes rows of a stream. */
  interface Change {
    float[] of(Scene scene, long index, float[] row);
  }

  /**
   * Where a fault happens.
   *
   * @param feature that is at fault
   */
  record Scene(DriftStream stream, long seed, GaussianDensity density, int feature, long onset) {}

  private static final double NEW_SHARE = 0.02;

  static List<Fault> all() {
    return List.of(
        shift(0.1),
        shift(0.5),
        shift(1),
        spread(1.2),
        spread(1.5),
        new Fault("new class of 2 %", Set.of(Kind.POPULATION), false, Fault::novel),
        new Fault("stuck", Set.of(Kind.STUCK), true, Fault::stuck),
        new Fault("stuck, half the rows", Set.of(Kind.STUCK), true, Fault::halfStuck),
        new Fault("dead: zero", Set.of(Kind.DEAD), true, (s, i, row) -> with(s, row, 0)),
        new Fault("dead: missing", Set.of(Kind.DEAD), true, (s, i, row) -> with(s, row, Float.NaN)),
        new Fault(
            "from another event", Set.of(Kind.OTHER, Kind.RATE), false, Fault::fromAnotherEvent));
  }

  private static Fault shift(double deviations) {
    return new Fault(
        "mean + " + deviations + " sigma",
        Set.of(Kind.SHIFT),
        true,
        (scene, index, row) ->
            with(
                scene,
                row,
                (float)
                    (row[scene.feature] + deviations * scene.density.deviation(scene.feature))));
  }

  private static Fault spread(double variance) {
    return new Fault(
        "variance x " + variance,
        Set.of(Kind.SPREAD),
        true,
        (scene, index, row) -> {
          double mean = scene.density.mean(scene.feature);
          return with(
              scene, row, (float) (mean + Math.sqrt(variance) * (row[scene.feature] - mean)));
        });
  }

  private static float[] with(Scene scene, float[] row, float value) {
    float[] changed = row.clone();
    changed[scene.feature] = value;
    return changed;
  }

  private static double chance(Scene scene, long index) {
    return new SplittableRandom(scene.seed * 7_919 + index).nextDouble();
  }

  private static float[] novel(Scene scene, long index, float[] row) {
    return chance(scene, index) < NEW_SHARE ? scene.stream.novel(scene.seed, index) : row;
  }

  private static float[] stuck(Scene scene, long index, float[] row) {
    return with(scene, row, scene.stream.row(scene.seed, scene.onset)[scene.feature]);
  }

  private static float[] halfStuck(Scene scene, long index, float[] row) {
    return chance(scene, index) < 0.5 ? stuck(scene, index, row) : row;
  }

  private static float[] fromAnotherEvent(Scene scene, long index, float[] row) {
    return with(scene, row, scene.stream.row(scene.seed, index - 1)[scene.feature]);
  }
}
