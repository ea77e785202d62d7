package io.vigia.feature;

import java.util.List;

/**
 * A change of an event's fields that means nothing. Features are computed from a representative
 * that all events share which a symmetry takes into each other, see {@link Canonicalisation}.
 */
public sealed interface Symmetry {
  /** The word for it in a topology file. */
  String kind();

  /** All fields that it changes. */
  List<String> fields();

  /**
   * Objects that have no order.
   *
   * @param objects the fields of each, like by like; the first of an object is what they are
   *     ordered by, from the greatest
   */
  record Exchange(List<List<String>> objects) implements Symmetry {
    public static final String KIND = "exchange";

    public Exchange {
      objects = objects.stream().map(List::copyOf).toList();
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public List<String> fields() {
      return objects.stream().flatMap(List::stream).toList();
    }
  }

  /**
   * A reflection, under which these fields change their signs together.
   *
   * @param fields the first that is neither 0 nor missing becomes positive
   */
  record Reflection(List<String> fields) implements Symmetry {
    public static final String KIND = "reflection";

    public Reflection {
      fields = List.copyOf(fields);
    }

    @Override
    public String kind() {
      return KIND;
    }
  }

  /**
   * A rotation by any angle.
   *
   * @param angles in rad; the first that is not missing becomes 0, the others go to [-pi, pi)
   */
  record Rotation(List<String> angles) implements Symmetry {
    public static final String KIND = "rotation";

    public Rotation {
      angles = List.copyOf(angles);
    }

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public List<String> fields() {
      return angles;
    }
  }
}
