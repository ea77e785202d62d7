package io.vigia.scoring.reason;

import io.vigia.model.TypicalRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Typical rows of a bundle to compare an event with: those that it was trained on, without the
 * rarest tenth. Near is by the Euclidean distance in standardised coordinates; a category or a
 * missing value that differs counts as one.
 */
final class TypicalNeighbour {
  private static final double KEPT = 0.9;

  private final Axis[] axes;
  private final List<float[]> rows;

  TypicalNeighbour(Axis[] axes, ReferenceDensity density, TypicalRows typical) {
    this.axes = axes;
    List<float[]> all = new ArrayList<>();
    for (int row = 0; row < typical.size(); row++) {
      all.add(typical.row(row));
    }
    all.sort(Comparator.comparingDouble(row -> -density.at(row)));
    this.rows = List.copyOf(all.subList(0, (int) (KEPT * all.size())));
  }

  /** The nearest one; null where the bundle has none. */
  float @Nullable [] of(float[] row) {
    return rows.stream()
        .min(Comparator.comparingDouble(typical -> squaredDistance(row, typical)))
        .map(float[]::clone)
        .orElse(null);
  }

  private double squaredDistance(float[] one, float[] other) {
    double sum = 0;
    for (int j = 0; j < axes.length; j++) {
      if (isNumber(j, one[j]) && isNumber(j, other[j])) {
        double away = axes[j].standardised(one[j]) - axes[j].standardised(other[j]);
        sum += away * away;
      } else {
        sum += Float.compare(one[j], other[j]) == 0 ? 0 : 1;
      }
    }
    return sum;
  }

  private boolean isNumber(int feature, float value) {
    return axes[feature].isLine() && !Float.isNaN(value) && !axes[feature].isPoint(value);
  }
}
