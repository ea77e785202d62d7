package io.vigia.kernel;

import java.util.Arrays;

/**
 * A masked linear layer laid out for the CPU. Its outputs are cut into blocks of {@value #BLOCK};
 * each block holds the weights of those inputs only, in steps of {@value #STEP}, between the first
 * and the last with a weight that is not zero. So where the units of a masked network are sorted by
 * degree, about half of the multiplications fall away.
 *
 * <p>Every kernel adds up an output in one and the same order, whatever its vectors' width: four
 * partial sums, over the inputs {@code k = 0, 1, 2, 3 (mod 4)}, each by {@code fma} from the first
 * input to the last; the bias starts the first of them; at the end {@code (0 + 1) + (2 + 3)}. This
 * is what makes their results the same bit for bit.
 */
final class MaskedLayer {
  /** Outputs in a block: as many floats as the widest vectors hold. */
  static final int BLOCK = 16;

  /** Inputs in a step: one for each partial sum. */
  static final int STEP = 4;

  /** For each block, its first input: a multiple of {@link #STEP}. */
  final int[] first;

  /** For each block, the input after its last: a multiple of {@link #STEP}. */
  final int[] last;

  /** For each block, where its weights begin in {@link #weights}. */
  final int[] start;

  /** By block, then input from first to last, then output: a row of {@link #BLOCK} for an input. */
  final float[] weights;

  /** By output; zeros up to a whole block. */
  final float[] bias;

  private MaskedLayer(int[] first, int[] last, int[] start, float[] weights, float[] bias) {
    this.first = first;
    this.last = last;
    this.start = start;
    this.weights = weights;
    this.bias = bias;
  }

  /** The least multiple of {@link #BLOCK} that is not below {@code length}. */
  static int padded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  int blocks() {
    return first.length;
  }

  /**
   * @param weight row-major, [rows, inputs]
   * @param rows for each output of the compiled layer, whole blocks of them, its row in {@code
   *     weight}; -1 for a unit that is always 0
   */
  static MaskedLayer of(float[] weight, float[] bias, int inputs, int[] rows) {
    int blocks = rows.length / BLOCK;
    int[] first = new int[blocks];
    int[] last = new int[blocks];
    int[] start = new int[blocks];
    int size = 0;
    for (int block = 0; block < blocks; block++) {
      int[] own = Arrays.copyOfRange(rows, block * BLOCK, (block + 1) * BLOCK);
      int least = 0;
      int most = inputs;
      while (least < most && isZero(weight, inputs, own, least)) {
        least++;
      }
      while (most > least && isZero(weight, inputs, own, most - 1)) {
        most--;
      }
      first[block] = least / STEP * STEP;
      last[block] = (most + STEP - 1) / STEP * STEP;
      start[block] = size;
      size = Math.addExact(size, (last[block] - first[block]) * BLOCK);
    }
    MaskedLayer layer =
        new MaskedLayer(first, last, start, new float[size], new float[rows.length]);
    layer.fill(weight, bias, inputs, rows);
    return layer;
  }

  private static boolean isZero(float[] weight, int inputs, int[] rows, int input) {
    for (int row : rows) {
      if (row >= 0 && weight[row * inputs + input] != 0) {
        return false;
      }
    }
    return true;
  }

  private void fill(float[] weight, float[] biasByRow, int inputs, int[] rows) {
    for (int output = 0; output < rows.length; output++) {
      int row = rows[output];
      if (row < 0) {
        continue;
      }
      int block = output / BLOCK;
      bias[output] = biasByRow[row];
      for (int input = first[block]; input < Math.min(last[block], inputs); input++) {
        int at = start[block] + (input - first[block]) * BLOCK + output % BLOCK;
        weights[at] = weight[row * inputs + input];
      }
    }
  }
}
