package io.vigia.kernel;

import java.util.List;

/**
 * The shape of a flow before the number of its coordinates is known.
 *
 * @param transforms T
 * @param hidden widths of the networks' hidden layers
 * @param residual whether hidden layers add their input
 * @param mixing {@link FlowArchitecture#PERMUTATION} or {@link FlowArchitecture#LINEAR}
 * @param bins of a spline
 * @param tailBound of a spline, in standard deviations of a coordinate
 */
public record FlowShape(
    int transforms,
    List<Integer> hidden,
    boolean residual,
    String mixing,
    int bins,
    double tailBound) {
  /** The bound of an affine transform's log-scales, in nats. */
  private static final double LOG_SCALE_BOUND = 5;

  public static final FlowShape DEFAULT =
      new FlowShape(5, List.of(64, 64), false, FlowArchitecture.PERMUTATION, 8, 4);

  public FlowShape {
    hidden = List.copyOf(hidden);
  }

  /** So many transforms with networks of these widths, else as the default. */
  public static FlowShape of(int transforms, List<Integer> hidden) {
    return new FlowShape(
        transforms, hidden, DEFAULT.residual, DEFAULT.mixing, DEFAULT.bins, DEFAULT.tailBound);
  }

  /**
   * A flow of this shape.
   *
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public FlowArchitecture architecture(String kind, int features, int context) {
    boolean spline = FlowArchitecture.isSpline(kind);
    return new FlowArchitecture(
        kind,
        features,
        context,
        transforms,
        hidden,
        FlowArchitecture.RELU,
        residual,
        mixing,
        spline ? 0 : LOG_SCALE_BOUND,
        spline ? bins : 0,
        spline ? tailBound : 0);
  }
}
