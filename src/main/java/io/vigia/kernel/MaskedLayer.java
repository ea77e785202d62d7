package io.vigia.kernel;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A masked linear layer laid out for the CPU. Its outputs are cut into blocks of {@value #BLOCK};
 * each block holds weights only up to the last input that it looks at. So where the units of a
 * masked network are sorted by degree, nearly half of the multiplications fall away.
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

  /** Inputs in a step, one for each partial sum. A block looks at whole steps. */
  static final int STEP = 4;

  /** For each block, how many inputs it looks at, from input 0. */
  final int[] inputs;

  /** For each block, where its weights begin in {@link #weights}. */
  final int[] start;

  /** By block, then input, then output: a row of {@link #BLOCK} for an input. */
  final float[] weights;

  /** By output. */
  final float[] bias;

  /** What {@code |x|} is multiplied with before it is added to x: 1 in hidden layers, else 0. */
  final float fold;

  /** Whether the layer's inputs are added to its outputs, one by one. */
  final boolean residual;

  private MaskedLayer(
      int[] inputs, int[] start, float[] weights, float[] bias, float fold, boolean residual) {
    this.inputs = inputs;
    this.start = start;
    this.weights = weights;
    this.bias = bias;
    this.fold = fold;
    this.residual = residual;
  }

  /**
   * A layer of a transform's network.
   *
   * @param rows for each output, whole blocks of them, its row of weights; -1 for an output that is
   *     always 0
   * @param columns for each input its column of weights
   */
  static MaskedLayer of(FlowWeights flow, int transform, int layer, int[] rows, int[] columns) {
    int last = flow.architecture().layers() - 1;
    return of(
        new Matrix(flow.weight(transform, layer), rows, columns, layer == 0 ? 1f : 0.5f),
        flow.bias(transform, layer),
        layer < last ? 1f : 0f,
        flow.architecture().residual() && layer > 0 && layer < last);
  }

  /** The matrix and shift of a transform with linear mixing. */
  static MaskedLayer mixing(FlowWeights flow, int transform) {
    int features = flow.architecture().features();
    int[] columns = IntStream.range(0, features).toArray();
    return of(
        new Matrix(flow.mixingWeight(transform), inOrder(features), columns, 1f),
        flow.mixingBias(transform),
        0f,
        false);
  }

  private static MaskedLayer of(Matrix matrix, float[] bias, float fold, boolean residual) {
    int[] rows = matrix.rows();
    int[] inputs = new int[rows.length / BLOCK];
    int[] start = new int[inputs.length];
    int size = 0;
    for (int block = 0; block < inputs.length; block++) {
      inputs[block] = matrix.inputs(block);
      start[block] = size;
      size = Math.addExact(size, Math.multiplyExact(inputs[block], BLOCK));
    }
    float[] weights = new float[size];
    float[] biases = new float[rows.length];
    for (int output = 0; output < rows.length; output++) {
      int block = output / BLOCK;
      for (int input = 0; input < inputs[block]; input++) {
        weights[start[block] + input * BLOCK + output % BLOCK] = matrix.at(output, input);
      }
      biases[output] = rows[output] < 0 ? 0 : bias[rows[output]];
    }
    return new MaskedLayer(inputs, start, weights, biases, fold, residual);
  }

  /** Rows for outputs that keep their order, up to a whole block. */
  static int[] inOrder(int outputs) {
    return IntStream.range(0, padded(outputs)).map(o -> o < outputs ? o : -1).toArray();
  }

  /** Multiplications for one vector. */
  int multiplications() {
    return BLOCK * Arrays.stream(inputs).sum();
  }

  /** The same layer with its weights copied to {@code memory}, from index {@code at}. */
  MaskedLayer movedTo(float[] memory, int at) {
    System.arraycopy(weights, 0, memory, at, weights.length);
    int[] moved = start.clone();
    for (int block = 0; block < moved.length; block++) {
      moved[block] += at;
    }
    return new MaskedLayer(inputs, moved, memory, bias, fold, residual);
  }

  /** The least multiple of {@link #BLOCK} that is not below {@code length}. */
  static int padded(int length) {
    return (length + BLOCK - 1) / BLOCK * BLOCK;
  }

  /** The weights by output and input, 0 where there are none. */
  @SuppressWarnings("ArrayRecordComponent") // compared by identity
  private record Matrix(float[] weight, int[] rows, int[] columns, float factor) {
    float at(int output, int input) {
      return rows[output] < 0 || input >= columns.length
          ? 0
          : factor * weight[rows[output] * columns.length + columns[input]];
    }

    /** How many inputs, from input 0, a block looks at: whole steps. */
    int inputs(int block) {
      int inputs = columns.length;
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
  }
}
