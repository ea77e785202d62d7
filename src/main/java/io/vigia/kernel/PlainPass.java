package io.vigia.kernel;

import static io.vigia.kernel.MaskedLayer.BLOCK;
import static io.vigia.kernel.MaskedLayer.STEP;
import static io.vigia.kernel.OutputLayout.AFFINE_GROUP;

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
      float[] inputs, int v, float[] outputs, int at, float[] noise, int u, float[] logScales) {
    for (int j = 0; j < mapped; j++) {
      int shift = at + j / AFFINE_GROUP * BLOCK + j % AFFINE_GROUP;
      float s = outputs[shift + AFFINE_GROUP];
      float a = s / Math.fma(Math.abs(s), inverseBound, 1f);
      logScales[j] = a;
      noise[u + j] = (inputs[v + j] - outputs[shift]) * Exponential.exp(-a);
    }
  }

  @Override
  boolean exponentials(SplineBins splines, float[] outputs, int at) {
    float[] exponentials = splines.exponentials;
    int length = splines.softmaxes();
    int most = 0;
    for (int i = 0; i < length; i++) {
      float x = outputs[at + i];
      most = Math.max(most, Float.floatToRawIntBits(Math.abs(x)));
      exponentials[i] = Exponential.exp(x);
    }
    return most <= SplineBins.CALM_BITS;
  }

  @Override
  void chooseBins(SplineBins splines, float[] inputs, int v, float[] outputs, int at) {
    int group = splines.group;
    for (int j = 0; j < mapped; j++) {
      int widths = j / group * splines.softmaxOutputs + j % group;
      int derivatives = at + j / group * splines.derivativeOutputs + j % group;
      chooseBin(splines, j, inputs[v + j], widths, outputs, derivatives);
    }
  }

  private static void chooseBin(
      SplineBins splines, int j, float v, int widths, float[] outputs, int derivatives) {
    float[] exponentials = splines.exponentials;
    int group = splines.group;
    int last = widths + splines.bins * group;
    int heights = last - widths;
    float width = exponentials[widths];
    float height = exponentials[last];
    float widthSum = width;
    float heightSum = height;
    for (int i = widths + group; i != last; i += group) {
      widthSum += exponentials[i];
      heightSum += exponentials[i + heights];
    }
    float leastWidth = widthSum * splines.leastShare;
    float leastHeight = heightSum * splines.leastShare;
    float above = v + splines.tailBound;
    float target = above * (widthSum * splines.perShared);
    width += leastWidth;
    height += leastHeight;
    float w = width;
    float h = height;
    float wLost = 0;
    float hLost = 0;
    float x = 0;
    float xLost = 0;
    float y = 0;
    float yLost = 0;
    float left = 0;
    float nextLeft = outputs[derivatives];
    float right = nextLeft;
    int d = derivatives + group;
    for (int i = widths + group; i != last; i += group) {
      float nextWidth = exponentials[i] + leastWidth;
      float nextHeight = exponentials[i + heights] + leastHeight;
      float nextRight = outputs[d];
      if (target >= w) {
        x = w;
        xLost = wLost;
        y = h;
        yLost = hLost;
        width = nextWidth;
        height = nextHeight;
        left = nextLeft;
        right = nextRight;
      }
      float wSum = w + nextWidth;
      float wAdded = wSum - w;
      wLost += (w - (wSum - wAdded)) + (nextWidth - wAdded);
      w = wSum;
      float hSum = h + nextHeight;
      float hAdded = hSum - h;
      hLost += (h - (hSum - hAdded)) + (nextHeight - hAdded);
      h = hSum;
      nextLeft = nextRight;
      d += group;
    }
    float range = splines.range;
    float perWidth = range / w;
    float perHeight = range / h;
    float perWidthLost =
        Math.fma(-perWidth, wLost, Math.fma(-perWidth, w, range)) * splines.perRange;
    float perHeightLost =
        Math.fma(-perHeight, hLost, Math.fma(-perHeight, h, range)) * splines.perRange;
    float xAbove = perWidth * x;
    float yAbove = perHeight * y;
    xLost =
        Math.fma(perWidth, xLost, Math.fma(perWidthLost, xAbove, Math.fma(perWidth, x, -xAbove)));
    yLost =
        Math.fma(
            perHeight, yLost, Math.fma(perHeightLost, yAbove, Math.fma(perHeight, y, -yAbove)));
    float vLost = v - (above - splines.tailBound);
    splines.distance[j] = (above - xAbove) + (vLost - xLost);
    splines.y[j] = (yAbove - splines.tailBound) + yLost;
    splines.width[j] = width * perWidth;
    splines.height[j] = height * perHeight;
    splines.left[j] = left;
    splines.right[j] = right;
  }

  @Override
  void derivatives(float[] raw) {
    for (int j = 0; j < mapped; j++) {
      raw[j] =
          Logarithm.softplus(raw[j] + SplineBins.DERIVATIVE_OFFSET) + SplineBins.LEAST_DERIVATIVE;
    }
  }

  @Override
  void mapInBins(SplineBins splines, float[] inputs, int v, float[] noise, int u) {
    for (int j = 0; j < mapped; j++) {
      float value = inputs[v + j];
      float width = splines.width[j];
      float height = splines.height[j];
      float left = splines.left[j];
      float right = splines.right[j];
      float s = height / width;
      float t = splines.distance[j] / width;
      float rest = 1f - t;
      float both = t * rest;
      float twice = s + s;
      float share = both / s;
      float bend = Math.fma((left + right) - twice, share, 1f);
      float slope = Math.fma(right * t, t, Math.fma(twice, both, left * rest * rest));
      float mapped = Math.fma(height, Math.fma(t, t, left * share) / bend, splines.y[j]);
      boolean inside = Math.abs(value) <= splines.tailBound;
      noise[u + j] = inside ? mapped : value;
      splines.slope[j] = inside ? slope : 1f;
      splines.bend[j] = inside ? bend : 1f;
    }
  }

  @Override
  void logarithms(float[] numbers) {
    for (int j = 0; j < mapped; j++) {
      numbers[j] = Logarithm.log(numbers[j]);
    }
  }
}
