package io.vigia.scoring;

import io.vigia.calibration.Calibration;
import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.ContextSupport;
import io.vigia.kernel.ClassMixture;
import io.vigia.kernel.LogDensity;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.model.ModelBundle;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Row in, calibrated score out. Owned by one thread, as its densities are; densities and
 * calibration are those of one bundle, so that a score never meets another model's threshold.
 */
public final class Scorer {
  private final ModelIdentity identity;
  private final LogDensity[] densities;
  private final Meaning[] meanings;
  private final Preprocessing groups;
  private final CalibrationGroups calibrations;
  private final ContextSupport support;
  private final @Nullable CombinedScore combination;
  private final double[] memberNll;
  private final int classes;
  private final double[] memberProbabilities;

  Scorer(ModelIdentity identity, ModelBundle bundle, List<LogDensity> densities) {
    this.identity = identity;
    this.densities = densities.toArray(LogDensity[]::new);
    this.meanings =
        bundle.members().stream().map(member -> member.meaning()).toArray(Meaning[]::new);
    this.groups = bundle.members().get(0).preprocessing();
    this.calibrations = bundle.calibrations();
    this.support = bundle.support();
    this.combination = bundle.combination();
    this.memberNll = new double[this.densities.length];
    this.classes = bundle.classes().size();
    this.memberProbabilities = new double[classes];
  }

  public ModelIdentity identity() {
    return identity;
  }

  /**
   * Scores one row; allocates the score and no more.
   *
   * @param row {@code [features + context]}; a value is NaN only where the model takes it as
   *     missing
   * @return null when a density has no finite value there: NaN and infinities are never scores
   */
  public @Nullable Score score(float[] row) {
    return score(row, 0);
  }

  /**
   * Scores rows in bulk, as {@link #score(float[])} does one by one.
   *
   * @param rows {@code count} rows one after the other
   * @return for each row its score, or null
   */
  public @Nullable Score[] scores(float[] rows, int count) {
    int inputs = densities[0].inputs();
    @Nullable Score[] scores = new Score[count];
    if (classes > 0) { // whose probabilities are told of the last row only
      for (int row = 0; row < count; row++) {
        scores[row] = score(rows, row * inputs);
      }
      return scores;
    }
    double[][] logDensities = new double[densities.length][count];
    for (int member = 0; member < densities.length; member++) {
      densities[member].logDensities(rows, count, logDensities[member]);
    }
    for (int row = 0; row < count; row++) {
      for (int member = 0; member < densities.length; member++) {
        memberNll[member] = -logDensities[member][row];
      }
      scores[row] = calibrated(rows, row * inputs);
    }
    return scores;
  }

  private @Nullable Score score(float[] rows, int offset) {
    for (int member = 0; member < densities.length; member++) {
      memberNll[member] = -densities[member].logDensity(rows, offset);
    }
    return calibrated(rows, offset);
  }

  /** The score of the row whose members' scores are in {@link #memberNll}. */
  private @Nullable Score calibrated(float[] rows, int offset) {
    for (double nll : memberNll) {
      if (!Double.isFinite(nll)) {
        return null;
      }
    }
    int group =
        calibrations.size() == 1
            ? 0
            : calibrations.grouping().group(groups.group(rows, offset), rows, offset);
    double nll = nll();
    double spread = spread();
    double statistic = combination == null ? nll : combination.at(memberNll);
    Calibration calibration = calibrations.of(group);
    double pValue = calibration.pValue(statistic);
    return new Score(
        nll,
        pValue,
        calibration.method(pValue),
        statistic,
        spread,
        calibrations.size() == 1 ? null : calibrations.names().get(group),
        classProbabilities(),
        support.unsupported(rows, offset));
  }

  /** Of the row that was scored last: the mean over the members that know classes. */
  private double[] classProbabilities() {
    if (classes == 0) {
      return Score.NO_CLASSES;
    }
    double[] mean = new double[classes];
    int count = 0;
    for (LogDensity density : densities) {
      if (density instanceof ClassMixture.Scorer mixture) {
        mixture.classProbabilities(memberProbabilities);
        count++;
        for (int k = 0; k < classes; k++) {
          mean[k] += (memberProbabilities[k] - mean[k]) / count;
        }
      }
    }
    return mean;
  }

  /** The mean over the densities; over all members where none is one. */
  private double nll() {
    double sum = 0;
    double all = 0;
    int count = 0;
    for (int member = 0; member < memberNll.length; member++) {
      all += memberNll[member];
      if (meanings[member] != Meaning.SCORE) {
        sum += memberNll[member];
        count++;
      }
    }
    return count > 0 ? sum / count : all / memberNll.length;
  }

  /** The standard deviation, with n - 1, over the exact densities; NaN where they are below two. */
  private double spread() {
    double sum = 0;
    int count = 0;
    for (int member = 0; member < memberNll.length; member++) {
      if (meanings[member] == Meaning.EXACT) {
        sum += memberNll[member];
        count++;
      }
    }
    if (count < 2) {
      return Double.NaN;
    }
    double mean = sum / count;
    double squares = 0;
    for (int member = 0; member < memberNll.length; member++) {
      if (meanings[member] == Meaning.EXACT) {
        squares += (memberNll[member] - mean) * (memberNll[member] - mean);
      }
    }
    return Math.sqrt(squares / (count - 1));
  }
}
