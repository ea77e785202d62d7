package io.vigia.app.bench.calibration;

import io.vigia.app.bench.accuracy.LabelledFile;
import io.vigia.app.bench.accuracy.LabelledSet;
import io.vigia.app.bench.accuracy.VaryingColumns;
import io.vigia.kernel.RowSchema;
import io.vigia.training.DensityTraining;
import io.vigia.training.MemberSettings;
import io.vigia.training.RowLayout;
import io.vigia.training.SplitFractions;
import io.vigia.training.TrainedMember;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Normal rows of a real set. Under each seed they are divided anew, a contraction residual is
 * learned from one part as {@code vigia train} learns it, and scores two others. The first training
 * has the first 60 % of the rows in file order, the next the last 60 %.
 */
final class LearnedBackground implements Background {
  private static final SplitFractions SPLIT = new SplitFractions(0.25, 0.05, 0.45, 0.25);
  private static final double WINDOW = 0.6;
  private static final int MOST_ROWS = 24_000;
  private static final int LEAST_ROWS = 300;

  private final String name;
  private final VaryingColumns columns;
  private final float[] rows;
  private final Map<List<Object>, HeldOut> made = new HashMap<>();

  private LearnedBackground(LabelledSet set) {
    float[] all = set.normals();
    this.name = set.name();
    this.columns = VaryingColumns.of(all, set.features());
    this.rows = columns.of(all);
  }

  /** Those of a folder's sets. */
  static List<Background> in(@Nullable Path folder) throws IOException {
    List<Background> sets = new ArrayList<>();
    if (folder != null) {
      for (Path file : LabelledFile.in(List.of(folder))) {
        sets.add(new LearnedBackground(LabelledFile.read(file)));
      }
    }
    return sets;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean isSimulated() {
    return false;
  }

  @Override
  public HeldOut heldOut(long seed, Training training) {
    return made.computeIfAbsent(List.of(seed, training), key -> learn(seed, training));
  }

  private HeldOut learn(long seed, Training training) {
    float[] window = window(training);
    VaryingColumns kept = VaryingColumns.of(window, columns.size());
    float[] values = kept.of(window);
    TrainingSet set =
        TrainingSet.of(
            RowLayout.auto(new RowSchema(kept.names(), List.of())),
            values,
            // A row's part is by the hash of its name: sets must not be divided alike.
            IntStream.range(0, values.length / kept.size()).mapToObj(i -> name + i).toList(),
            List.of(),
            LEAST_ROWS);
    TrainingSettings settings =
        TrainingSettings.DEFAULT
            .withMembers(MemberSettings.of("contraction", 0))
            .withSplit(SPLIT)
            .withSeed(training == Training.FIRST ? seed : 1000 + seed);
    TrainedMember trained = DensityTraining.train(set, settings, TrainingProgress.NONE).first();
    return new HeldOut(trained.calibrationNll(), trained.evaluationNll());
  }

  private float[] window(Training training) {
    int count = rows.length / columns.size();
    int wanted = (int) Math.min(WINDOW * count, MOST_ROWS);
    int from = training == Training.FIRST ? 0 : count - wanted;
    return Arrays.copyOfRange(rows, from * columns.size(), (from + wanted) * columns.size());
  }
}
