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
  void forward(
      MaskedLayer layer,
      float[] in,
      int inWidth,
      float[] out,
      int outWidth,
      int count,
      float floor) {
    for (int e = 0; e < count; e++) {
      int to = e * outWidth;
      for (int output = 0; output < layer.bias.length; output += 2) {
        two(layer, output, in, e * inWidth, out, to + output);
      }
      for (int output = to; output < to + layer.bias.length; output++) {
        out[output] = out[output] < floor ? floor : out[output];
      }
    }
  }

  /** Two outputs at once: they share the loading of the inputs. */
  private static void two(
      MaskedLayer layer, int output, float[] in, int from, float[] out, int to) {
    int block = output / BLOCK;
    float[] weights = layer.weights;
    int steps = (layer.last[block] - layer.first[block]) / STEP;
    int k = from + layer.first[block];
    int w = layer.start[block] + output % BLOCK;
    float a0 = layer.bias[output];
    float a1 = 0;
    float a2 = 0;
    float a3 = 0;
    float b0 = layer.bias[output + 1];
    float b1 = 0;
    float b2 = 0;
    float b3 = 0;
    for (int step = 0; step < steps; step++) {
      int at = w + step * STEP * BLOCK;
      float x0 = in[k + step * STEP];
      float x1 = in[k + step * STEP + 1];
      float x2 = in[k + step * STEP + 2];
      float x3 = in[k + step * STEP + 3];
      a0 = Math.fma(x0, weights[at], a0);
      b0 = Math.fma(x0, weights[at + 1], b0);
      a1 = Math.fma(x1, weights[at + BLOCK], a1);
      b1 = Math.fma(x1, weights[at + BLOCK + 1], b1);
      a2 = Math.fma(x2, weights[at + 2 * BLOCK], a2);
      b2 = Math.fma(x2, weights[at + 2 * BLOCK + 1], b2);
      a3 = Math.fma(x3, weights[at + 3 * BLOCK], a3);
      b3 = Math.fma(x3, weights[at + 3 * BLOCK + 1], b3);
    }
    out[to] = (a0 + a1) + (a2 + a3);
    out[to + 1] = (b0 + b1) + (b2 + b3);
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
