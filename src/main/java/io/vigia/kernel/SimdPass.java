package io.vigia.kernel;

import static io.vigia.kernel.MaskedLayer.BLOCK;
import static io.vigia.kernel.MaskedLayer.STEP;
import static io.vigia.kernel.OutputLayout.AFFINE_GROUP;
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
  static final VectorSpecies<Float> FLOATS =
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
      tile(layer, in, inWidth, out, outWidth);
      return;
    }
    for (int e = 0; e < count; e++) {
      one(layer, in, e * inWidth, out, e * outWidth);
    }
  }

  /** A layer for one vector. */
  private static void one(MaskedLayer layer, float[] in, int from, float[] out, int to) {
    float[] weights = layer.weights;
    for (int output = 0; output < layer.bias.length; output += FLOATS.length()) {
      int last = from + layer.inputs[output / BLOCK];
      int w = layer.start[output / BLOCK] + output % BLOCK;
      FloatVector sum0 = FloatVector.fromArray(FLOATS, layer.bias, output);
      FloatVector sum1 = FloatVector.zero(FLOATS);
      FloatVector sum2 = sum1;
      FloatVector sum3 = sum1;
      // Not "<": for a loop that C2 can count it would set up more than these few steps are worth.
      for (int k = from; k != last; k += STEP) {
        FloatVector x0 = FloatVector.broadcast(FLOATS, in[k]);
        sum0 = x0.fma(FloatVector.fromArray(FLOATS, weights, w), sum0);
        FloatVector x1 = FloatVector.broadcast(FLOATS, in[k + 1]);
        sum1 = x1.fma(FloatVector.fromArray(FLOATS, weights, w + BLOCK), sum1);
        FloatVector x2 = FloatVector.broadcast(FLOATS, in[k + 2]);
        sum2 = x2.fma(FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK), sum2);
        FloatVector x3 = FloatVector.broadcast(FLOATS, in[k + 3]);
        sum3 = x3.fma(FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK), sum3);
        w += STEP * BLOCK;
      }
      FloatVector sum = sum0.add(sum1).add(sum2.add(sum3));
      sum.abs().fma(FloatVector.broadcast(FLOATS, layer.fold), sum).intoArray(out, to + output);
    }
  }

  /**
   * A layer for the four vectors of a tile, which share the loading of the weights. With vectors
   * shorter than a block there are too few registers for it to pay.
   */
  private static void tile(MaskedLayer layer, float[] in, int inWidth, float[] out, int outWidth) {
    float[] weights = layer.weights;
    for (int output = 0; output < layer.bias.length; output += BLOCK) {
      int last = layer.inputs[output / BLOCK];
      int w = layer.start[output / BLOCK];
      int b = inWidth;
      int c = 2 * inWidth;
      int d = 3 * inWidth;
      FloatVector a0 = FloatVector.fromArray(FLOATS, layer.bias, output);
      FloatVector a1 = FloatVector.zero(FLOATS);
      FloatVector a2 = a1;
      FloatVector a3 = a1;
      FloatVector b0 = a0;
      FloatVector b1 = a1;
      FloatVector b2 = a1;
      FloatVector b3 = a1;
      FloatVector c0 = a0;
      FloatVector c1 = a1;
      FloatVector c2 = a1;
      FloatVector c3 = a1;
      FloatVector d0 = a0;
      FloatVector d1 = a1;
      FloatVector d2 = a1;
      FloatVector d3 = a1;
      for (int a = 0; a != last; a += STEP) {
        FloatVector w0 = FloatVector.fromArray(FLOATS, weights, w);
        FloatVector w1 = FloatVector.fromArray(FLOATS, weights, w + BLOCK);
        FloatVector w2 = FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK);
        FloatVector w3 = FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK);
        a0 = FloatVector.broadcast(FLOATS, in[a]).fma(w0, a0);
        a1 = FloatVector.broadcast(FLOATS, in[a + 1]).fma(w1, a1);
        a2 = FloatVector.broadcast(FLOATS, in[a + 2]).fma(w2, a2);
        a3 = FloatVector.broadcast(FLOATS, in[a + 3]).fma(w3, a3);
        b0 = FloatVector.broadcast(FLOATS, in[b]).fma(w0, b0);
        b1 = FloatVector.broadcast(FLOATS, in[b + 1]).fma(w1, b1);
        b2 = FloatVector.broadcast(FLOATS, in[b + 2]).fma(w2, b2);
        b3 = FloatVector.broadcast(FLOATS, in[b + 3]).fma(w3, b3);
        c0 = FloatVector.broadcast(FLOATS, in[c]).fma(w0, c0);
        c1 = FloatVector.broadcast(FLOATS, in[c + 1]).fma(w1, c1);
        c2 = FloatVector.broadcast(FLOATS, in[c + 2]).fma(w2, c2);
        c3 = FloatVector.broadcast(FLOATS, in[c + 3]).fma(w3, c3);
        d0 = FloatVector.broadcast(FLOATS, in[d]).fma(w0, d0);
        d1 = FloatVector.broadcast(FLOATS, in[d + 1]).fma(w1, d1);
        d2 = FloatVector.broadcast(FLOATS, in[d + 2]).fma(w2, d2);
        d3 = FloatVector.broadcast(FLOATS, in[d + 3]).fma(w3, d3);
        b += STEP;
        c += STEP;
        d += STEP;
        w += STEP * BLOCK;
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
  }

  /**
   * {@inheritDoc}
   *
   * <p>A vector longer than a group computes and writes nonsense beyond it; the next group, or the
   * next vector of the tile, writes over that, or it falls into the {@link #SLACK}.
   */
  @Override
  void shiftAndScale(
      float[] inputs, int v, float[] outputs, int at, float[] noise, int u, float[] logScales) {
    for (int group = 0; group < mapped; group += AFFINE_GROUP) {
      for (int lane = 0; lane < AFFINE_GROUP; lane += FLOATS.length()) {
        int feature = group + lane;
        int shift = at + 2 * group + lane;
        FloatVector s = FloatVector.fromArray(FLOATS, outputs, shift + AFFINE_GROUP);
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
        FloatVector value = FloatVector.fromArray(FLOATS, inputs, v + feature);
        FloatVector mu = FloatVector.fromArray(FLOATS, outputs, shift);
        value.sub(mu).mul(p.mul(power)).intoArray(noise, u + feature);
      }
    }
  }

  @Override
  boolean exponentials(SplineBins splines, float[] outputs, int at) {
    return SimdSplines.exponentials(outputs, at, splines.softmaxes(), splines.exponentials);
  }

  @Override
  void chooseBins(SplineBins splines, float[] inputs, int v, float[] outputs, int at) {
    SimdSplines.chooseBins(splines, inputs, v, outputs, at);
  }

  @Override
  void derivatives(float[] raw) {
    SimdSplines.derivatives(raw, mapped);
  }

  @Override
  void mapInBins(SplineBins splines, float[] inputs, int v, float[] noise, int u) {
    SimdSplines.mapInBins(splines, inputs, v, noise, u);
  }

  @Override
  void logarithms(float[] numbers) {
    SimdSplines.logarithms(numbers, mapped);
  }
}
