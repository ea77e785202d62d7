package io.vigia.kernel;

import static io.vigia.kernel.AffineTransform.GROUP;
import static io.vigia.kernel.MaskedLayer.BLOCK;
import static io.vigia.kernel.MaskedLayer.STEP;

/** The kernel in plain Java. It is quick only where the CPU has fused multiply-add. */
final class PlainPass extends FlowPass {
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
  private static void two(
      MaskedLayer layer, int output, float[] in, int from, float[] out, int to) {
    float[] weights = layer.weights;
    int block = output / BLOCK;
    int inputs = layer.inputs[block];
    int first = layer.start[block] + output % BLOCK;
    float a0 = layer.bias[output];
    float a1 = 0;
    float a2 = 0;
    float a3 = 0;
    float b0 = layer.bias[output + 1];
    float b1 = 0;
    float b2 = 0;
    float b3 = 0;
    for (int k = 0; k < inputs; k += STEP) {
      int w = first + k * BLOCK;
      float x0 = in[from + k];
      float x1 = in[from + k + 1];
      float x2 = in[from + k + 2];
      float x3 = in[from + k + 3];
      a0 = Math.fma(x0, weights[w], a0);
      b0 = Math.fma(x0, weights[w + 1], b0);
      a1 = Math.fma(x1, weights[w + BLOCK], a1);
      b1 = Math.fma(x1, weights[w + BLOCK + 1], b1);
      a2 = Math.fma(x2, weights[w + 2 * BLOCK], a2);
      b2 = Math.fma(x2, weights[w + 2 * BLOCK + 1], b2);
      a3 = Math.fma(x3, weights[w + 3 * BLOCK], a3);
      b3 = Math.fma(x3, weights[w + 3 * BLOCK + 1], b3);
    }
    float a = (a0 + a1) + (a2 + a3);
    float b = (b0 + b1) + (b2 + b3);
    out[to] = Math.fma(Math.abs(a), layer.fold, a);
    out[to + 1] = Math.fma(Math.abs(b), layer.fold, b);
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
