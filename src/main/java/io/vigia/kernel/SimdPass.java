package io.vigia.kernel;

import static io.vigia.kernel.AffineTransform.GROUP;
import static io.vigia.kernel.MaskedLayer.BLOCK;
import static io.vigia.kernel.MaskedLayer.STEP;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of {@code jdk.incubator.vector}. Its class must only be loaded where that
 * module is: ask {@link Kernel#isAvailable()} first.
 */
final class SimdPass extends FlowPass {
  /**
   * The only species in this JVM, on purpose: with two, the type profiles inside the vector classes
   * are mixed, and C2 (seen in JDK 17) stops removing the objects behind the vectors.
   */
  private static final VectorSpecies<Float> FLOATS =
      FloatVector.SPECIES_PREFERRED.length() > BLOCK
          ? FloatVector.SPECIES_512
          : FloatVector.SPECIES_PREFERRED;

  SimdPass(CompiledFlow flow) {
    super(flow);
  }

  /** The vectors' width. */
  static int bits() {
    return FLOATS.vectorBitSize();
  }

  @Override
  void forward(MaskedLayer layer, float[] in, int inWidth, float[] out, int outWidth, int count) {
    if (count == TILE && FLOATS.length() == BLOCK) {
      for (int output = 0; output < layer.bias.length; output += BLOCK) {
        tile(layer, output, in, inWidth, out, outWidth);
      }
      return;
    }
    for (int e = 0; e < count; e++) {
      one(layer, in, e * inWidth, out, e * outWidth);
    }
  }

  private static void one(MaskedLayer layer, float[] in, int from, float[] out, int to) {
    float[] weights = layer.weights;
    float[] bias = layer.bias;
    int output = 0;
    for (int pair = 0; pair < layer.start.length; pair++) {
      boolean alone = layer.isAlone(pair);
      int shared = from + layer.shared[pair];
      int last = from + layer.inputs[pair];
      int second = alone ? output : output + BLOCK;
      for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
        int w = layer.start[pair] + lane;
        int k = from;
        FloatVector v0 = FloatVector.fromArray(FLOATS, bias, output + lane);
        FloatVector v1 = FloatVector.zero(FLOATS);
        FloatVector v2 = v1;
        FloatVector v3 = v1;
        FloatVector w0 = FloatVector.fromArray(FLOATS, bias, second + lane);
        FloatVector w1 = v1;
        FloatVector w2 = v1;
        FloatVector w3 = v1;
        while (k != shared) {
          FloatVector x0 = FloatVector.broadcast(FLOATS, in[k]);
          FloatVector x1 = FloatVector.broadcast(FLOATS, in[k + 1]);
          FloatVector x2 = FloatVector.broadcast(FLOATS, in[k + 2]);
          FloatVector x3 = FloatVector.broadcast(FLOATS, in[k + 3]);
          v0 = x0.fma(FloatVector.fromArray(FLOATS, weights, w), v0);
          w0 = x0.fma(FloatVector.fromArray(FLOATS, weights, w + BLOCK), w0);
          v1 = x1.fma(FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK), v1);
          w1 = x1.fma(FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK), w1);
          v2 = x2.fma(FloatVector.fromArray(FLOATS, weights, w + 4 * BLOCK), v2);
          w2 = x2.fma(FloatVector.fromArray(FLOATS, weights, w + 5 * BLOCK), w2);
          v3 = x3.fma(FloatVector.fromArray(FLOATS, weights, w + 6 * BLOCK), v3);
          w3 = x3.fma(FloatVector.fromArray(FLOATS, weights, w + 7 * BLOCK), w3);
          FloatVector x4 = FloatVector.broadcast(FLOATS, in[k + 4]);
          FloatVector x5 = FloatVector.broadcast(FLOATS, in[k + 5]);
          FloatVector x6 = FloatVector.broadcast(FLOATS, in[k + 6]);
          FloatVector x7 = FloatVector.broadcast(FLOATS, in[k + 7]);
          v0 = x4.fma(FloatVector.fromArray(FLOATS, weights, w + 8 * BLOCK), v0);
          w0 = x4.fma(FloatVector.fromArray(FLOATS, weights, w + 9 * BLOCK), w0);
          v1 = x5.fma(FloatVector.fromArray(FLOATS, weights, w + 10 * BLOCK), v1);
          w1 = x5.fma(FloatVector.fromArray(FLOATS, weights, w + 11 * BLOCK), w1);
          v2 = x6.fma(FloatVector.fromArray(FLOATS, weights, w + 12 * BLOCK), v2);
          w2 = x6.fma(FloatVector.fromArray(FLOATS, weights, w + 13 * BLOCK), w2);
          v3 = x7.fma(FloatVector.fromArray(FLOATS, weights, w + 14 * BLOCK), v3);
          w3 = x7.fma(FloatVector.fromArray(FLOATS, weights, w + 15 * BLOCK), w3);
          k += STEP;
          w += 2 * STEP * BLOCK;
        }
        FloatVector sum = v0.add(v1).add(v2.add(v3));
        sum.abs()
            .fma(FloatVector.broadcast(FLOATS, layer.fold), sum)
            .intoArray(out, to + output + lane);
        while (k != last) {
          w0 =
              FloatVector.broadcast(FLOATS, in[k])
                  .fma(FloatVector.fromArray(FLOATS, weights, w), w0);
          w1 =
              FloatVector.broadcast(FLOATS, in[k + 1])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + BLOCK), w1);
          w2 =
              FloatVector.broadcast(FLOATS, in[k + 2])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK), w2);
          w3 =
              FloatVector.broadcast(FLOATS, in[k + 3])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK), w3);
          w0 =
              FloatVector.broadcast(FLOATS, in[k + 4])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + 4 * BLOCK), w0);
          w1 =
              FloatVector.broadcast(FLOATS, in[k + 5])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + 5 * BLOCK), w1);
          w2 =
              FloatVector.broadcast(FLOATS, in[k + 6])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + 6 * BLOCK), w2);
          w3 =
              FloatVector.broadcast(FLOATS, in[k + 7])
                  .fma(FloatVector.fromArray(FLOATS, weights, w + 7 * BLOCK), w3);
          k += STEP;
          w += STEP * BLOCK;
        }
        sum = w0.add(w1).add(w2.add(w3));
        sum.abs()
            .fma(FloatVector.broadcast(FLOATS, layer.fold), sum)
            .intoArray(out, to + second + lane);
      }
      output += 2 * BLOCK;
    }
  }

  /**
   * One block of outputs for the four vectors of a tile, which share the loading of the weights.
   * With fewer than 32 registers it would not pay.
   */
  private static void tile(
      MaskedLayer layer, int output, float[] in, int inWidth, float[] out, int outWidth) {
    float[] weights = layer.weights;
    int pair = output / (2 * BLOCK);
    int shared = layer.shared[pair];
    int last = layer.inputs(output);
    FloatVector bias = FloatVector.fromArray(FLOATS, layer.bias, output);
    FloatVector zero = FloatVector.zero(FLOATS);
    FloatVector a0 = bias;
    FloatVector a1 = zero;
    FloatVector a2 = zero;
    FloatVector a3 = zero;
    FloatVector b0 = bias;
    FloatVector b1 = zero;
    FloatVector b2 = zero;
    FloatVector b3 = zero;
    FloatVector c0 = bias;
    FloatVector c1 = zero;
    FloatVector c2 = zero;
    FloatVector c3 = zero;
    FloatVector d0 = bias;
    FloatVector d1 = zero;
    FloatVector d2 = zero;
    FloatVector d3 = zero;
    int ka = 0;
    int kb = inWidth;
    int kc = 2 * inWidth;
    int kd = 3 * inWidth;
    while (ka != last) {
      int w = layer.weightAt(output, ka);
      int row = ka < shared ? 2 * BLOCK : BLOCK;
      FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
      FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + row);
      FloatVector w2 = FloatVector.fromArray(FLOATS, weights, w + 2 * row);
      FloatVector w3 = FloatVector.fromArray(FLOATS, weights, w + 3 * row);
      a0 = FloatVector.broadcast(FLOATS, in[ka]).fma(w0, a0);
      a1 = FloatVector.broadcast(FLOATS, in[ka + 1]).fma(w1, a1);
      a2 = FloatVector.broadcast(FLOATS, in[ka + 2]).fma(w2, a2);
      a3 = FloatVector.broadcast(FLOATS, in[ka + 3]).fma(w3, a3);
      b0 = FloatVector.broadcast(FLOATS, in[kb]).fma(w0, b0);
      b1 = FloatVector.broadcast(FLOATS, in[kb + 1]).fma(w1, b1);
      b2 = FloatVector.broadcast(FLOATS, in[kb + 2]).fma(w2, b2);
      b3 = FloatVector.broadcast(FLOATS, in[kb + 3]).fma(w3, b3);
      c0 = FloatVector.broadcast(FLOATS, in[kc]).fma(w0, c0);
      c1 = FloatVector.broadcast(FLOATS, in[kc + 1]).fma(w1, c1);
      c2 = FloatVector.broadcast(FLOATS, in[kc + 2]).fma(w2, c2);
      c3 = FloatVector.broadcast(FLOATS, in[kc + 3]).fma(w3, c3);
      d0 = FloatVector.broadcast(FLOATS, in[kd]).fma(w0, d0);
      d1 = FloatVector.broadcast(FLOATS, in[kd + 1]).fma(w1, d1);
      d2 = FloatVector.broadcast(FLOATS, in[kd + 2]).fma(w2, d2);
      d3 = FloatVector.broadcast(FLOATS, in[kd + 3]).fma(w3, d3);
      ka += 4;
      kb += 4;
      kc += 4;
      kd += 4;
    }
    FloatVector fold = FloatVector.broadcast(FLOATS, layer.fold);
    a0 = a0.add(a1).add(a2.add(a3));
    a0.abs().fma(fold, a0).intoArray(out, output);
    b0 = b0.add(b1).add(b2.add(b3));
    b0.abs().fma(fold, b0).intoArray(out, output + outWidth);
    c0 = c0.add(c1).add(c2.add(c3));
    c0.abs().fma(fold, c0).intoArray(out, output + 2 * outWidth);
    d0 = d0.add(d1).add(d2.add(d3));
    d0.abs().fma(fold, d0).intoArray(out, output + 3 * outWidth);
  }

  /**
   * {@inheritDoc}
   *
   * <p>A vector longer than a group computes and writes nonsense beyond it; the next group, or the
   * next vector of the tile, writes over that, or it falls into the {@link #SLACK}.
   */
  @Override
  void shiftAndScale(
      float[] inputs, int row, float[] outputs, int at, float[] noise, float[] logScales) {
    for (int group = 0; group < padded; group += GROUP) {
      for (int lane = 0; lane < GROUP; lane += FLOATS.length()) {
        int feature = row + group + lane;
        int shift = at + 2 * group + lane;
        FloatVector s = FloatVector.fromArray(FLOATS, outputs, shift + GROUP);
        FloatVector a = s.div(s.abs().fma(inverseBound, 1f));
        a.intoArray(logScales, feature);
        // exp(-a), step by step as in Exponential.
        FloatVector rounded = a.neg().fma(Exponential.PER_LOG_2, Exponential.ROUNDER);
        FloatVector n = rounded.sub(Exponential.ROUNDER);
        FloatVector r = n.lanewise(FMA, -Exponential.LOG_2_HIGH, a.neg());
        r = n.lanewise(FMA, -Exponential.LOG_2_LOW, r);
        FloatVector p = r.fma(Exponential.C7, Exponential.C6);
        p = p.lanewise(FMA, r, Exponential.C5);
        p = p.lanewise(FMA, r, Exponential.C4);
        p = p.lanewise(FMA, r, Exponential.C3);
        p = p.lanewise(FMA, r, Exponential.C2);
        p = p.fma(r.mul(r), r).add(1f);
        FloatVector power =
            rounded
                .reinterpretAsInts()
                .add(Exponential.EXPONENT_BIAS)
                .lanewise(LSHL, Exponential.MANTISSA_BITS)
                .reinterpretAsFloats();
        FloatVector v = FloatVector.fromArray(FLOATS, inputs, feature);
        FloatVector mu = FloatVector.fromArray(FLOATS, outputs, shift);
        v.sub(mu).mul(p.mul(power)).intoArray(noise, feature);
      }
    }
  }
}
