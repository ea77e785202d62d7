package io.vigia.training;

import ai.djl.Device;
import io.vigia.calibration.GroupAxis;
import io.vigia.calibration.Grouping;
import io.vigia.density.Torch;
import io.vigia.feature.Feature.Transform;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.MarginalTransform;
import io.vigia.kernel.Preprocessing;
import io.vigia.model.TypicalRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Densities of any kinds trained one after the other on one split of the rows. */
public final class DensityTraining {
  private DensityTraining() {}

  /** Trains all members; events are grouped by missing values alone. */
  public static TrainedDensities train(
      TrainingSet set, TrainingSettings settings, TrainingProgress progress) {
    return train(set, settings, List.of(), Continuation.NONE, progress);
  }

  /**
   * Trains all members.
   *
   * @param axes inputs by which events are calibrated apart
   * @param from what it goes on from
   * @throws UnfitDataException where the rows cannot be split or do not fit a member
   * @throws DivergedException where a loss stops being finite
   * @throws IllegalArgumentException where the device is not there
   */
  public static TrainedDensities train(
      TrainingSet set,
      TrainingSettings settings,
      List<GroupAxis> axes,
      Continuation from,
      TrainingProgress progress) {
    Device device = Torch.device(settings.device());
    List<String> warnings = new ArrayList<>(set.warnings());
    GroupSplit whole = GroupSplit.of(set, settings.split(), settings.seed());
    GroupSplit split = trimmed(whole, from.trim(), warnings);
    List<TrainedMember> members = new ArrayList<>();
    for (MemberSettings member : settings.members()) {
      MemberTraining training =
          new MemberTraining(set, split, settings, member, from, device, progress);
      TrainedMember trained = training.run();
      members.add(trained);
      warnings.addAll(training.notes());
      warnings.addAll(heavyTails(set, trained));
    }
    Preprocessing first = members.get(0).preprocessing();
    Grouping grouping = new Grouping(first.groupNames(), axes);
    return new TrainedDensities(
        List.copyOf(members),
        split.sizes(),
        grouping,
        groups(set, first, grouping, split.rows(Part.CALIBRATION)),
        halves(set, split.rows(Part.CALIBRATION), settings.seed()),
        groups(set, first, grouping, split.rows(Part.EVALUATION)),
        split.rows(Part.EVALUATION),
        typical(set, split.rows(Part.TRAIN)),
        List.copyOf(warnings));
  }

  private static GroupSplit trimmed(GroupSplit whole, Trim trim, List<String> notes) {
    int[] rows = whole.rows(Part.TRAIN);
    int[] kept = trim.kept(rows);
    if (kept.length < rows.length) {
      notes.add(
          "trimmed: the "
              + (rows.length - kept.length)
              + " rarest of "
              + rows.length
              + " training rows did not train");
    }
    return whole.with(Part.TRAIN, kept);
  }

  /** Evenly spread over the part; none of images and sets, whose columns say nothing alone. */
  private static TypicalRows typical(TrainingSet set, int[] part) {
    if (set.layout().block() != null) {
      return TypicalRows.NONE;
    }
    int count = Math.min(part.length, TypicalRows.MOST);
    int[] chosen = new int[count];
    Arrays.setAll(chosen, i -> part[(int) ((long) i * part.length / count)]);
    return TypicalRows.of(set.layout().inputs(), set.rows(chosen));
  }

  private static List<String> heavyTails(TrainingSet set, TrainedMember trained) {
    List<String> notes = new ArrayList<>();
    for (int j = 0; j < set.layout().features().size(); j++) {
      boolean auto =
          trained.settings().coordinates() == Transform.AUTO
              && set.layout().features().get(j).transform() == Transform.AUTO;
      if (auto
          && trained.preprocessing().features().get(j) instanceof FeatureColumn.Continuous column
          && column.transform() instanceof MarginalTransform.Asinh) {
        notes.add(
            trained.name() + ": column " + column.name() + " has very heavy tails: taken by asinh");
      }
    }
    return notes;
  }

  private static int[] groups(
      TrainingSet set, Preprocessing preprocessing, Grouping grouping, int[] chosen) {
    float[] rows = set.rows(chosen);
    int inputs = set.layout().inputs();
    int[] groups = new int[chosen.length];
    Arrays.setAll(
        groups, i -> grouping.group(preprocessing.group(rows, i * inputs), rows, i * inputs));
    return groups;
  }

  /** By the group's hash under another seed than the split's. */
  private static boolean[] halves(TrainingSet set, int[] chosen, long seed) {
    boolean[] halves = new boolean[chosen.length];
    for (int i = 0; i < chosen.length; i++) {
      halves[i] = GroupSplit.position(set.group(chosen[i]), ~seed) < 0.5;
    }
    return halves;
  }
}
