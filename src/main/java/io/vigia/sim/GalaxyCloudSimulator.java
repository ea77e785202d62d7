package io.vigia.sim;

import java.util.SplittableRandom;

/**
 * Clouds of clustered points in the plane: a process of Neyman and Scott (1952) with Gaussian
 * clusters (Thomas 1949) inside a Gaussian envelope. A cloud has 4 to 8 parents, standard normal,
 * and 24 to {@value #MOST} points, each {@value #SPREAD} around a parent taken at random. A cloud
 * is a pure function of seed and index.
 */
public final class GalaxyCloudSimulator {
  public static final int MOST = 40;
  static final double SPREAD = 0.12;
  private static final int LEAST = 24;
  private static final int LEAST_PARENTS = 4;
  private static final int MOST_PARENTS = 8;

  private final long seed;

  private GalaxyCloudSimulator(long seed) {
    this.seed = seed;
  }

  public static GalaxyCloudSimulator of(long seed) {
    return new GalaxyCloudSimulator(seed);
  }

  /** The cloud of this index, [points][2]. */
  public double[][] cloud(long index) {
    SplittableRandom random = random(index);
    double[][] points = new double[count(random)][];
    double[][] parents =
        new double[LEAST_PARENTS + random.nextInt(MOST_PARENTS - LEAST_PARENTS + 1)][];
    for (int i = 0; i < parents.length; i++) {
      parents[i] = new double[] {random.nextGaussian(), random.nextGaussian()};
    }
    for (int i = 0; i < points.length; i++) {
      double[] parent = parents[random.nextInt(parents.length)];
      points[i] =
          new double[] {
            parent[0] + SPREAD * random.nextGaussian(), parent[1] + SPREAD * random.nextGaussian()
          };
    }
    return points;
  }

  /** As many points as the cloud of this index has, of the same envelope, independent: Poisson. */
  public double[][] unclustered(long index) {
    SplittableRandom random = random(index);
    double[][] points = new double[count(random)][];
    double spread = Math.sqrt(1 + SPREAD * SPREAD);
    for (int i = 0; i < points.length; i++) {
      points[i] = new double[] {spread * random.nextGaussian(), spread * random.nextGaussian()};
    }
    return points;
  }

  private SplittableRandom random(long index) {
    return new SplittableRandom(DimuonSimulator.mix(seed + DimuonSimulator.mix(index + 1)));
  }

  private static int count(SplittableRandom random) {
    return LEAST + random.nextInt(MOST - LEAST + 1);
  }
}
