package io.vigia.training;

import java.util.SplittableRandom;

/**
 * Batches of standardised rows: each row once in an epoch, in an order drawn anew for each, with
 * Gaussian noise where it is asked for. The same seed gives the same batches.
 */
final class Batches {
  private final float[] rows;
  private final int features;
  private final double noise;
  private final SplittableRandom random;
  private final int[] order;
  private int next;

  Batches(float[] rows, int features, double noise, long seed) {
    this.rows = rows;
    this.features = features;
    this.noise = noise;
    this.random = new SplittableRandom(seed);
    this.order = new int[rows.length / features];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    this.next = order.length;
  }

  /** Fills {@code batch} with rows. */
  void fill(float[] batch) {
    for (int at = 0; at < batch.length; at += features) {
      if (next == order.length) {
        shuffle();
        next = 0;
      }
      System.arraycopy(rows, order[next++] * features, batch, at, features);
    }
    if (noise > 0) {
      for (int i = 0; i < batch.length; i++) {
        batch[i] += (float) (noise * random.nextGaussian());
      }
    }
  }

  private void shuffle() {
    for (int i = order.length - 1; i > 0; i--) {
      int other = random.nextInt(i + 1);
      int kept = order[i];
      order[i] = order[other];
      order[other] = kept;
    }
  }
}
