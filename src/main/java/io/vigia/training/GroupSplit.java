package io.vigia.training;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;

/**
 * Rows divided into {@link Part}s, each group whole in one of them. The part is a function of the
 * group's name, the seed and the fractions alone: an object keeps its part when more data arrive.
 */
final class GroupSplit {
  /** Fewer cannot be divided in any agreement with the fractions. */
  static final int MIN_GROUPS = 20;

  private final Map<Part, int[]> rows;

  private GroupSplit(Map<Part, int[]> rows) {
    this.rows = rows;
  }

  /**
   * Divides these rows.
   *
   * @throws UnfitDataException where there are too few groups, or a part gets too few rows
   */
  static GroupSplit of(TrainingSet set, SplitFractions fractions, long seed) {
    Map<String, Part> parts = new HashMap<>();
    Part[] partOfRow = new Part[set.size()];
    for (int row = 0; row < partOfRow.length; row++) {
      partOfRow[row] =
          parts.computeIfAbsent(set.group(row), group -> fractions.at(position(group, seed)));
    }
    if (parts.size() < MIN_GROUPS) {
      throw new UnfitDataException(
          "the rows are in "
              + parts.size()
              + " groups; at least "
              + MIN_GROUPS
              + " are needed to divide them into training, validation, calibration and evaluation"
              + " without splitting one. Group by something finer, such as time blocks, or give"
              + " more data");
    }
    return new GroupSplit(collect(partOfRow, set));
  }

  private static Map<Part, int[]> collect(Part[] partOfRow, TrainingSet set) {
    Map<Part, int[]> rows = new EnumMap<>(Part.class);
    for (Part part : Part.values()) {
      rows.put(part, rowsOf(part, partOfRow));
    }
    for (Map.Entry<Part, int[]> entry : rows.entrySet()) {
      Part part = entry.getKey();
      int least = set.least(part.least);
      if (entry.getValue().length < least) {
        StringJoiner all = new StringJoiner(", ");
        sizes(rows).forEach((other, size) -> all.add(other.key() + " " + size));
        throw new UnfitDataException(
            "the "
                + part.key()
                + " part needs at least "
                + least
                + " rows; the split by groups gave "
                + all
                + ". Give more data, group by something finer, or take another seed");
      }
    }
    return rows;
  }

  private static int[] rowsOf(Part part, Part[] partOfRow) {
    int[] rows = new int[partOfRow.length];
    int size = 0;
    for (int row = 0; row < partOfRow.length; row++) {
      if (partOfRow[row] == part) {
        rows[size++] = row;
      }
    }
    return Arrays.copyOf(rows, size);
  }

  /** The same with these rows in a part. */
  GroupSplit with(Part part, int[] others) {
    Map<Part, int[]> changed = new EnumMap<>(rows);
    changed.put(part, others);
    return new GroupSplit(changed);
  }

  /** The rows of a part, in order. */
  int[] rows(Part part) {
    return rows.getOrDefault(part, new int[0]);
  }

  /** How many rows each part has. */
  Map<Part, Integer> sizes() {
    return sizes(rows);
  }

  private static Map<Part, Integer> sizes(Map<Part, int[]> rows) {
    Map<Part, Integer> sizes = new EnumMap<>(Part.class);
    rows.forEach((part, chosen) -> sizes.put(part, chosen.length));
    return sizes;
  }

  /**
   * A hash of group and seed in [0, 1): FNV-1a over the UTF-16 units, ended by SplitMix64's mixer,
   * whose high 53 bits are taken. A contract: changing it moves objects between parts.
   */
  static double position(String group, long seed) {
    long hash = 0xcbf29ce484222325L ^ mix(seed);
    for (int i = 0; i < group.length(); i++) {
      hash = (hash ^ group.charAt(i)) * 0x100000001b3L;
    }
    return (mix(hash) >>> 11) * 0x1.0p-53;
  }

  private static long mix(long z) {
    long mixed = (z + 0x9e3779b97f4a7c15L);
    mixed = (mixed ^ (mixed >>> 30)) * 0xbf58476d1ce4e5b9L;
    mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
    return mixed ^ (mixed >>> 31);
  }
}
