package io.vigia.calibration;

import java.util.ArrayList;
import java.util.List;

/**
 * What a model saw of the quantities that it is conditional on. Given a context that it never saw a
 * density is a guess, and so is its p-value: such an event is to be marked.
 *
 * @param columns those of the context, measurement errors included, in order; may be none
 */
public record ContextSupport(List<Column> columns) {
  /** Of a model without context, or of a bundle that does not say: everything is supported. */
  public static final ContextSupport ANY = new ContextSupport(List.of());

  public ContextSupport {
    columns = List.copyOf(columns);
  }

  /**
   * Which columns of a row have a value that was never seen. Allocates nothing where there is none.
   *
   * @return their names, in order
   */
  public List<String> unsupported(float[] rows, int offset) {
    List<String> names = List.of();
    for (int i = 0; i < columns.size(); i++) {
      Column column = columns.get(i);
      if (!column.has(rows[offset + column.place])) {
        names = names.isEmpty() ? new ArrayList<>() : names;
        names.add(column.name);
      }
    }
    return names;
  }

  /**
   * One column as it was seen.
   *
   * @param name its own
   * @param place in a row
   * @param least value that was seen
   * @param greatest value that was seen
   * @param values all that were seen of a categorical column; empty for one that has a range
   * @param missing whether rows without a value were seen
   */
  public record Column(
      String name, int place, float least, float greatest, List<Float> values, boolean missing) {
    /**
     * @throws IllegalArgumentException where the range is none
     */
    public Column {
      values = List.copyOf(values);
      if (!(least <= greatest)) {
        throw new IllegalArgumentException(
            "the range of " + name + " is " + least + " to " + greatest + "; allowed: ascending");
      }
    }

    boolean has(float value) {
      if (Float.isNaN(value)) {
        return missing;
      }
      return value >= least && value <= greatest && (values.isEmpty() || contains(value));
    }

    private boolean contains(float value) {
      for (int i = 0; i < values.size(); i++) {
        if (values.get(i) == value) {
          return true;
        }
      }
      return false;
    }
  }
}
