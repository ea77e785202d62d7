package io.vigia.feature;

import io.vigia.feature.Symmetry.Exchange;
import io.vigia.feature.Symmetry.Reflection;
import io.vigia.feature.Symmetry.Rotation;
import java.util.List;

/**
 * Takes the fields of an event to the representative of all events that the declared symmetries
 * take into each other: objects from the greatest to the least by their first field, then rotated
 * so that the first angle is 0, then reflected so that the first value is positive. Whatever is
 * computed from the representative is invariant. Objects that tie in their first field are tried in
 * every order, and the greatest outcome, number by number, is taken. A missing value comes after
 * all others; -0 becomes 0.
 *
 * <p>Exact for exchanges and reflections; for rotations up to the rounding of a difference of
 * angles. Owned by one thread; allocates nothing.
 */
final class Canonicalisation {
  private final int[] slots;
  private final int[][][] exchanges;
  private final int[][] rotations;
  private final int[][] reflections;
  private final double[] ordered;
  private final double[] best;
  private final double[] object;

  private Canonicalisation(List<Symmetry> symmetries, List<String> names) {
    this.slots =
        symmetries.stream()
            .flatMap(symmetry -> symmetry.fields().stream())
            .distinct()
            .mapToInt(names::indexOf)
            .toArray();
    this.exchanges =
        symmetries.stream()
            .filter(Exchange.class::isInstance)
            .map(
                one ->
                    ((Exchange) one)
                        .objects().stream()
                            .map(fields -> indices(fields, names))
                            .toArray(int[][]::new))
            .toArray(int[][][]::new);
    this.rotations = indices(symmetries, Rotation.class, names);
    this.reflections = indices(symmetries, Reflection.class, names);
    this.ordered = new double[names.size()];
    this.best = new double[names.size()];
    this.object = new double[names.size()];
  }

  /**
   * @param symmetries without flaws, see {@link SymmetryRules}
   * @param names of the fields, in the order of the arrays given to {@link #apply}
   */
  static Canonicalisation of(List<Symmetry> symmetries, List<String> names) {
    return new Canonicalisation(symmetries, names);
  }

  private static int[][] indices(
      List<Symmetry> symmetries, Class<? extends Symmetry> kind, List<String> names) {
    return symmetries.stream()
        .filter(kind::isInstance)
        .map(one -> indices(one.fields(), names))
        .toArray(int[][]::new);
  }

  private static int[] indices(List<String> fields, List<String> names) {
    return fields.stream().mapToInt(names::indexOf).toArray();
  }

  /** Puts the representative in the place of an event's fields. */
  void apply(double[] fields) {
    for (int slot : slots) {
      fields[slot] += 0.0; // -0 becomes 0
    }
    boolean tied = false;
    for (int[][] objects : exchanges) {
      sort(objects, fields);
      tied |= hasTies(objects, fields);
    }
    if (!tied) {
      rotateAndReflect(fields);
      return;
    }
    copy(fields, ordered);
    rotateAndReflect(fields);
    copy(fields, best);
    while (nextOrder(ordered)) {
      copy(ordered, fields);
      rotateAndReflect(fields);
      if (compare(fields, best) > 0) {
        copy(fields, best);
      }
    }
    copy(best, fields);
  }

  private void copy(double[] from, double[] to) {
    for (int slot : slots) {
      to[slot] = from[slot];
    }
  }

  /** By number, slot by slot. */
  private int compare(double[] a, double[] b) {
    for (int slot : slots) {
      int order = compare(a[slot], b[slot]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  /** A missing value is less than any other. */
  private static int compare(double a, double b) {
    if (Double.isNaN(a) || Double.isNaN(b)) {
      return Boolean.compare(Double.isNaN(b), Double.isNaN(a));
    }
    return Double.compare(a, b);
  }

  private static int compare(int[] one, int[] other, double[] fields) {
    for (int k = 0; k < one.length; k++) {
      int order = compare(fields[one[k]], fields[other[k]]);
      if (order != 0) {
        return order;
      }
    }
    return 0;
  }

  private void sort(int[][] objects, double[] fields) {
    for (int i = 1; i < objects.length; i++) {
      for (int j = i; j > 0 && compare(objects[j - 1], objects[j], fields) < 0; j--) {
        swap(objects[j - 1], objects[j], fields);
      }
    }
  }

  private void swap(int[] one, int[] other, double[] fields) {
    for (int k = 0; k < one.length; k++) {
      object[k] = fields[one[k]];
      fields[one[k]] = fields[other[k]];
      fields[other[k]] = object[k];
    }
  }

  /** Whether two objects are ordered by something that a rotation or a reflection may change. */
  private boolean hasTies(int[][] objects, double[] fields) {
    if (rotations.length == 0 && reflections.length == 0) {
      return false;
    }
    for (int i = 1; i < objects.length; i++) {
      if (tie(objects, i, fields) && compare(objects[i - 1], objects[i], fields) != 0) {
        return true;
      }
    }
    return false;
  }

  private static boolean tie(int[][] objects, int i, double[] fields) {
    return compare(fields[objects[i - 1][0]], fields[objects[i][0]]) == 0;
  }

  /**
   * The next order of tied objects, of all exchanges, like the next number of a counter.
   *
   * @return false when all orders have been, and the first is there again
   */
  private boolean nextOrder(double[] fields) {
    for (int[][] objects : exchanges) {
      for (int from = 0, to; from < objects.length; from = to) {
        to = from + 1;
        while (to < objects.length && tie(objects, to, fields)) {
          to++;
        }
        if (nextOrder(objects, from, to, fields)) {
          return true;
        }
      }
    }
    return false;
  }

  /** The next order of the objects [from, to), from descending to ascending, then descending. */
  private boolean nextOrder(int[][] objects, int from, int to, double[] fields) {
    int pivot = to - 2;
    while (pivot >= from && compare(objects[pivot], objects[pivot + 1], fields) <= 0) {
      pivot--;
    }
    if (pivot >= from) {
      int less = to - 1;
      while (compare(objects[less], objects[pivot], fields) >= 0) {
        less--;
      }
      swap(objects[pivot], objects[less], fields);
    }
    for (int i = Math.max(pivot, from - 1) + 1, j = to - 1; i < j; i++, j--) {
      swap(objects[i], objects[j], fields);
    }
    return pivot >= from;
  }

  private void rotateAndReflect(double[] fields) {
    for (int[] angles : rotations) {
      rotate(angles, fields);
    }
    for (int[] reflection : reflections) {
      reflect(reflection, fields);
    }
  }

  private static void rotate(int[] angles, double[] fields) {
    double by = Double.NaN;
    for (int angle : angles) {
      if (Double.isNaN(by)) {
        by = fields[angle];
      }
      fields[angle] = NamedFunction.wrapAngle(fields[angle] - by) + 0.0;
    }
  }

  private static void reflect(int[] reflection, double[] fields) {
    for (int i = 0; i < reflection.length; i++) {
      double value = fields[reflection[i]];
      if (value > 0) {
        return;
      }
      if (value < 0) {
        for (int j = i; j < reflection.length; j++) {
          fields[reflection[j]] = 0.0 - fields[reflection[j]];
        }
        return;
      }
    }
  }
}
