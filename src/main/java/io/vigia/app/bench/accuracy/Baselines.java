package io.vigia.app.bench.accuracy;

import java.util.Arrays;
import smile.anomaly.IsolationForest;
import smile.math.MathEx;
import smile.neighbor.KDTree;

/** Detectors to compare with, by the library Smile; for benchmarks only. */
final class Baselines {
  private static final int NEIGHBOURS = 5;
  private static final int TREES = 100;
  private static final double SUBSAMPLE = 256;

  private Baselines() {}

  /** The distance to the fifth nearest training row, standardised (Ramaswamy et al. 2000). */
  static Detector nearestNeighbours(float[] train, int features, long seed) {
    Standardised scaling = Standardised.on(train, features);
    double[][] rows = scaling.apply(train);
    KDTree<double[]> tree = new KDTree<>(rows, rows);
    return test ->
        Arrays.stream(scaling.apply(test))
            .mapToDouble(row -> farthest(tree.search(row, Math.min(NEIGHBOURS, rows.length))))
            .toArray();
  }

  private static double farthest(smile.neighbor.Neighbor<double[], double[]>[] neighbours) {
    return Arrays.stream(neighbours).mapToDouble(one -> one.distance).max().orElseThrow();
  }

  /** 100 trees of 256 rows (Liu, Ting and Zhou 2008). */
  static Detector isolationForest(float[] train, int features, long seed) {
    Standardised scaling = Standardised.on(train, features);
    double[][] rows = scaling.apply(train);
    MathEx.setSeed(seed);
    double share = Math.min(1, SUBSAMPLE / rows.length);
    int depth = (int) Math.ceil(Math.log(Math.min(SUBSAMPLE, rows.length)) / Math.log(2));
    IsolationForest forest = IsolationForest.fit(rows, TREES, depth, share, 0);
    return test -> Arrays.stream(scaling.apply(test)).mapToDouble(forest::score).toArray();
  }
}
