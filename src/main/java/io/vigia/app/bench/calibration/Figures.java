package io.vigia.app.bench.calibration;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The rows of a table: texts, whole numbers, fractions, truths; null where there is no figure. */
public final class Figures {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final List<String> columns;
  private final List<List<@Nullable Object>> rows = new ArrayList<>();

  /** A table without rows. */
  public Figures(String... columns) {
    this.columns = List.of(columns);
  }

  /**
   * Adds a row; a NaN or an infinity becomes null.
   *
   * @throws IllegalArgumentException where it has not a cell for each column
   */
  public Figures add(@Nullable Object... cells) {
    if (cells.length != columns.size()) {
      throw new IllegalArgumentException(
          cells.length + " cells for the columns " + columns + ": one for each is needed");
    }
    rows.add(new ArrayList<>(Arrays.asList(cells)));
    rows.get(rows.size() - 1).replaceAll(Figures::finite);
    return this;
  }

  private static @Nullable Object finite(@Nullable Object cell) {
    return cell instanceof Double number && !Double.isFinite(number) ? null : cell;
  }

  /** How many rows there are. */
  public int size() {
    return rows.size();
  }

  /** The cell of a column. */
  public @Nullable Object cell(int row, String column) {
    return rows.get(row).get(columns.indexOf(column));
  }

  /** A list of objects. */
  public ArrayNode toJson() {
    ArrayNode json = MAPPER.createArrayNode();
    for (List<@Nullable Object> row : rows) {
      ObjectNode one = json.addObject();
      for (int c = 0; c < columns.size(); c++) {
        one.set(columns.get(c), MAPPER.valueToTree(row.get(c)));
      }
    }
    return json;
  }

  /** A head and a line for each row, aligned. */
  public List<String> lines() {
    List<List<String>> texts = new ArrayList<>();
    texts.add(columns);
    rows.forEach(row -> texts.add(row.stream().map(Figures::text).toList()));
    int[] widths =
        IntStream.range(0, columns.size())
            .map(c -> texts.stream().mapToInt(row -> row.get(c).length()).max().orElse(0))
            .toArray();
    return texts.stream().map(row -> line(row, widths)).toList();
  }

  private static String line(List<String> row, int[] widths) {
    return IntStream.range(0, widths.length)
        .mapToObj(c -> " ".repeat(widths[c] - row.get(c).length()) + row.get(c))
        .collect(Collectors.joining("  "));
  }

  private static String text(@Nullable Object cell) {
    if (cell == null) {
      return "-";
    }
    return cell instanceof Double number ? text(number.doubleValue()) : cell.toString();
  }

  /** Four digits that count. */
  private static String text(double number) {
    double size = Math.abs(number);
    if (number != 0 && (size < 1e-3 || size >= 1e6)) {
      return String.format(Locale.ROOT, "%.3e", number);
    }
    int whole = size < 1 ? 0 : (int) Math.floor(Math.log10(size));
    return String.format(Locale.ROOT, "%." + Math.max(0, 3 - whole) + "f", number);
  }
}
