package io.vigia.training.window;

import io.vigia.model.ModelBundle;
import io.vigia.training.BundleTraining;
import io.vigia.training.TrainedDensities;
import io.vigia.training.gate.UnseenRows;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What came of a training on a window.
 *
 * @param result the bundle, and the training that made it
 * @param evaluation rows of the window that nothing was chosen or calibrated by
 * @param usedGroups groups of all its other rows: a later row of one of them is not unseen
 */
public record TrainedWindow(
    BundleTraining.Result result, UnseenRows evaluation, Set<String> usedGroups) {
  public TrainedWindow {
    usedGroups = Set.copyOf(usedGroups);
  }

  /**
   * @param values of the rows, one after the other
   */
  static TrainedWindow of(BundleTraining.Result result, WindowRows rows, float[] values) {
    int[] chosen = result.trained().evaluationRows();
    int inputs = values.length / rows.size();
    float[] evaluation = new float[chosen.length * inputs];
    List<String> groups = new ArrayList<>();
    Set<String> used = new HashSet<>(rows.groups());
    for (int i = 0; i < chosen.length; i++) {
      System.arraycopy(values, chosen[i] * inputs, evaluation, i * inputs, inputs);
      groups.add(rows.groups().get(chosen[i]));
      used.remove(rows.groups().get(chosen[i]));
    }
    UnseenRows unseen =
        new UnseenRows(
            chosen.length + " samples of the window's evaluation part", evaluation, groups);
    return new TrainedWindow(result, unseen, used);
  }

  /** The bundle. */
  public ModelBundle bundle() {
    return result.bundle();
  }

  /** Its history and warnings, for people. */
  public TrainedDensities trained() {
    return result.trained();
  }
}
