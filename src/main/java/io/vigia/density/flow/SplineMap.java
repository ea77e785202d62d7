package io.vigia.density.flow;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import io.vigia.density.Torch;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.RationalQuadraticSpline;

/**
 * The monotone rational-quadratic spline of {@link RationalQuadraticSpline}, for all features at
 * once (Durkan, Bekasov, Murray and Papamakarios 2019, equations 4 to 8).
 *
 * <p>The bin of a value is found by comparing it with all inner edges and counting; what the
 * formula needs of that bin is then a sum over all bins with everything else masked. So the edges
 * are compared once, a value always lies in exactly one bin, and the graph is a dozen operations on
 * [batch, K, n] whatever K is. Which bin it is depends on theta by jumps only: no gradient there.
 *
 * <p>Beyond the tail bound a value is replaced by 0 on its way through the formula, so that the
 * branch not taken is finite, as its gradient must be.
 */
final class SplineMap implements FeatureMap {
  private final int bins;
  private final NDArray tailBound;
  private final NDArray zero;
  private final NDArray one;
  private final NDArray four;
  // 2 B (1 - K m), what softmax distributes.
  private final NDArray stretch;
  private final NDArray leastBin;
  // Of the inner edges, [1, 1, K, 1]: what the least widths add; infinite for the last, which is B.
  private final NDArray edgeOffsets;
  private final NDArray binNumbers;
  // [1, 2, K - 1, 1]: the bins to the right and to the left of each inner edge.
  private final NDArray edgeBins;
  private final double derivativeOffset;

  SplineMap(FlowArchitecture architecture, NDManager manager, DataType type) {
    this.bins = architecture.bins();
    double least = RationalQuadraticSpline.LEAST_BIN;
    double bound = architecture.tailBound();
    this.tailBound = constant(manager, type, bound);
    this.zero = constant(manager, type, 0);
    this.one = constant(manager, type, 1);
    this.four = constant(manager, type, 4);
    this.stretch = constant(manager, type, 2 * bound * (1 - bins * least));
    this.leastBin = constant(manager, type, 2 * bound * least);
    double[] offsets = new double[bins];
    double[] numbers = new double[bins];
    double[] neighbours = new double[2 * (bins - 1)];
    for (int k = 0; k < bins; k++) {
      offsets[k] = k + 1 < bins ? (k + 1) * least / (1 - bins * least) : Double.POSITIVE_INFINITY;
      numbers[k] = k;
    }
    for (int k = 0; k < bins - 1; k++) {
      neighbours[k] = k + 1;
      neighbours[bins - 1 + k] = k;
    }
    this.edgeOffsets = array(manager, type, offsets, new Shape(1, 1, bins, 1));
    // Counts of comparisons are whole numbers.
    this.binNumbers = array(manager, DataType.INT64, numbers, new Shape(1, 1, bins, 1));
    this.edgeBins = array(manager, DataType.INT64, neighbours, new Shape(1, 2, bins - 1, 1));
    this.derivativeOffset = Math.log(Math.expm1(1 - RationalQuadraticSpline.LEAST_DERIVATIVE));
  }

  private static NDArray constant(NDManager manager, DataType type, double value) {
    return manager.create(value).toType(type, false);
  }

  private static NDArray array(NDManager manager, DataType type, double[] values, Shape shape) {
    return manager.create(values, shape).toType(type, false);
  }

  /** The bin that each value lies in; all [batch, n]. */
  private record Bin(
      NDArray left,
      NDArray bottom,
      NDArray width,
      NDArray height,
      NDArray slopeLeft,
      NDArray slopeRight) {
    /** The mean slope s. */
    NDArray slope() {
      return height.div(width);
    }
  }

  @Override
  public Image forward(NDArray v, NDArray parameters) {
    NDArray inside = Torch.withoutGradient(() -> v.abs().lte(tailBound));
    NDArray inner = NDArrays.where(inside, v, zero);
    Bin bin = bin(inner, parameters, 0);
    NDArray t = inner.sub(bin.left).div(bin.width);
    NDArray square = t.square();
    NDArray cross = t.sub(square);
    NDArray s = bin.slope();
    NDArray twice = s.add(s);
    NDArray below = bin.slopeLeft.add(bin.slopeRight).sub(twice).mul(cross).add(s);
    NDArray share = s.mul(square).add(bin.slopeLeft.mul(cross)).div(below);
    NDArray u = bin.bottom.add(bin.height.mul(share));
    NDArray above =
        bin.slopeRight
            .mul(square)
            .add(twice.mul(cross))
            .add(bin.slopeLeft.mul(t.sub(one).square()));
    NDArray ratio = s.div(below);
    NDArray logDerivatives = above.mul(ratio.square()).log();
    return new Image(NDArrays.where(inside, u, v), NDArrays.where(inside, logDerivatives, zero));
  }

  @Override
  public NDArray inverse(NDArray u, NDArray parameters) {
    NDArray inside = u.abs().lte(tailBound);
    NDArray inner = NDArrays.where(inside, u, zero);
    Bin bin = bin(inner, parameters, 1);
    NDArray rise = inner.sub(bin.bottom);
    NDArray s = bin.slope();
    NDArray bent = bin.slopeLeft.add(bin.slopeRight).sub(s.add(s)).mul(rise);
    NDArray a = bin.height.mul(s.sub(bin.slopeLeft)).add(bent);
    NDArray b = bin.height.mul(bin.slopeLeft).sub(bent);
    NDArray c = s.mul(rise).neg();
    // Not negative but for rounding (Durkan et al. 2019, appendix A.2).
    NDArray root = b.square().sub(a.mul(c).mul(four)).maximum(zero).sqrt();
    NDArray t = c.add(c).div(b.add(root).neg());
    return NDArrays.where(inside, t.mul(bin.width).add(bin.left), u);
  }

  /**
   * The bin of each value.
   *
   * @param axis which edges the values are compared with: 0 for widths, 1 for heights
   */
  private Bin bin(NDArray values, NDArray parameters, int axis) {
    long features = values.getShape().get(1);
    NDList parts = parameters.split(new long[] {2 * bins * features}, 1);
    // Widths and heights together, [batch, 2, K, n].
    NDArray shares = parts.get(0).reshape(-1, 2, bins, features).softmax(2);
    NDArray slopes = parts.get(1).reshape(-1, 1, bins - 1, features);
    Masks masks = Torch.withoutGradient(() -> masks(values, shares, axis));
    NDArray corners =
        shares
            .mul(masks.below)
            .sum(new int[] {2})
            .mul(stretch)
            .add(masks.count.mul(leastBin).sub(tailBound));
    NDArray sizes = shares.mul(masks.here).sum(new int[] {2}).mul(stretch).add(leastBin);
    // At +-B all masks are zero: softplus of the offset alone, so the slope is 1.
    NDArray derivatives =
        Activation.softPlus(slopes.mul(masks.edges).sum(new int[] {2}).add(derivativeOffset))
            .add(RationalQuadraticSpline.LEAST_DERIVATIVE);
    NDList corner = corners.split(2, 1);
    NDList size = sizes.split(2, 1);
    NDList derivative = derivatives.split(2, 1);
    return new Bin(
        corner.get(0).squeeze(1),
        corner.get(1).squeeze(1),
        size.get(0).squeeze(1),
        size.get(1).squeeze(1),
        derivative.get(0).squeeze(1),
        derivative.get(1).squeeze(1));
  }

  /**
   * Which bins lie below a value and which one it is in, both [batch, 1, K, n]; which inner edge is
   * on the left and which on the right of it, [batch, 2, K - 1, n]; and the number of bins below,
   * [batch, 1, n].
   */
  private record Masks(NDArray below, NDArray here, NDArray edges, NDArray count) {}

  private Masks masks(NDArray values, NDArray shares, int axis) {
    NDArray edges = shares.split(2, 1).get(axis).cumSum(2).add(edgeOffsets);
    NDArray position = values.add(tailBound).div(stretch).expandDims(1).expandDims(1);
    NDArray below = position.gte(edges);
    NDArray bin = below.sum(new int[] {2}, true);
    return new Masks(below, bin.eq(binNumbers), bin.eq(edgeBins), bin.squeeze(2));
  }
}
