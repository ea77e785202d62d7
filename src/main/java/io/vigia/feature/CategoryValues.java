package io.vigia.feature;

import java.util.List;
import java.util.Optional;

/** The declared values of a categorical column. */
final class CategoryValues {
  private CategoryValues() {}

  /** In ascending order, since their order means nothing; -0 is 0. */
  static List<Double> ascending(List<Double> values) {
    return values.stream().map(value -> value + 0.0).sorted().toList();
  }

  static Optional<Flaw> flaw(List<Double> values, ColumnType type) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (type != ColumnType.CATEGORICAL) {
      return flaw("is given, but the type is " + type.label() + "; only categorical has values");
    }
    if (values.size() < 2) {
      return flaw("is " + values + "; at least two values are needed, or none to find them");
    }
    if (values.stream().anyMatch(value -> !Float.isFinite(value.floatValue()))) {
      return flaw("is " + values + "; values in the range of a float are allowed");
    }
    if (values.stream().map(value -> value.floatValue() + 0f).distinct().count() < values.size()) {
      return flaw("is " + values + "; two of them are the same as floats");
    }
    return Optional.empty();
  }

  private static Optional<Flaw> flaw(String problem) {
    return Optional.of(new Flaw("values", problem));
  }
}
