package io.vigia.scoring.reason;

import io.vigia.kernel.LogDensity;
import io.vigia.kernel.Meaning;
import io.vigia.scoring.ScoringModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The logarithm of what a bundle's nll is minus of, over one reference measure for all rows: the
 * mean log-density of the members that are densities, exactly or by a bound (a product of experts,
 * known up to a constant); where none is one, the mean of minus the scores. Owned by one thread.
 *
 * <p>Where a feature is missing, or has the one value that many rows share, a row has a probability
 * in place of a density; it counts as if spread over the feature's {@link Axis#width}, so that rows
 * of either kind compare, in any unit.
 */
final class ReferenceDensity {
  private final int inputs;
  private final Axis[] axes;
  private final LogDensity[] members;
  private final boolean hasDensity;
  private double[] ofMember = new double[0];

  ReferenceDensity(ScoringModel model, Axis[] axes) {
    this.axes = axes;
    this.inputs = model.bundle().schema().inputs();
    List<LogDensity> densities = new ArrayList<>();
    List<LogDensity> all = new ArrayList<>();
    for (int m = 0; m < model.densities().size(); m++) {
      LogDensity density = model.densities().get(m).newLogDensity();
      all.add(density);
      if (model.bundle().members().get(m).meaning() != Meaning.SCORE) {
        densities.add(density);
      }
    }
    this.hasDensity = !densities.isEmpty();
    this.members = (hasDensity ? densities : all).toArray(LogDensity[]::new);
  }

  /** Whether its numbers are nats: false where no member is a density. */
  boolean hasDensity() {
    return hasDensity;
  }

  /** The length of a row. */
  int inputs() {
    return inputs;
  }

  /** Of one row. */
  double at(float[] row) {
    double[] one = new double[1];
    at(row, 1, one);
    return one[0];
  }

  /** Of rows one after the other; minus infinity where a member has no finite value. */
  void at(float[] rows, int count, double[] out) {
    if (ofMember.length < count) {
      ofMember = new double[count];
    }
    Arrays.fill(out, 0, count, 0);
    for (LogDensity member : members) {
      member.logDensities(rows, count, ofMember);
      for (int i = 0; i < count; i++) {
        out[i] += ofMember[i] / members.length;
      }
    }
    for (int i = 0; i < count; i++) {
      for (int j = 0; j < axes.length; j++) {
        if (axes[j].isPoint(rows[i * inputs + j])) {
          out[i] -= Math.log(axes[j].width());
        }
      }
      if (!Double.isFinite(out[i])) {
        out[i] = Double.NEGATIVE_INFINITY;
      }
    }
  }
}
