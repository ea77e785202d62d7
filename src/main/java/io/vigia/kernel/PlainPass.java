package io.vigia.kernel;

import static io.vigia.kernel.AffineTransform.GROUP;
import static io.vigia.kernel.MaskedLayer.BLOCK;

import java.util.Arrays;

/** The kernel in plain Java. It is quick only where the CPU has fused multiply-add. */
final class PlainPass extends FlowPass {
  /** The partial sums of two outputs. */
  private final float[] sums = new float[8];

  PlainPass(CompiledFlow flow) {
    super(flow);
  }

  @Override
  void forward(MaskedLayer layer, float[] in, int inWidth, float[] out, int outWidth, int count) {
    for (int e = 0; e < count; e++) {
      for (int output = 0; output < layer.bias.length; output += 2) {
        two(layer, output, in, e * inWidth, out, e * outWidth + output);
      }
    }
  }

  /** Two outputs at once: they share the loading of the inputs. */
  private void two(MaskedLayer layer, int output, float[] in, int from, float[] out, int to) {
    int inputs = layer.inputs(output);
    int shared = Math.min(inputs, layer.shared[output / (2 * BLOCK)]);
    Arrays.fill(sums, 0f);
    sums[0] = layer.bias[output];
    sums[4] = layer.bias[output + 1];
    add(layer.weights, layer.weightAt(output, 0), 2 * BLOCK, in, from, shared);
    add(layer.weights, layer.weightAt(output, shared), BLOCK, in, from + shared, inputs - shared);
    for (int i = 0; i < 2; i++) {
      float x = (sums[4 * i] + sums[4 * i + 1]) + (sums[4 * i + 2] + sums[4 * i + 3]);
      out[to + i] = Math.fma(Math.abs(x), layer.fold, x);
    }
  }

  private void add(float[] weights, int at, int row, float[] in, int from, int inputs) {
    float a0 = sums[0];
    float a1 = sums[1];
    float a2 = sums[2];
    float a3 = sums[3];
    float b0 = sums[4];
    float b1 = sums[5];
    float b2 = sums[6];
    float b3 = sums[7];
    for (int k = 0; k < inputs; k += 4) {
      int w = at + k * row;
      float x0 = in[from + k];
      float x1 = in[from + k + 1];
      float x2 = in[from + k + 2];
      float x3 = in[from + k + 3];
      a0 = Math.fma(x0, weights[w], a0);
      b0 = Math.fma(x0, weights[w + 1], b0);
      a1 = Math.fma(x1, weights[w + row], a1);
      b1 = Math.fma(x1, weights[w + row + 1], b1);
      a2 = Math.fma(x2, weights[w + 2 * row], a2);
      b2 = Math.fma(x2, weights[w + 2 * row + 1], b2);
      a3 = Math.fma(x3, weights[w + 3 * row], a3);
      b3 = Math.fma(x3, weights[w + 3 * row + 1], b3);
    }
    sums[0] = a0;
    sums[1] = a1;
    sums[2] = a2;
    sums[3] = a3;
    sums[4] = b0;
    sums[5] = b1;
    sums[6] = b2;
    sums[7] = b3;
  }

  @Override
  void shiftAndScale(
      float[] inputs, int row, float[] outputs, int at, float[] noise, float[] logScales) {
    for (int group = 0; group < padded; group += GROUP) {
      int shift = at + 2 * group;
      for (int j = 0; j < GROUP; j++) {
        int feature = row + group + j;
        float s = outputs[shift + GROUP + j];
        float a = s / Math.fma(Math.abs(s), inverseBound, 1f);
        logScales[feature] = a;
        noise[feature] = (inputs[feature] - outputs[shift + j]) * Exponential.exp(-a);
      }
    }
  }
}
