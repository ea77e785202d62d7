package io.vigia.kernel;

import static io.vigia.kernel.MaskedLayer.BLOCK;
import static io.vigia.kernel.MaskedLayer.STEP;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The kernel in vectors of {@code jdk.incubator.vector}. Its class must only be loaded where that
 * module is: ask {@link Kernel#isAvailable()} first.
 */
final class SimdPass extends FlowPass {
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
  void forward(
      MaskedLayer layer,
      float[] in,
      int inWidth,
      float[] out,
      int outWidth,
      int count,
      boolean relu) {
    for (int e = 0; e < count; e++) {
      one(layer, in, e * inWidth, out, e * outWidth, relu);
    }
  }

  private static void one(
      MaskedLayer layer, float[] in, int from, float[] out, int to, boolean relu) {
    float[] weights = layer.weights;
    for (int block = 0; block < layer.first.length; block++) {
      int k0 = from + layer.first[block];
      int k1 = from + layer.last[block];
      for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
        int output = block * BLOCK + lane;
        int w = layer.start[block] + lane;
        FloatVector sum0 = FloatVector.fromArray(FLOATS, layer.bias, output);
        FloatVector sum1 = FloatVector.zero(FLOATS);
        FloatVector sum2 = FloatVector.zero(FLOATS);
        FloatVector sum3 = FloatVector.zero(FLOATS);
        for (int k = k0; k < k1; k += STEP) {
          sum0 = step(in[k], weights, w, sum0);
          sum1 = step(in[k + 1], weights, w + BLOCK, sum1);
          sum2 = step(in[k + 2], weights, w + 2 * BLOCK, sum2);
          sum3 = step(in[k + 3], weights, w + 3 * BLOCK, sum3);
          w += STEP * BLOCK;
        }
        FloatVector sum = sum0.add(sum1).add(sum2.add(sum3));
        if (relu) {
          sum = relu(sum);
        }
        sum.intoArray(out, to + output);
      }
    }
  }

  private static FloatVector step(float x, float[] weights, int at, FloatVector sum) {
    return FloatVector.broadcast(FLOATS, x).fma(FloatVector.fromArray(FLOATS, weights, at), sum);
  }

  private static FloatVector relu(FloatVector x) {
    return x.blend(0f, x.compare(VectorOperators.LT, 0f));
  }

  @Override
  void shiftAndScale(
      float[] inputs, int row, float[] outputs, int at, float[] noise, float[] logScales) {
    for (int j = 0; j < padded; j += FLOATS.length()) {
      FloatVector s = FloatVector.fromArray(FLOATS, outputs, at + padded + j);
      FloatVector a = s.div(s.abs().fma(FloatVector.broadcast(FLOATS, inverseBound), splat(1f)));
      a.intoArray(logScales, row + j);
      FloatVector centred =
          FloatVector.fromArray(FLOATS, inputs, row + j)
              .sub(FloatVector.fromArray(FLOATS, outputs, at + j));
      centred.mul(exp(a.neg())).intoArray(noise, row + j);
    }
  }

  /** {@link Exponential#exp}, step by step. */
  private static FloatVector exp(FloatVector x) {
    FloatVector rounded = x.fma(splat(Exponential.PER_LOG_2), splat(Exponential.ROUNDER));
    FloatVector n = rounded.sub(Exponential.ROUNDER);
    FloatVector r = n.fma(splat(-Exponential.LOG_2_LOW), n.fma(splat(-Exponential.LOG_2_HIGH), x));
    FloatVector p = splat(Exponential.C7).fma(r, splat(Exponential.C6));
    p = p.fma(r, splat(Exponential.C5));
    p = p.fma(r, splat(Exponential.C4));
    p = p.fma(r, splat(Exponential.C3));
    p = p.fma(r, splat(Exponential.C2));
    p = p.fma(r.mul(r), r).add(1f);
    IntVector power =
        rounded
            .reinterpretAsInts()
            .add(Exponential.EXPONENT_BIAS)
            .lanewise(VectorOperators.LSHL, Exponential.MANTISSA_BITS);
    return p.mul(power.reinterpretAsFloats());
  }

  private static FloatVector splat(float x) {
    return FloatVector.broadcast(FLOATS, x);
  }
}
