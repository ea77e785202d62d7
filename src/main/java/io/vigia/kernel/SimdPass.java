package io.vigia.kernel;

import static io.vigia.kernel.AffineTransform.GROUP;
import static io.vigia.kernel.MaskedLayer.BLOCK;
import static io.vigia.kernel.MaskedLayer.STEP;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

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
  void forward(
      MaskedLayer layer,
      float[] in,
      int inWidth,
      float[] out,
      int outWidth,
      int count,
      float floor) {
    for (int e = 0; e < count; e++) {
      forward(layer, in, e * inWidth, out, e * outWidth, floor);
    }
  }

  private static void forward(
      MaskedLayer layer, float[] in, int from, float[] out, int to, float floor) {
    int[] first = layer.first;
    int[] last = layer.last;
    int block = 0;
    while (block < first.length) {
      int next = block + 1;
      if (next < first.length && first[block] == first[next] && last[block] <= last[next]) {
        for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
          pair(layer, block, lane, in, from, out, to, floor);
        }
        block += 2;
      } else {
        for (int lane = 0; lane < BLOCK; lane += FLOATS.length()) {
          alone(layer, block, lane, in, from, out, to, floor);
        }
        block++;
      }
    }
  }

  /** Two blocks that begin at the same input share the loading of the inputs. */
  private static void pair(
      MaskedLayer layer,
      int block,
      int lane,
      float[] in,
      int from,
      float[] out,
      int to,
      float floor) {
    int output = block * BLOCK + lane;
    float[] weights = layer.weights;
    int v = layer.start[block] + lane;
    int w = layer.start[block + 1] + lane;
    int shared = from + layer.last[block];
    int last = from + layer.last[block + 1];
    FloatVector v0 = FloatVector.fromArray(FLOATS, layer.bias, output);
    FloatVector v1 = FloatVector.zero(FLOATS);
    FloatVector v2 = FloatVector.zero(FLOATS);
    FloatVector v3 = FloatVector.zero(FLOATS);
    FloatVector w0 = FloatVector.fromArray(FLOATS, layer.bias, output + BLOCK);
    FloatVector w1 = FloatVector.zero(FLOATS);
    FloatVector w2 = FloatVector.zero(FLOATS);
    FloatVector w3 = FloatVector.zero(FLOATS);
    int k = from + layer.first[block];
    for (; k < shared; k += STEP) {
      FloatVector x0 = FloatVector.broadcast(FLOATS, in[k]);
      FloatVector x1 = FloatVector.broadcast(FLOATS, in[k + 1]);
      FloatVector x2 = FloatVector.broadcast(FLOATS, in[k + 2]);
      FloatVector x3 = FloatVector.broadcast(FLOATS, in[k + 3]);
      v0 = x0.fma(FloatVector.fromArray(FLOATS, weights, v), v0);
      v1 = x1.fma(FloatVector.fromArray(FLOATS, weights, v + BLOCK), v1);
      v2 = x2.fma(FloatVector.fromArray(FLOATS, weights, v + 2 * BLOCK), v2);
      v3 = x3.fma(FloatVector.fromArray(FLOATS, weights, v + 3 * BLOCK), v3);
      w0 = x0.fma(FloatVector.fromArray(FLOATS, weights, w), w0);
      w1 = x1.fma(FloatVector.fromArray(FLOATS, weights, w + BLOCK), w1);
      w2 = x2.fma(FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK), w2);
      w3 = x3.fma(FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK), w3);
      v += STEP * BLOCK;
      w += STEP * BLOCK;
    }
    FloatVector vSum = v0.add(v1).add(v2.add(v3));
    vSum.blend(floor, vSum.compare(LT, floor)).intoArray(out, to + output);
    for (; k < last; k += STEP) {
      w0 = FloatVector.broadcast(FLOATS, in[k]).fma(FloatVector.fromArray(FLOATS, weights, w), w0);
      w1 =
          FloatVector.broadcast(FLOATS, in[k + 1])
              .fma(FloatVector.fromArray(FLOATS, weights, w + BLOCK), w1);
      w2 =
          FloatVector.broadcast(FLOATS, in[k + 2])
              .fma(FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK), w2);
      w3 =
          FloatVector.broadcast(FLOATS, in[k + 3])
              .fma(FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK), w3);
      w += STEP * BLOCK;
    }
    FloatVector wSum = w0.add(w1).add(w2.add(w3));
    wSum.blend(floor, wSum.compare(LT, floor)).intoArray(out, to + output + BLOCK);
  }

  private static void alone(
      MaskedLayer layer,
      int block,
      int lane,
      float[] in,
      int from,
      float[] out,
      int to,
      float floor) {
    float[] weights = layer.weights;
    int output = block * BLOCK + lane;
    int last = from + layer.last[block];
    int w = layer.start[block] + lane;
    FloatVector sum0 = FloatVector.fromArray(FLOATS, layer.bias, output);
    FloatVector sum1 = FloatVector.zero(FLOATS);
    FloatVector sum2 = FloatVector.zero(FLOATS);
    FloatVector sum3 = FloatVector.zero(FLOATS);
    for (int k = from + layer.first[block]; k < last; k += STEP) {
      sum0 =
          FloatVector.broadcast(FLOATS, in[k]).fma(FloatVector.fromArray(FLOATS, weights, w), sum0);
      sum1 =
          FloatVector.broadcast(FLOATS, in[k + 1])
              .fma(FloatVector.fromArray(FLOATS, weights, w + BLOCK), sum1);
      sum2 =
          FloatVector.broadcast(FLOATS, in[k + 2])
              .fma(FloatVector.fromArray(FLOATS, weights, w + 2 * BLOCK), sum2);
      sum3 =
          FloatVector.broadcast(FLOATS, in[k + 3])
              .fma(FloatVector.fromArray(FLOATS, weights, w + 3 * BLOCK), sum3);
      w += STEP * BLOCK;
    }
    FloatVector sum = sum0.add(sum1).add(sum2.add(sum3));
    sum.blend(floor, sum.compare(LT, floor)).intoArray(out, to + output);
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
