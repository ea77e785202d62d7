package io.vigia.training.gate;

import io.vigia.feature.ColumnType;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.FeatureSchema;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Anomalies made of ordinary rows: one feature moved by {@value #SIGMAS} standard deviations, and
 * one feature swapped between two events, so that each value is ordinary and the event is not. Of
 * continuous features; of a set, the numbers of members that are there.
 */
final class Injections {
  /** One feature moved. */
  static final String MOVED = "moved";

  /** One feature swapped between two events. */
  static final String SWAPPED = "swapped";

  static final double SIGMAS = 5;

  /** A feature that takes no more may be a category: five deviations mean nothing there. */
  private static final int FEW_VALUES = 30;

  /** Draws until a row has a feature that can be changed. */
  private static final int TRIES = 100;

  private final FeatureSchema schema;
  private final UnseenRows from;
  private final SplittableRandom random;
  private final double[] deviations;
  private final int[] columns;

  private Injections(FeatureSchema schema, UnseenRows from, long seed) {
    this.schema = schema;
    this.from = from;
    this.random = new SplittableRandom(seed);
    this.deviations = new double[schema.size()];
    Arrays.setAll(deviations, j -> isContinuous(j) ? deviation(j) : 0);
    this.columns = IntStream.range(0, schema.size()).filter(j -> deviations[j] > 0).toArray();
  }

  /**
   * Injections by kind; rows one after the other. Of no rows, or without a feature that can be
   * changed, none.
   *
   * @param from rows that are ordinary but for a few
   * @param count of each kind
   */
  static Map<String, float[]> of(FeatureSchema schema, UnseenRows from, int count, long seed) {
    Map<String, float[]> kinds = new LinkedHashMap<>();
    Injections injections = new Injections(schema, from, seed);
    if (from.size() > 1 && injections.columns.length > 0) {
      kinds.put(MOVED, injections.moved(count));
      kinds.put(SWAPPED, injections.swapped(count));
    }
    return kinds;
  }

  private float[] moved(int count) {
    float[] rows = new float[count * from.inputs()];
    int made = 0;
    for (int tries = 0; made < count && tries < count * TRIES; tries++) {
      int row = random.nextInt(from.size());
      int column = columns[random.nextInt(columns.length)];
      if (isThere(row, column)) {
        copy(row, rows, made);
        double sign = random.nextBoolean() ? 1 : -1;
        rows[made * from.inputs() + column] += (float) (sign * SIGMAS * deviations[column]);
        made++;
      }
    }
    return Arrays.copyOf(rows, made * from.inputs());
  }

  private float[] swapped(int count) {
    float[] rows = new float[count * from.inputs()];
    int made = 0;
    for (int tries = 0; made < count && tries < count * TRIES; tries++) {
      int row = random.nextInt(from.size());
      int other = random.nextInt(from.size());
      int column = columns[random.nextInt(columns.length)];
      boolean differs = value(row, column) != value(other, column);
      if (differs && isThere(row, column) && isThere(other, column)) {
        copy(row, rows, made);
        rows[made * from.inputs() + column] = value(other, column);
        made++;
      }
    }
    return Arrays.copyOf(rows, made * from.inputs());
  }

  private void copy(int row, float[] to, int place) {
    System.arraycopy(from.rows(), row * from.inputs(), to, place * from.inputs(), from.inputs());
  }

  private float value(int row, int column) {
    return from.rows()[row * from.inputs() + column];
  }

  private boolean isContinuous(int column) {
    if (schema.block() instanceof FeatureBlock.Members members) {
      return column < members.most() * members.numbers().size();
    }
    ColumnType type = schema.features().get(column).type();
    return schema.block() != null
        || type == ColumnType.CONTINUOUS
        || (type == ColumnType.AUTO && takesManyValues(column));
  }

  private boolean takesManyValues(int column) {
    return IntStream.range(0, from.size())
            .mapToObj(row -> value(row, column))
            .distinct()
            .limit(FEW_VALUES + 1)
            .count()
        > FEW_VALUES;
  }

  /** Whether the row has a value there: not missing, nor of a member that is not. */
  private boolean isThere(int row, int column) {
    if (schema.block() instanceof FeatureBlock.Members members) {
      int size = members.numbers().size();
      return value(row, members.most() * size + column / size) == 1;
    }
    return !Float.isNaN(value(row, column));
  }

  private double deviation(int column) {
    double[] there =
        IntStream.range(0, from.size())
            .filter(row -> isThere(row, column))
            .mapToDouble(row -> value(row, column))
            .toArray();
    double mean = Arrays.stream(there).average().orElse(0);
    double squares = Arrays.stream(there).map(one -> (one - mean) * (one - mean)).sum();
    return there.length == 0 ? 0 : Math.sqrt(squares / there.length);
  }
}
