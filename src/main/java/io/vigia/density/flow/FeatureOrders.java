package io.vigia.density.flow;

import java.util.SplittableRandom;

/**
 * The order in which each transform of a flow takes the features. The first takes them as they
 * come, the second in reverse; then comes a random order followed by its reverse, and so on: of two
 * features each is conditioned on the other in half of the transforms.
 *
 * <p>A transform's permutation p acts on what the transform before it gave: {@code v[j] = z[p[j]]}.
 */
final class FeatureOrders {
  private FeatureOrders() {}

  /** Permutations, [transforms][features]. */
  static int[][] permutations(int features, int transforms, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    int[][] permutations = new int[transforms][];
    for (int t = 0; t < transforms; t++) {
      if (t == 0) {
        permutations[t] = identity(features);
      } else if (t % 2 == 1) {
        permutations[t] = reversal(features);
      } else {
        permutations[t] = shuffled(features, random);
      }
    }
    return permutations;
  }

  private static int[] identity(int features) {
    int[] order = new int[features];
    for (int j = 0; j < features; j++) {
      order[j] = j;
    }
    return order;
  }

  private static int[] reversal(int features) {
    int[] order = new int[features];
    for (int j = 0; j < features; j++) {
      order[j] = features - 1 - j;
    }
    return order;
  }

  private static int[] shuffled(int features, SplittableRandom random) {
    int[] order = identity(features);
    for (int j = features - 1; j > 0; j--) {
      int other = random.nextInt(j + 1);
      int kept = order[j];
      order[j] = order[other];
      order[other] = kept;
    }
    return order;
  }
}
