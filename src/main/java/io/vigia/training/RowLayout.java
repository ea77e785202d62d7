package io.vigia.training;

import io.vigia.feature.ColumnType;
import io.vigia.feature.Feature;
import io.vigia.feature.Feature.Transform;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.Missing;
import io.vigia.kernel.RowSchema;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the columns of training rows are and how the user wants them handled: features, then
 * conditions.
 *
 * @param features in order
 * @param conditions in order; may be empty
 * @param block what the features are as a whole; null where each is a column of its own. Columns of
 *     a block are taken as they are
 */
public record RowLayout(
    List<FeatureChoice> features, List<ConditionChoice> conditions, @Nullable FeatureBlock block) {
  /**
   * A feature.
   *
   * @param type {@link ColumnType#AUTO}: found from the rows
   * @param values of a categorical feature; empty: those of the training rows
   * @param missing what a NaN means
   * @param transform {@link Transform#AUTO}: as the member of the bundle has it
   */
  public record FeatureChoice(
      String name, ColumnType type, List<Double> values, Missing missing, Transform transform) {
    public FeatureChoice {
      values = List.copyOf(values);
    }

    /** Never missing; the rest is found from the rows. */
    public static FeatureChoice auto(String name) {
      return new FeatureChoice(name, ColumnType.AUTO, List.of(), Missing.REJECT, Transform.AUTO);
    }
  }

  /**
   * A condition.
   *
   * @param type auto, continuous or categorical
   * @param values of a categorical one; empty: those of the training rows
   * @param maybeMissing whether it may be NaN
   * @param errorOf the place of the feature whose measurement error it is; {@value #NO_ERROR} where
   *     it is none
   */
  public record ConditionChoice(
      String name, ColumnType type, List<Double> values, boolean maybeMissing, int errorOf) {
    /** {@link #errorOf} of what is no measurement error. */
    public static final int NO_ERROR = -1;

    public ConditionChoice {
      values = List.copyOf(values);
    }

    /** Never missing; the rest is found from the rows. */
    public static ConditionChoice auto(String name) {
      return new ConditionChoice(name, ColumnType.AUTO, List.of(), false, NO_ERROR);
    }

    /** The standard deviation of the measurement error of a feature. */
    public static ConditionChoice error(String name, int feature) {
      return new ConditionChoice(name, ColumnType.CONTINUOUS, List.of(), false, feature);
    }

    boolean isError() {
      return errorOf != NO_ERROR;
    }
  }

  public RowLayout {
    features = List.copyOf(features);
    conditions = List.copyOf(conditions);
  }

  /** Columns of their own. */
  public RowLayout(List<FeatureChoice> features, List<ConditionChoice> conditions) {
    this(features, conditions, null);
  }

  /** Columns that are never missing; the rest is found from the rows. */
  public static RowLayout auto(RowSchema schema) {
    return new RowLayout(
        schema.features().stream().map(FeatureChoice::auto).toList(),
        schema.context().stream().map(ConditionChoice::auto).toList());
  }

  /** As a topology has it. */
  public static RowLayout of(FeatureSchema schema) {
    List<FeatureChoice> features = new ArrayList<>();
    List<ConditionChoice> conditions = new ArrayList<>();
    for (Feature feature : schema.features()) {
      features.add(
          new FeatureChoice(
              feature.name(),
              feature.type(),
              feature.values(),
              Missing.valueOf(feature.missing().name()),
              feature.transform()));
    }
    for (var column : schema.context()) {
      conditions.add(
          new ConditionChoice(
              column.name(),
              column.type(),
              column.values(),
              column.missing() != Feature.Missing.REJECT,
              ConditionChoice.NO_ERROR));
    }
    for (int j = 0; j < features.size(); j++) {
      if (schema.sigmaColumn(j) >= 0) {
        String name = schema.contextNames().get(schema.sigmaColumn(j) - schema.size());
        conditions.add(ConditionChoice.error(name, j));
      }
    }
    return new RowLayout(features, conditions, schema.block());
  }

  /** The names. */
  public RowSchema schema() {
    return new RowSchema(
        features.stream().map(FeatureChoice::name).toList(),
        conditions.stream().map(ConditionChoice::name).toList());
  }

  /** The length of a row. */
  public int inputs() {
    return features.size() + conditions.size();
  }
}
