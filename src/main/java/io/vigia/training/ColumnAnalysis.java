package io.vigia.training;

import io.vigia.feature.ColumnType;
import io.vigia.kernel.Missing;
import io.vigia.training.RowLayout.ConditionChoice;
import io.vigia.training.RowLayout.FeatureChoice;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of training rows are. On values that repeat, a density grows without bound and
 * scores then tell the value apart, not the event; so such columns are found, reported and handled:
 *
 * <ul>
 *   <li>one or two values: categorical. So are fewer than {@value #FEW} that lie on no grid
 *   <li>rounded values, counts, and fewer than {@value #FEW} on a grid: ordinal, with the grid's
 *       step as resolution. Most of them repeated but on no grid: the typical gap is the step
 *   <li>one value in half of the rows, or in a twentieth where the others hardly repeat: an atom,
 *       which has a probability mass of its own, beside a density of the others
 * </ul>
 *
 * Refused: infinities, NaN where nothing may be missing, a column that is constant or has no value.
 */
final class ColumnAnalysis {
  static final int FEW = 20;
  private static final int MOST_CATEGORIES = 1000;
  private static final double ATOM_SHARE = 0.5;
  private static final double SPIKE_SHARE = 0.05;
  private static final double REPEATED = 0.5;

  /**
   * What a feature is.
   *
   * @param type continuous, ordinal or categorical
   * @param resolution of rounded values, else 0
   * @param atom a value with a mass of its own, or null
   */
  record Finding(ColumnType type, double resolution, @Nullable Float atom) {
    private static Finding plain(ColumnType type) {
      return new Finding(type, 0, null);
    }
  }

  private final RowLayout layout;
  private final float[] rows;
  private final List<Finding> features = new ArrayList<>();
  private final List<ColumnType> conditions = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();

  private ColumnAnalysis(RowLayout layout, float[] rows) {
    this.layout = layout;
    this.rows = rows;
  }

  /**
   * Looks at all columns.
   *
   * @throws UnfitDataException naming the first column that is not acceptable
   */
  static ColumnAnalysis of(RowLayout layout, float[] rows) {
    ColumnAnalysis analysis = new ColumnAnalysis(layout, rows);
    if (layout.block() != null) {
      analysis.addBlock();
      analysis.addConditions();
      return analysis;
    }
    for (int j = 0; j < layout.features().size(); j++) {
      analysis.addFeature(layout.features().get(j), j);
    }
    analysis.addConditions();
    analysis.leaveACoordinate();
    return analysis;
  }

  private void addConditions() {
    for (int k = 0; k < layout.conditions().size(); k++) {
      addCondition(layout.conditions().get(k), layout.features().size() + k);
    }
  }

  /** Its columns repeat and are constant as they like: a dark corner, a place seldom filled. */
  private void addBlock() {
    for (int j = 0; j < layout.features().size(); j++) {
      requireFinite(layout.features().get(j).name(), j, false);
      features.add(Finding.plain(ColumnType.CONTINUOUS));
    }
  }

  /** For each feature what it is. */
  List<Finding> features() {
    return features;
  }

  /** For each condition whether it is continuous or categorical. */
  List<ColumnType> conditions() {
    return conditions;
  }

  /** What a person should know; may be empty. */
  List<String> notes() {
    return List.copyOf(notes);
  }

  private void addFeature(FeatureChoice choice, int column) {
    ColumnValues values = values(choice.name(), column, choice.missing() != Missing.REJECT);
    Finding finding =
        switch (choice.type()) {
          case CATEGORICAL -> categorical(choice.name(), values);
          case ORDINAL -> new Finding(ColumnType.ORDINAL, step(values), null);
          case CONTINUOUS -> asAsked(choice.name(), values);
          case AUTO -> found(choice, values);
        };
    features.add(finding);
  }

  private static Finding categorical(String name, ColumnValues values) {
    if (values.size() > MOST_CATEGORIES) {
      throw new UnfitDataException(
          String.format(
              Locale.ROOT,
              "column %s is categorical and takes %,d values; allowed: at most %,d. Declare it"
                  + " ordinal or continuous, or make fewer categories of it",
              name,
              values.size(),
              MOST_CATEGORIES));
    }
    return Finding.plain(ColumnType.CATEGORICAL);
  }

  private Finding asAsked(String name, ColumnValues values) {
    if (values.commonestShare() >= SPIKE_SHARE) {
      notes.add(
          described(name, values)
              + "; as declared it is continuous: scores there are too low (too common)");
    }
    return Finding.plain(ColumnType.CONTINUOUS);
  }

  private Finding found(FeatureChoice choice, ColumnValues values) {
    String name = choice.name();
    boolean grid = values.gridStep() > 0;
    if (values.size() <= 2 || (values.size() < FEW && !grid)) {
      notes.add(described(name, values) + ": taken as categorical");
      return Finding.plain(ColumnType.CATEGORICAL);
    }
    Float atom = null;
    ColumnValues rest = values.without(values.commonest());
    boolean spike = values.commonestShare() >= SPIKE_SHARE && !isRepeated(rest);
    boolean may = choice.missing() != Missing.MASK && rest.size() >= FEW;
    if (may && (spike || values.commonestShare() >= ATOM_SHARE)) {
      atom = values.distinct()[values.commonest()];
      notes.add(described(name, values) + ": this value gets a probability of its own");
    }
    ColumnValues continuous = atom == null ? values : rest;
    if (isRepeated(continuous)) {
      double step = step(continuous);
      notes.add(
          String.format(
              Locale.ROOT,
              "column %s takes %,d values in %,d rows: taken as rounded%s in steps of %.3g",
              name,
              continuous.size(),
              continuous.rows(),
              grid ? "" : ", though on no grid,",
              step));
      return new Finding(ColumnType.ORDINAL, step, atom);
    }
    return new Finding(ColumnType.CONTINUOUS, 0, atom);
  }

  private static boolean isRepeated(ColumnValues values) {
    return values.size() < FEW || values.size() < REPEATED * values.rows();
  }

  private static double step(ColumnValues values) {
    double step = values.gridStep();
    return step > 0 ? step : values.typicalGap();
  }

  private void addCondition(ConditionChoice choice, int column) {
    ColumnValues values =
        choice.isError()
            ? errors(choice, column)
            : values(choice.name(), column, choice.maybeMissing());
    boolean few = values.size() <= 2 || (values.size() < FEW && values.gridStep() == 0);
    boolean categorical =
        choice.type() == ColumnType.CATEGORICAL
            || (choice.type() == ColumnType.AUTO && few && !choice.isError());
    if (categorical) {
      categorical(choice.name(), values);
    }
    conditions.add(categorical ? ColumnType.CATEGORICAL : ColumnType.CONTINUOUS);
  }

  /** The error of a missing feature is missing. */
  private ColumnValues errors(ConditionChoice choice, int column) {
    for (int at = column; at < rows.length; at += layout.inputs()) {
      boolean needed = !Float.isNaN(rows[at - column + choice.errorOf()]);
      if (needed && (!(rows[at] > 0) || Float.isInfinite(rows[at]))) {
        throw new UnfitDataException(
            "column "
                + choice.name()
                + " is "
                + rows[at]
                + " in row "
                + at / layout.inputs()
                + "; a measurement error must be finite and above 0");
      }
    }
    return ColumnValues.of(rows, layout.inputs(), column);
  }

  private ColumnValues values(String name, int column, boolean maybeMissing) {
    requireFinite(name, column, maybeMissing);
    ColumnValues values = ColumnValues.of(rows, layout.inputs(), column);
    if (values.size() == 0) {
      throw new UnfitDataException(
          "column " + name + " is missing in all rows. Leave it out, or look at its expression");
    }
    if (values.size() == 1) {
      throw new UnfitDataException(
          "column "
              + name
              + " is constant: "
              + values.distinct()[0]
              + (values.missing() == 0 ? " in all rows" : " in all rows that have it")
              + ". Leave it out");
    }
    return values;
  }

  private void requireFinite(String name, int column, boolean maybeMissing) {
    for (int at = column; at < rows.length; at += layout.inputs()) {
      if (Float.isInfinite(rows[at]) || (Float.isNaN(rows[at]) && !maybeMissing)) {
        throw new UnfitDataException(
            "column "
                + name
                + " is "
                + rows[at]
                + " in row "
                + at / layout.inputs()
                + (maybeMissing
                    ? "; every value must be finite or missing"
                    : "; every value must be finite, or declare missing: impute or mask"));
      }
    }
  }

  /** A density needs a coordinate: where all would be categorical, grids become ordinal. */
  private void leaveACoordinate() {
    if (features.stream().anyMatch(finding -> finding.type() != ColumnType.CATEGORICAL)) {
      return;
    }
    boolean changed = false;
    for (int j = 0; j < features.size(); j++) {
      if (layout.features().get(j).type() == ColumnType.AUTO) {
        double step = step(ColumnValues.of(rows, layout.inputs(), j));
        features.set(j, new Finding(ColumnType.ORDINAL, step, null));
        changed = true;
      }
    }
    if (!changed) {
      throw new UnfitDataException(
          "all features are categorical; a density needs at least one that is continuous or"
              + " ordinal");
    }
    notes.add("no feature is continuous: those with few values are taken as ordinal");
  }

  private static String described(String name, ColumnValues values) {
    return String.format(
        Locale.ROOT,
        "column %s takes %,d values in %,d rows and is %s in %.0f %% of them",
        name,
        values.size(),
        values.rows(),
        values.distinct()[values.commonest()],
        100 * values.commonestShare());
  }
}
