package io.vigia.training;

import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.FlowShape;
import java.util.List;

/**
 * One density of a bundle to be trained.
 *
 * @param name unique in the bundle
 * @param kind one of {@link DensityKinds#names}
 * @param seed of the first weights, the feature orders, the batches and the noise
 * @param coordinates of features whose own choice is auto
 * @param flow its shape, where it is a flow
 */
public record MemberSettings(
    String name, String kind, long seed, Transform coordinates, FlowShape flow) {
  /**
   * @throws IllegalArgumentException where no density is of this kind
   */
  public MemberSettings {
    DensityKinds.of(kind);
  }

  /** A density named by its kind. */
  public static MemberSettings of(String kind, long seed) {
    return new MemberSettings(kind, kind, seed, Transform.AUTO, FlowShape.DEFAULT);
  }

  public MemberSettings withCoordinates(Transform other) {
    return new MemberSettings(name, kind, seed, other, flow);
  }

  public MemberSettings withFlow(int transforms, List<Integer> hidden) {
    return new MemberSettings(name, kind, seed, coordinates, FlowShape.of(transforms, hidden));
  }

  public MemberSettings withSeed(long other) {
    return new MemberSettings(name, kind, other, coordinates, flow);
  }

  public MemberSettings withName(String other) {
    return new MemberSettings(other, kind, seed, coordinates, flow);
  }
}
