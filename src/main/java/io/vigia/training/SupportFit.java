package io.vigia.training;

import io.vigia.calibration.ContextSupport;
import io.vigia.kernel.ContextColumn;
import io.vigia.kernel.Preprocessing;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/** What the rows given to a training, all parts of them, show of the context. */
final class SupportFit {
  private SupportFit() {}

  /**
   * @param preprocessing tells which columns have categories
   */
  static ContextSupport of(TrainingSet set, Preprocessing preprocessing) {
    List<ContextColumn> conditions = preprocessing.conditions();
    List<ContextSupport.Column> columns = new ArrayList<>();
    int features = set.schema().features().size();
    for (int i = 0; i < conditions.size(); i++) {
      ContextColumn condition = conditions.get(i);
      boolean categorical = condition instanceof ContextColumn.Categorical;
      columns.add(column(condition.name(), set, features + i, categorical));
    }
    return new ContextSupport(columns);
  }

  private static ContextSupport.Column column(
      String name, TrainingSet set, int place, boolean categorical) {
    float least = Float.POSITIVE_INFINITY;
    float greatest = Float.NEGATIVE_INFINITY;
    boolean missing = false;
    SortedSet<Float> values = new TreeSet<>();
    for (int row = 0; row < set.size(); row++) {
      float value = set.value(row, place);
      if (Float.isNaN(value)) {
        missing = true;
        continue;
      }
      least = Math.min(least, value);
      greatest = Math.max(greatest, value);
      if (categorical) {
        values.add(value);
      }
    }
    return new ContextSupport.Column(name, place, least, greatest, List.copyOf(values), missing);
  }
}
