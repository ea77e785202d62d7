package io.vigia.kernel;

import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.FMA;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;
import static jdk.incubator.vector.VectorOperators.MAX;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorSpecies;

/**
 * The splines' part of {@link SimdPass}: a feature for each number of a vector. Vectors longer than
 * what they are for compute and write nonsense beyond it, as there. No method takes or gives
 * vectors, since C2 would make objects of them: what several need is written out in each.
 */
final class SimdSplines {
  private static final VectorSpecies<Float> FLOATS = SimdPass.FLOATS;

  private SimdSplines() {}

  /** As {@link FlowPass#exponentials}, of whole blocks. */
  static boolean exponentials(float[] raw, int at, int length, float[] out) {
    IntVector most = FloatVector.zero(FLOATS).reinterpretAsInts();
    for (int i = 0; i < length; i += FLOATS.length()) {
      FloatVector x = FloatVector.fromArray(FLOATS, raw, at + i);
      most = most.max(x.abs().reinterpretAsInts());
      // exp(x), step by step as in Exponential.
      FloatVector rounded = x.fma(Exponential.PER_LOG_2, Exponential.ROUNDER);
      FloatVector n = rounded.sub(Exponential.ROUNDER);
      FloatVector r = n.lanewise(FMA, -Exponential.LOG_2_HIGH, x);
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
      p.mul(power).intoArray(out, i);
    }
    return most.reduceLanes(MAX) <= SplineBins.CALM_BITS;
  }

  /** As {@link FlowPass#chooseBins}. */
  static void chooseBins(SplineBins splines, float[] inputs, int v, float[] outputs, int at) {
    for (int g = 0; g < splines.groups; g++) {
      for (int lane = 0; lane < splines.group; lane += FLOATS.length()) {
        int feature = g * splines.group + lane;
        chooseBins(
            splines,
            feature,
            inputs,
            v + feature,
            g * splines.softmaxOutputs + lane,
            outputs,
            at + g * splines.derivativeOutputs + lane);
      }
    }
  }

  /** For the features of a vector, whose first widths and derivatives lie at these indices. */
  private static void chooseBins(
      SplineBins splines,
      int feature,
      float[] inputs,
      int v,
      int widths,
      float[] outputs,
      int derivatives) {
    float[] exponentials = splines.exponentials;
    float[] leastEdges = splines.leastEdges;
    int group = splines.group;
    int heights = splines.bins * group;
    int last = widths + heights;
    FloatVector width = FloatVector.fromArray(FLOATS, exponentials, widths);
    FloatVector height = FloatVector.fromArray(FLOATS, exponentials, last);
    FloatVector widthSum = width;
    FloatVector heightSum = height;
    for (int i = widths + group; i != last; i += group) {
      widthSum = widthSum.add(FloatVector.fromArray(FLOATS, exponentials, i));
      heightSum = heightSum.add(FloatVector.fromArray(FLOATS, exponentials, i + heights));
    }
    FloatVector shared = FloatVector.broadcast(FLOATS, splines.shared);
    FloatVector perWidth = shared.div(widthSum);
    FloatVector perHeight = shared.div(heightSum);
    FloatVector value = FloatVector.fromArray(FLOATS, inputs, v);
    FloatVector x = FloatVector.broadcast(FLOATS, leastEdges[0]);
    FloatVector y = x;
    FloatVector left = FloatVector.zero(FLOATS);
    FloatVector nextLeft = FloatVector.fromArray(FLOATS, outputs, derivatives);
    FloatVector right = nextLeft;
    widthSum = width;
    heightSum = height;
    int k = 1;
    int d = derivatives + group;
    for (int i = widths + group; i != last; i += group) {
      FloatVector least = FloatVector.broadcast(FLOATS, leastEdges[k]);
      FloatVector nextX = widthSum.fma(perWidth, least);
      FloatVector nextY = heightSum.fma(perHeight, least);
      FloatVector nextWidth = FloatVector.fromArray(FLOATS, exponentials, i);
      FloatVector nextHeight = FloatVector.fromArray(FLOATS, exponentials, i + heights);
      FloatVector nextRight = FloatVector.fromArray(FLOATS, outputs, d);
      widthSum = widthSum.add(nextWidth);
      heightSum = heightSum.add(nextHeight);
      VectorMask<Float> beyond = value.compare(GE, nextX);
      x = x.blend(nextX, beyond);
      y = y.blend(nextY, beyond);
      width = width.blend(nextWidth, beyond);
      height = height.blend(nextHeight, beyond);
      left = left.blend(nextLeft, beyond);
      right = right.blend(nextRight, beyond);
      nextLeft = nextRight;
      d += group;
      k++;
    }
    FloatVector leastBin = FloatVector.broadcast(FLOATS, splines.leastBin);
    x.intoArray(splines.x, feature);
    y.intoArray(splines.y, feature);
    width.fma(perWidth, leastBin).intoArray(splines.width, feature);
    height.fma(perHeight, leastBin).intoArray(splines.height, feature);
    left.intoArray(splines.left, feature);
    right.intoArray(splines.right, feature);
  }

  /** As {@link FlowPass#derivatives}, of {@code length} numbers. */
  static void derivatives(float[] raw, int length) {
    for (int i = 0; i < length; i += FLOATS.length()) {
      // softplus(x), step by step as in Logarithm...
      FloatVector x = FloatVector.fromArray(FLOATS, raw, i).add(SplineBins.DERIVATIVE_OFFSET);
      FloatVector magnitude = x.abs();
      FloatVector exponent = magnitude.neg();
      exponent =
          exponent.blend(Logarithm.LEAST_EXPONENT, exponent.compare(LT, Logarithm.LEAST_EXPONENT));
      // ... with exp(exponent), step by step as in Exponential.
      FloatVector rounded = exponent.fma(Exponential.PER_LOG_2, Exponential.ROUNDER);
      FloatVector n = rounded.sub(Exponential.ROUNDER);
      FloatVector r = n.lanewise(FMA, -Exponential.LOG_2_HIGH, exponent);
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
      FloatVector z = p.mul(power);
      FloatVector y = z.div(z.add(2f));
      FloatVector square = y.mul(y);
      FloatVector q = square.fma(Logarithm.C13, Logarithm.C11);
      q = q.lanewise(FMA, square, Logarithm.C9);
      q = q.lanewise(FMA, square, Logarithm.C7);
      q = q.lanewise(FMA, square, Logarithm.C5);
      q = q.lanewise(FMA, square, Logarithm.C3);
      q = q.mul(square).fma(y, y);
      FloatVector softplus = x.add(magnitude).lanewise(FMA, 0.5f, q.add(q));
      softplus.add(SplineBins.LEAST_DERIVATIVE).intoArray(raw, i);
    }
  }

  /** As {@link FlowPass#mapInBins}. */
  static void mapInBins(SplineBins splines, float[] inputs, int v, float[] noise, int u) {
    for (int j = 0; j < splines.features; j += FLOATS.length()) {
      FloatVector value = FloatVector.fromArray(FLOATS, inputs, v + j);
      FloatVector width = FloatVector.fromArray(FLOATS, splines.width, j);
      FloatVector height = FloatVector.fromArray(FLOATS, splines.height, j);
      FloatVector left = FloatVector.fromArray(FLOATS, splines.left, j);
      FloatVector right = FloatVector.fromArray(FLOATS, splines.right, j);
      FloatVector s = height.div(width);
      FloatVector t = value.sub(FloatVector.fromArray(FLOATS, splines.x, j)).div(width);
      FloatVector one = FloatVector.broadcast(FLOATS, 1f);
      FloatVector rest = one.sub(t);
      FloatVector both = t.mul(rest);
      FloatVector twice = s.add(s);
      FloatVector share = both.div(s);
      FloatVector bend = left.add(right).sub(twice).fma(share, one);
      FloatVector slope = right.mul(t).fma(t, twice.fma(both, left.mul(rest).mul(rest)));
      FloatVector mapped =
          height.fma(
              t.fma(t, left.mul(share)).div(bend), FloatVector.fromArray(FLOATS, splines.y, j));
      VectorMask<Float> inside = value.abs().compare(LE, splines.tailBound);
      value.blend(mapped, inside).intoArray(noise, u + j);
      one.blend(slope, inside).intoArray(splines.slope, j);
      one.blend(bend, inside).intoArray(splines.bend, j);
    }
  }

  /** As {@link FlowPass#logarithms}, of {@code length} numbers. */
  static void logarithms(float[] numbers, int length) {
    for (int i = 0; i < length; i += FLOATS.length()) {
      // Step by step as in Logarithm.
      FloatVector x = FloatVector.fromArray(FLOATS, numbers, i);
      IntVector bits = x.reinterpretAsInts();
      IntVector n = bits.sub(Logarithm.SQRT_HALF).lanewise(ASHR, Exponential.MANTISSA_BITS);
      FloatVector m = bits.sub(n.lanewise(LSHL, Exponential.MANTISSA_BITS)).reinterpretAsFloats();
      FloatVector exponent =
          n.add(Logarithm.ROUNDER_BITS).reinterpretAsFloats().sub(Exponential.ROUNDER);
      FloatVector y = m.sub(1f).div(m.add(1f));
      FloatVector square = y.mul(y);
      FloatVector p = square.fma(Logarithm.C9, Logarithm.C7);
      p = p.lanewise(FMA, square, Logarithm.C5);
      p = p.lanewise(FMA, square, Logarithm.C3);
      p = p.mul(square).fma(y, y);
      FloatVector low = exponent.lanewise(FMA, Exponential.LOG_2_LOW, p.add(p));
      exponent.lanewise(FMA, Exponential.LOG_2_HIGH, low).add(x.mul(0f)).intoArray(numbers, i);
    }
  }
}
