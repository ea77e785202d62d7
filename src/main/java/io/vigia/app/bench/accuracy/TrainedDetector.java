package io.vigia.app.bench.accuracy;

import ai.djl.Device;
import io.vigia.calibration.CombinationRule;
import io.vigia.calibration.CombinedScore;
import io.vigia.calibration.TailScore;
import io.vigia.density.PreprocessedDensity;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.RowSchema;
import io.vigia.training.DensityKinds;
import io.vigia.training.DensityTraining;
import io.vigia.training.RowLayout;
import io.vigia.training.SplitFractions;
import io.vigia.training.TrainedDensities;
import io.vigia.training.TrainedMember;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/**
 * The densities of this program, trained by the loop of {@code vigia train} with its defaults; more
 * than one are an ensemble. The training rows are cut into other parts than there: nothing is
 * calibrated here, so more of them are learned from. Columns that are constant in the training rows
 * are left out.
 */
final class TrainedDetector {
  private static final SplitFractions SPLIT = new SplitFractions(0.78, 0.08, 0.1, 0.04);
  private static final int LEAST_ROWS = 300;
  private static final int SCORED_AT_ONCE = 2048;

  private final List<TrainedMember> members;

  private TrainedDetector(List<TrainedMember> members) {
    this.members = members;
  }

  /** Learns by these settings, under the seed asked for. */
  static Detector.Recipe by(TrainingSettings settings) {
    return (rows, columns, seed) -> {
      VaryingColumns kept = VaryingColumns.of(rows, columns);
      float[] train = kept.of(rows);
      int features = kept.size();
      RowSchema schema = new RowSchema(kept.names(), List.of());
      TrainingSet set =
          TrainingSet.of(
              RowLayout.auto(schema),
              train,
              Stream.iterate(0, row -> row + 1)
                  .limit(train.length / features)
                  .map(String::valueOf)
                  .toList(),
              List.of(),
              LEAST_ROWS);
      TrainedDensities trained =
          DensityTraining.train(
              set, settings.withSeed(seed).withSplit(SPLIT), TrainingProgress.NONE);
      TrainedDetector detector = new TrainedDetector(trained.members());
      return test -> detector.scores(kept.of(test));
    };
  }

  private double[] scores(float[] rows) {
    double[][] nll = members.stream().map(member -> nll(member, rows)).toArray(double[][]::new);
    return members.size() == 1 ? nll[0] : combined(nll);
  }

  private double[] combined(double[][] nll) {
    CombinedScore rule =
        new CombinedScore(
            CombinationRule.MAX,
            members.stream().map(member -> TailScore.of(member.calibrationNll())).toList());
    double[] scores = new double[nll[0].length];
    double[] ofRow = new double[members.size()];
    for (int row = 0; row < scores.length; row++) {
      for (int m = 0; m < ofRow.length; m++) {
        ofRow[m] = nll[m][row];
      }
      scores[row] = rule.at(ofRow);
    }
    return scores;
  }

  private static double[] nll(TrainedMember member, float[] rows) {
    double[] logDensity =
        CompiledDensity.kinds().contains(member.weights().kind())
            ? compiled(member, rows)
            : onDjl(member, rows);
    return Arrays.stream(logDensity).map(value -> -value).toArray();
  }

  private static double[] compiled(TrainedMember member, float[] rows) {
    CompiledDensity density =
        member.preprocessing().before(CompiledDensity.of(member.weights(), Kernel.selected()));
    double[] out = new double[rows.length / density.inputs()];
    density.newLogDensity().logDensities(rows, out.length, out);
    return out;
  }

  private static double[] onDjl(TrainedMember member, float[] rows) {
    int inputs = member.preprocessing().schema().inputs();
    double[] out = new double[rows.length / inputs];
    try (PreprocessedDensity density =
        new PreprocessedDensity(
            member.preprocessing(),
            DensityKinds.of(member.weights().kind())
                .opener()
                .open(member.weights(), Device.cpu()))) {
      for (int from = 0; from < out.length; from += SCORED_AT_ONCE) {
        int count = Math.min(SCORED_AT_ONCE, out.length - from);
        float[] some = Arrays.copyOfRange(rows, from * inputs, (from + count) * inputs);
        System.arraycopy(density.logDensity(some, count), 0, out, from, count);
      }
    }
    return out;
  }
}
