package io.vigia.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * One input of a row by which events are calibrated apart: a group for each of its values, or for
 * each range between edges {@code e_i <= x < e_(i+1)}; and one more, {@code other}, for whatever is
 * none of these, a missing value too.
 */
public final class GroupAxis {
  /** The most groups of one input. */
  public static final int MOST_GROUPS = 256;

  private final String input;
  private final int column;
  private final boolean ranges;
  private final float[] marks;

  private GroupAxis(String input, int column, boolean ranges, List<Double> marks) {
    this.input = input;
    this.column = column;
    this.ranges = ranges;
    this.marks = new float[marks.size()];
    for (int i = 0; i < this.marks.length; i++) {
      this.marks[i] = marks.get(i).floatValue();
      if (!Float.isFinite(this.marks[i]) || (i > 0 && !(this.marks[i] > this.marks[i - 1]))) {
        throw new IllegalArgumentException(
            (ranges ? "edges" : "values")
                + " of "
                + input
                + " are "
                + marks
                + "; allowed: numbers that increase");
      }
    }
    int least = ranges ? 2 : 1;
    if (this.marks.length < least || this.marks.length > MOST_GROUPS) {
      throw new IllegalArgumentException(
          marks.size()
              + (ranges ? " edges of " : " values of ")
              + input
              + "; allowed: "
              + least
              + " to "
              + MOST_GROUPS);
    }
  }

  /**
   * A group for each value.
   *
   * @param column its place in a row
   * @param values ascending; compared as floats, which rows are of
   */
  public static GroupAxis ofValues(String input, int column, List<Double> values) {
    return new GroupAxis(input, column, false, values);
  }

  /**
   * A group for each range.
   *
   * @param edges ascending, two or more
   */
  public static GroupAxis ofEdges(String input, int column, List<Double> edges) {
    return new GroupAxis(input, column, true, edges);
  }

  /** The input's name. */
  public String input() {
    return input;
  }

  /** Its place in a row. */
  public int column() {
    return column;
  }

  /** Whether groups are ranges. */
  public boolean isRanges() {
    return ranges;
  }

  /** The edges of the ranges, or the values. */
  public List<Double> marks() {
    List<Double> list = new ArrayList<>();
    for (float mark : marks) {
      list.add((double) mark);
    }
    return list;
  }

  /** How many groups there are, {@code other} included. */
  int size() {
    return ranges ? marks.length : marks.length + 1;
  }

  /** The group of a row, from 0. Allocates nothing. */
  int group(float[] rows, int offset) {
    float value = rows[offset + column];
    for (int i = 0; i + 1 < size(); i++) {
      if (ranges ? marks[i] <= value && value < marks[i + 1] : value == marks[i]) {
        return i;
      }
    }
    return size() - 1;
  }

  /** The name of a group: {@code band=1}, {@code npv=10..20}, {@code npv=other}. */
  String name(int group) {
    if (group == size() - 1) {
      return input + "=other";
    }
    return input + "=" + text(marks[group]) + (ranges ? ".." + text(marks[group + 1]) : "");
  }

  private static String text(float mark) {
    return mark == Math.rint(mark) && Math.abs(mark) < 1e9
        ? Long.toString((long) mark)
        : Float.toString(mark);
  }
}
