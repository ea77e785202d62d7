package io.vigia.scoring.reason;

import java.util.Arrays;

/**
 * Integrals of a density along single features of a row, by the trapezoidal rule in the feature's
 * standardised coordinate. The nodes look for the mass: even ones over {@value #REACH} spreads
 * either side of the centre, then some over where the log-density is within 12 nats of its largest,
 * then within 6. A second mode that is narrower than the first step may be missed. Several features
 * at once are one bulk call to the kernel.
 */
final class Quadrature {
  private static final double REACH = 7;
  private static final double[] DEPTHS = {12, 6};

  /** Which means are within about 0.1 nats: to compare sets of features by. */
  private static final int[] FEW = {14, 12};

  /** Which quantiles are good to a twentieth of a standard deviation. */
  private static final int[] MANY = {16, 14, 14};

  private final ReferenceDensity density;
  private final Axis[] axes;

  private final int[] nodes;

  private Quadrature(ReferenceDensity density, Axis[] axes, int[] nodes) {
    this.density = density;
    this.axes = axes;
    this.nodes = nodes;
  }

  /** With few nodes. */
  static Quadrature coarse(ReferenceDensity density, Axis[] axes) {
    return new Quadrature(density, axes, FEW);
  }

  /** With as many nodes as people's numbers need. */
  static Quadrature fine(ReferenceDensity density, Axis[] axes) {
    return new Quadrature(density, axes, MANY);
  }

  /** The nodes of one feature so far. */
  private static final class Line {
    private final Axis axis;
    private final int feature;
    private final float[] points;
    private final double[] pointLogs;
    private double[] u = new double[0];
    private float[] values = new float[0];
    private double[] logs = new double[0];
    private double[] asked = new double[0];

    Line(Axis axis, int feature) {
      this.axis = axis;
      this.feature = feature;
      this.points = axis.points();
      this.pointLogs = new double[points.length];
    }

    /** Even places from one to another, the ends included. */
    void ask(int count, double from, double to) {
      asked = new double[count];
      Arrays.setAll(asked, k -> from + (to - from) * k / (count - 1));
    }

    /** Even places inside where the mass is, none of them asked before. */
    void askWithin(double depth, int count) {
      int top = 0;
      for (int k = 1; k < logs.length; k++) {
        top = logs[k] > logs[top] ? k : top;
      }
      int from = top;
      int to = top;
      for (int k = 0; k < logs.length; k++) {
        if (logs[k] > logs[top] - depth) {
          from = Math.min(from, k);
          to = Math.max(to, k);
        }
      }
      double low = u[Math.max(0, from - 1)];
      double high = u[Math.min(u.length - 1, to + 1)];
      double step = (high - low) / (count + 1);
      ask(count, low + 0.61 * step, high - 0.39 * step);
    }

    /** Takes the densities at the places that were asked for, keeping all in order. */
    void take(float[] at, double[] logsAt, int from) {
      int count = u.length + asked.length;
      double[] mergedU = new double[count];
      float[] mergedValues = new float[count];
      double[] mergedLogs = new double[count];
      int old = 0;
      int added = 0;
      for (int k = 0; k < count; k++) {
        boolean takeOld = added == asked.length || (old < u.length && u[old] <= asked[added]);
        mergedU[k] = takeOld ? u[old] : asked[added];
        mergedValues[k] = takeOld ? values[old] : at[from + added];
        mergedLogs[k] = takeOld ? logs[old] : logsAt[from + added];
        old += takeOld ? 1 : 0;
        added += takeOld ? 0 : 1;
      }
      u = mergedU;
      values = mergedValues;
      logs = mergedLogs;
      asked = new double[0];
    }

    Conditional conditional() {
      int count = u.length + points.length;
      float[] all = Arrays.copyOf(values, count);
      double[] allLogs = Arrays.copyOf(logs, count);
      double[] measures = new double[count];
      for (int k = 0; k < u.length; k++) {
        double step = (u[Math.min(k + 1, u.length - 1)] - u[Math.max(k - 1, 0)]) / 2;
        measures[k] = Math.log(step) + axis.logStretch(values[k]);
      }
      for (int k = 0; k < points.length; k++) {
        all[u.length + k] = points[k];
        allLogs[u.length + k] = pointLogs[k];
        measures[u.length + k] = axis.isLine() ? Math.log(axis.width()) : 0;
      }
      return Conditional.of(all, allLogs, measures, axis.isLine());
    }
  }

  /**
   * The conditionals of some features of a row, each given all the others as they are.
   *
   * @return in the order of {@code features}
   */
  Conditional[] conditionals(float[] row, int... features) {
    Line[] lines = new Line[features.length];
    for (int i = 0; i < features.length; i++) {
      lines[i] = new Line(axes[features[i]], features[i]);
      if (lines[i].axis.isLine()) {
        lines[i].ask(nodes[0], -REACH, REACH);
      }
    }
    points(row, lines);
    evaluate(row, lines);
    for (int round = 1; round < nodes.length; round++) {
      for (Line line : lines) {
        if (line.axis.isLine()) {
          line.askWithin(DEPTHS[round - 1], nodes[round]);
        }
      }
      evaluate(row, lines);
    }
    Conditional[] conditionals = new Conditional[lines.length];
    Arrays.setAll(conditionals, i -> lines[i].conditional());
    return conditionals;
  }

  private void points(float[] row, Line[] lines) {
    int count = Arrays.stream(lines).mapToInt(line -> line.points.length).sum();
    float[] rows = new float[count * row.length];
    double[] logs = new double[count];
    int at = 0;
    for (Line line : lines) {
      for (float point : line.points) {
        put(row, line.feature, point, rows, at++);
      }
    }
    density.at(rows, count, logs);
    at = 0;
    for (Line line : lines) {
      for (int k = 0; k < line.points.length; k++) {
        line.pointLogs[k] = logs[at++];
      }
    }
  }

  private void evaluate(float[] row, Line[] lines) {
    int count = Arrays.stream(lines).mapToInt(line -> line.asked.length).sum();
    float[] rows = new float[count * row.length];
    float[] values = new float[count];
    double[] logs = new double[count];
    int at = 0;
    for (Line line : lines) {
      for (double u : line.asked) {
        values[at] = line.axis.value(u);
        put(row, line.feature, values[at], rows, at++);
      }
    }
    density.at(rows, count, logs);
    at = 0;
    for (Line line : lines) {
      int asked = line.asked.length;
      line.take(values, logs, at);
      at += asked;
    }
  }

  private static void put(float[] row, int feature, float value, float[] rows, int at) {
    System.arraycopy(row, 0, rows, at * row.length, row.length);
    rows[at * row.length + feature] = value;
  }
}
