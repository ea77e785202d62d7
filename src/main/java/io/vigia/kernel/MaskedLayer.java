package io.vigia.kernel;

/**
 * A masked linear layer laid out for the CPU. Its outputs are cut into blocks of {@value #BLOCK};
 * each block holds weights only up to the last input that it looks at. So where the units of a
 * masked network are sorted by degree, nearly half of the multiplications fall away. Blocks 0 and
 * 1, 2 and 3, ... make pairs, of which the second looks at no fewer inputs than the first.
 *
 * <p>Every kernel adds up an output in one and the same order, whatever its vectors' width: four
 * partial sums, over the inputs {@code k = 0, 1, 2, 3 (mod 4)}, each by {@code fma} from the first
 * input to the last; the bias starts the first of them; at the end {@code (0 + 1) + (2 + 3)}. This
 * is what makes their results the same bit for bit.
 *
 * <p>A hidden layer then gives {@code x + |x|}, twice the rectified sum, and the weights of the
 * layer after it are halved. Both are exact, and unlike a comparison this keeps a NaN.
 */
final class MaskedLayer {
  /** Outputs in a block: as many floats as the widest vectors hold. */
  static final int BLOCK = 16;

  /** The number of inputs that a block looks at is a multiple of this. */
  static final int STEP = 8;

  private final int blocks;

  /** For each pair, how many inputs both its blocks look at; 0 for a block alone. */
  final int[] shared;

  /** For each pair, how many inputs its second block, or the block alone, looks at. */
  final int[] inputs;

  /** For each pair, where its weights begin in {@link #weights}. */
  final int[] start;

  /**
   * By pair, then input, then output: a row of two blocks for a shared input, and after these a row
   * of one block for each of the rest.
   */
  final float[] weights;

  /** By output. */
  final float[] bias;

  /** What {@code |x|} is multiplied with before it is added to x: 1 in hidden layers, else 0. */
  final float fold;

  /**
   * @param rows for each output, whole blocks of them, its row of weights; -1 for an output that is
   *     always 0
   */
  MaskedLayer(FlowWeights flow, int transform, int layer, int[] rows) {
    Matrix matrix =
        new Matrix(
            flow.weight(transform, layer),
            flow.architecture().inputs(layer),
            rows,
            layer == 0 ? 1f : 0.5f);
    fold = layer < flow.architecture().layers() - 1 ? 1f : 0f;
    blocks = rows.length / BLOCK;
    int pairs = (blocks + 1) / 2;
    shared = new int[pairs];
    inputs = new int[pairs];
    start = new int[pairs];
    bias = new float[rows.length];
    for (int output = 0; output < rows.length; output++) {
      bias[output] = rows[output] < 0 ? 0 : flow.bias(transform, layer)[rows[output]];
    }
    int size = 0;
    for (int pair = 0; pair < pairs; pair++) {
      shared[pair] = isAlone(pair) ? 0 : matrix.inputs(2 * pair);
      inputs[pair] = Math.max(shared[pair], matrix.inputs(second(pair)));
      start[pair] = size;
      size = Math.addExact(size, Math.multiplyExact(inputs[pair] + shared[pair], BLOCK));
    }
    weights = new float[size];
    for (int pair = 0; pair < pairs; pair++) {
      fill(pair, matrix);
    }
  }

  /** Whether a pair is one block only. */
  boolean isAlone(int pair) {
    return 2 * pair + 1 == blocks;
  }

  /** How many inputs the block of an output looks at. */
  int inputs(int output) {
    int pair = output / (2 * BLOCK);
    boolean first = output % (2 * BLOCK) < BLOCK && !isAlone(pair);
    return first ? shared[pair] : inputs[pair];
  }

  /** Where the weight of an input for an output lies; the input is one that its block looks at. */
  int weightAt(int output, int input) {
    int pair = output / (2 * BLOCK);
    return input < shared[pair]
        ? start[pair] + input * 2 * BLOCK + output % (2 * BLOCK)
        : start[pair] + (shared[pair] + input) * BLOCK + output % BLOCK;
  }

  private int second(int pair) {
    return isAlone(pair) ? 2 * pair : 2 * pair + 1;
  }

  private void fill(int pair, Matrix matrix) {
    int at = start[pair];
    for (int input = 0; input < inputs[pair]; input++) {
      if (input < shared[pair]) {
        matrix.copyColumn(2 * pair, input, weights, at);
        at += BLOCK;
      }
      matrix.copyColumn(second(pair), input, weights, at);
      at += BLOCK;
    }
  }

  /** The least multiple of {@link #BLOCK} that is not below {@code length}. */
  static int padded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** The weights by output and input, 0 where there are none. */
  private record Matrix(float[] weight, int width, int[] rows, float factor) {
    float at(int output, int input) {
      return rows[output] < 0 || input >= width ? 0 : factor * weight[rows[output] * width + input];
    }

    /** How many inputs, from input 0, a block looks at: a multiple of {@link #STEP}. */
    int inputs(int block) {
      int inputs = width;
      while (inputs > 0 && isZero(block, inputs - 1)) {
        inputs--;
      }
      return (inputs + STEP - 1) / STEP * STEP;
    }

    private boolean isZero(int block, int input) {
      for (int output = block * BLOCK; output < (block + 1) * BLOCK; output++) {
        if (at(output, input) != 0) {
          return false;
        }
      }
      return true;
    }

    void copyColumn(int block, int input, float[] to, int from) {
      for (int lane = 0; lane < BLOCK; lane++) {
        to[from + lane] = at(block * BLOCK + lane, input);
      }
    }
  }
}
