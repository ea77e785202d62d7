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
    FloatVector leastWidth = widthSum.mul(splines.leastShare);
    FloatVector leastHeight = heightSum.mul(splines.leastShare);
    FloatVector value = FloatVector.fromArray(FLOATS, inputs, v);
    FloatVector above = value.add(splines.tailBound);
    FloatVector target = above.mul(widthSum.mul(splines.perShared));
    width = width.add(leastWidth);
    height = height.add(leastHeight);
    FloatVector w = width;
    FloatVector h = height;
    FloatVector wLost = FloatVector.zero(FLOATS);
    FloatVector hLost = wLost;
    FloatVector x = wLost;
    FloatVector xLost = wLost;
    FloatVector y = wLost;
    FloatVector yLost = wLost;
    FloatVector left = wLost;
    FloatVector nextLeft = FloatVector.fromArray(FLOATS, outputs, derivatives);
    FloatVector right = nextLeft;
    int d = derivatives + group;
    for (int i = widths + group; i != last; i += group) {
      FloatVector nextWidth = FloatVector.fromArray(FLOATS, exponentials, i).add(leastWidth);
      FloatVector nextHeight =
          FloatVector.fromArray(FLOATS, exponentials, i + heights).add(leastHeight);
      FloatVector nextRight = FloatVector.fromArray(FLOATS, outputs, d);
      VectorMask<Float> beyond = target.compare(GE, w);
      x = x.blend(w, beyond);
      xLost = xLost.blend(wLost, beyond);
      y = y.blend(h, beyond);
      yLost = yLost.blend(hLost, beyond);
      width = width.blend(nextWidth, beyond);
      height = height.blend(nextHeight, beyond);
      left = left.blend(nextLeft, beyond);
      right = right.blend(nextRight, beyond);
      FloatVector wSum = w.add(nextWidth);
      FloatVector wAdded = wSum.sub(w);
      wLost = wLost.add(w.sub(wSum.sub(wAdded)).add(nextWidth.sub(wAdded)));
      w = wSum;
      FloatVector hSum = h.add(nextHeight);
      FloatVector hAdded = hSum.sub(h);
      hLost = hLost.add(h.sub(hSum.sub(hAdded)).add(nextHeight.sub(hAdded)));
      h = hSum;
      nextLeft = nextRight;
      d += group;
    }
    FloatVector range = FloatVector.broadcast(FLOATS, splines.range);
    FloatVector perWidth = range.div(w);
    FloatVector perHeight = range.div(h);
    FloatVector perWidthLost =
        perWidth.neg().fma(wLost, perWidth.neg().fma(w, range)).mul(splines.perRange);
    FloatVector perHeightLost =
        perHeight.neg().fma(hLost, perHeight.neg().fma(h, range)).mul(splines.perRange);
    FloatVector xAbove = perWidth.mul(x);
    FloatVector yAbove = perHeight.mul(y);
    xLost = perWidth.fma(xLost, perWidthLost.fma(xAbove, perWidth.fma(x, xAbove.neg())));
    yLost = perHeight.fma(yLost, perHeightLost.fma(yAbove, perHeight.fma(y, yAbove.neg())));
    FloatVector vLost = value.sub(above.sub(splines.tailBound));
    above.sub(xAbove).add(vLost.sub(xLost)).intoArray(splines.distance, feature);
    yAbove.sub(splines.tailBound).add(yLost).intoArray(splines.y, feature);
    width.mul(perWidth).intoArray(splines.width, feature);
    height.mul(perHeight).intoArray(splines.height, feature);
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
      FloatVector t = FloatVector.fromArray(FLOATS, splines.distance, j).div(width);
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
