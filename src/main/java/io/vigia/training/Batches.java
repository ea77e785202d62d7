package io.vigia.training;

import java.util.SplittableRandom;

/**
 * Batches of encoded rows: each row once in an epoch, in an order drawn anew for each, with
 * Gaussian noise on the coordinates where it is asked for. The same seed gives the same batches.
 */
final class Batches {
  private final RowEncoder encoder;
  private final float[] rows;
  private final int[] classOfRow;
  private final double[] noise;
  private final SplittableRandom random;
  private final int[] order;
  private int next;

  /**
   * @param rows of inputs, one after the other
   * @param classOfRow for each row its class
   * @param noise standard deviation for each coordinate
   */
  Batches(RowEncoder encoder, float[] rows, int[] classOfRow, double[] noise, long seed) {
    this.encoder = encoder;
    this.rows = rows;
    this.classOfRow = classOfRow;
    this.noise = noise;
    this.random = new SplittableRandom(seed);
    this.order = new int[classOfRow.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = i;
    }
    this.next = order.length;
  }

  /**
   * Fills {@code batch} with rows.
   *
   * @param share of the noise that is added, 0 to 1
   * @return the mean of what to add to a row's log-density of coordinates, in nats
   */
  double fill(float[] batch, double share) {
    int width = encoder.width();
    int inputs = rows.length / order.length;
    double volume = 0;
    for (int at = 0; at < batch.length; at += width) {
      if (next == order.length) {
        shuffle();
        next = 0;
      }
      int row = order[next++];
      volume += encoder.encode(rows, row * inputs, classOfRow[row], true, random, batch, at);
      for (int j = 0; j < noise.length; j++) {
        if (noise[j] > 0) {
          batch[at + j] += (float) (share * noise[j] * random.nextGaussian());
        }
      }
    }
    return volume / (batch.length / width);
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
