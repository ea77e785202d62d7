package io.vigia.training;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.calibration.GroupAxis;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** The groups that the declared inputs make of the training rows. */
final class GroupingFit {
  private GroupingFit() {}

  /**
   * Looks inputs up and, where they have no edges, collects their values.
   *
   * @throws UnfitDataException where an input is none, or has too many values
   */
  static List<GroupAxis> axes(TrainingSet set, CalibrationSettings settings) {
    List<GroupAxis> axes = new ArrayList<>();
    for (CalibrationSettings.By by : settings.by()) {
      int column = column(set, by.input());
      axes.add(
          by.edges().isEmpty()
              ? GroupAxis.ofValues(by.input(), column, values(set, by.input(), column))
              : GroupAxis.ofEdges(by.input(), column, by.edges()));
    }
    return axes;
  }

  private static int column(TrainingSet set, String input) {
    List<String> inputs = new ArrayList<>(set.schema().features());
    inputs.addAll(set.schema().context());
    int column = inputs.indexOf(input);
    if (column < 0) {
      throw new UnfitDataException(
          "calibration.by has '" + input + "'; allowed: a feature or a context column, " + inputs);
    }
    return column;
  }

  private static List<Double> values(TrainingSet set, String input, int column) {
    SortedSet<Double> values = new TreeSet<>();
    for (int row = 0; row < set.size(); row++) {
      float value = set.value(row, column);
      if (!Float.isNaN(value)) {
        values.add((double) value + 0.0); // -0.0 is 0
      }
      if (values.size() > GroupAxis.MOST_GROUPS) {
        throw new UnfitDataException(
            "calibration.by has '"
                + input
                + "', which has more than "
                + GroupAxis.MOST_GROUPS
                + " values in the training rows; give it edges, as {input: "
                + input
                + ", edges: [...]}");
      }
    }
    return List.copyOf(values);
  }
}
