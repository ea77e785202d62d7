package io.vigia.kernel;

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
      boolean relu) {
    for (int e = 0; e < count; e++) {
      for (int output = 0; output < layer.bias.length; output++) {
        float sum = weightedSum(layer, output, in, e * inWidth);
        out[e * outWidth + output] = relu && sum < 0 ? 0f : sum;
      }
    }
  }

  private static float weightedSum(MaskedLayer layer, int output, float[] in, int at) {
    int block = output / MaskedLayer.BLOCK;
    float[] weights = layer.weights;
    int w = layer.start[block] + output % MaskedLayer.BLOCK;
    int last = at + layer.last[block];
    float sum0 = layer.bias[output];
    float sum1 = 0;
    float sum2 = 0;
    float sum3 = 0;
    for (int k = at + layer.first[block]; k < last; k += MaskedLayer.STEP) {
      sum0 = Math.fma(in[k], weights[w], sum0);
      sum1 = Math.fma(in[k + 1], weights[w + MaskedLayer.BLOCK], sum1);
      sum2 = Math.fma(in[k + 2], weights[w + 2 * MaskedLayer.BLOCK], sum2);
      sum3 = Math.fma(in[k + 3], weights[w + 3 * MaskedLayer.BLOCK], sum3);
      w += MaskedLayer.STEP * MaskedLayer.BLOCK;
    }
    return (sum0 + sum1) + (sum2 + sum3);
  }

  @Override
  void shiftAndScale(
      float[] inputs, int row, float[] outputs, int at, float[] noise, float[] logScales) {
    for (int j = 0; j < padded; j++) {
      float s = outputs[at + padded + j];
      float a = s / Math.fma(Math.abs(s), inverseBound, 1f);
      logScales[row + j] = a;
      noise[row + j] = (inputs[row + j] - outputs[at + j]) * Exponential.exp(-a);
    }
  }
}
