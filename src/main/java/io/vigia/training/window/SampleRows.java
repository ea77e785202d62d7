package io.vigia.training.window;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Rows of samples one after the other, and how many gave none. */
final class SampleRows {
  private final int inputs;
  private final List<String> ids = new ArrayList<>();
  private final List<String> groups = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final Set<String> seen = new HashSet<>();
  private final Map<LeftOut, Long> leftOut = new EnumMap<>(LeftOut.class);
  private double[] pValues = new double[1 << 10];
  private float[] values = new float[1 << 12];

  SampleRows(int inputs) {
    this.inputs = inputs;
  }

  void leaveOut(LeftOut why) {
    leaveOut(why, 1);
  }

  void leaveOut(LeftOut why, long count) {
    leftOut.merge(why, count, Long::sum);
  }

  void add(SampleRecord sample, String group, float[] row) {
    if (!seen.add(sample.id())) {
      leaveOut(LeftOut.REPEATED);
      return;
    }
    int count = ids.size();
    if (count == pValues.length) {
      pValues = Arrays.copyOf(pValues, 2 * count);
    }
    if ((count + 1) * inputs > values.length) {
      values = Arrays.copyOf(values, Math.max(2 * values.length, (count + 1) * inputs));
    }
    pValues[count] = sample.pValue();
    System.arraycopy(row, 0, values, count * inputs, inputs);
    ids.add(sample.id());
    groups.add(group);
    if (sample.label() != null) {
      labels.add(sample.label());
    }
  }

  int size() {
    return ids.size();
  }

  List<String> ids() {
    return ids;
  }

  List<String> groups() {
    return groups;
  }

  /** As many as rows where classes are asked for. */
  List<String> labels() {
    return labels;
  }

  double[] pValues() {
    return Arrays.copyOf(pValues, size());
  }

  float[] values() {
    return Arrays.copyOf(values, size() * inputs);
  }

  Map<LeftOut, Long> leftOut() {
    return Map.copyOf(leftOut);
  }

  /** Such as {@code 12 too late for the window, 3 not readable}; empty where all were taken. */
  String leftOutInWords() {
    return leftOut.entrySet().stream()
        .map(entry -> entry.getValue() + " " + entry.getKey().words())
        .collect(Collectors.joining(", "));
  }
}
