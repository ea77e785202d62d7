package io.vigia.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Which groups of events are calibrated apart: every pattern of missing values with every group of
 * every declared input. A pure function of a row.
 *
 * @param masks names of the patterns of missing values, at least one; told by the model
 * @param axes declared inputs, in order; may be none
 */
public record Grouping(List<String> masks, List<GroupAxis> axes) {
  /** The most groups in all. */
  public static final int MOST_GROUPS = 4096;

  /**
   * @throws IllegalArgumentException where there are too many groups, or an input is repeated
   */
  public Grouping {
    masks = List.copyOf(masks);
    axes = List.copyOf(axes);
    if (axes.stream().map(GroupAxis::input).distinct().count() != axes.size()) {
      throw new IllegalArgumentException("an input is named twice among those of the groups");
    }
    long groups = masks.size();
    for (GroupAxis axis : axes) {
      groups *= axis.size();
      if (groups > MOST_GROUPS) {
        throw new IllegalArgumentException(
            "the declared inputs make more than "
                + MOST_GROUPS
                + " groups of events; name fewer, or give fewer edges");
      }
    }
  }

  /** Groups by missing values alone. */
  public static Grouping byMask(List<String> masks) {
    return new Grouping(masks, List.of());
  }

  /** How many groups there are. */
  public int size() {
    return masks.size() * groupsOfAMask();
  }

  private int groupsOfAMask() {
    int groups = 1;
    for (GroupAxis axis : axes) {
      groups *= axis.size();
    }
    return groups;
  }

  /**
   * The group of a row. Allocates nothing.
   *
   * @param mask its pattern of missing values, by its place among {@link #masks}
   */
  public int group(int mask, float[] rows, int offset) {
    int group = mask;
    for (int i = 0; i < axes.size(); i++) {
      group = group * axes.get(i).size() + axes.get(i).group(rows, offset);
    }
    return group;
  }

  /** The groups' names, in order, such as {@code complete, band=1}. */
  public List<String> names() {
    List<String> names = masks;
    for (GroupAxis axis : axes) {
      boolean first = names.size() == 1 && axis == axes.get(0);
      List<String> longer = new ArrayList<>();
      for (String name : names) {
        IntStream.range(0, axis.size())
            .mapToObj(group -> first ? axis.name(group) : name + ", " + axis.name(group))
            .forEach(longer::add);
      }
      names = longer;
    }
    return List.copyOf(names);
  }
}
