package io.vigia.app.bench.calibration;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The tables of a run, one after the other. */
public final class CalibrationBench {
  private final List<CalibrationTable> tables;
  private final int seeds;
  private final Map<CalibrationTable, Figures> measured = new LinkedHashMap<>();

  private CalibrationBench(List<CalibrationTable> tables, int seeds) {
    this.tables = tables;
    this.seeds = seeds;
  }

  /**
   * A run that is to be.
   *
   * @param names of the tables; empty for all
   * @param data a folder of real sets; null for simulated streams alone
   * @param seeds how often what is random is drawn: seeds 1, 2, ...
   * @throws IllegalArgumentException for a name that no table has, or no seed
   */
  public static CalibrationBench of(List<String> names, @Nullable Path data, int seeds)
      throws IOException {
    return ofTables(names, all(data, seeds), seeds);
  }

  /**
   * A run over some of these tables.
   *
   * @param names of those that are wanted; empty for all
   * @throws IllegalArgumentException for a name that no table has, or no seed
   */
  public static CalibrationBench ofTables(
      List<String> names, List<? extends CalibrationTable> all, int seeds) {
    if (seeds < 1) {
      throw new IllegalArgumentException("--seeds is " + seeds + "; allowed: 1 or more");
    }
    List<String> known = all.stream().map(CalibrationTable::name).toList();
    for (String name : names) {
      if (!known.contains(name)) {
        throw new IllegalArgumentException("--tables has '" + name + "'; allowed: " + known);
      }
    }
    return new CalibrationBench(
        all.stream()
            .filter(t -> names.isEmpty() || names.contains(t.name()))
            .map(CalibrationTable.class::cast)
            .toList(),
        seeds);
  }

  /** Every table there is. A new one is one entry. */
  private static List<CalibrationTable> all(@Nullable Path data, int seeds) throws IOException {
    List<Background> backgrounds = new ArrayList<>(LearnedBackground.in(data));
    backgrounds.add(new SimulatedBackground(ScoreLaw.GAUSSIAN, 20_000, 100_000));
    backgrounds.add(new SimulatedBackground(ScoreLaw.HEAVY, 20_000, 100_000));
    return List.of(
        new UniformityTable(backgrounds, seeds),
        new FalseAlarmTable(backgrounds, seeds),
        new TailTable(seeds),
        new GroupTable(seeds),
        new BudgetTable(seeds),
        new DiscoveryTable(seeds),
        new SecondLevelTable(seeds),
        ReasonsTable.standard(),
        FeedbackTable.of(data, seeds));
  }

  /**
   * Measures them.
   *
   * @param say told what happens
   * @param print told each table when it is there
   */
  public CalibrationBench run(Consumer<String> say, Consumer<String> print) throws IOException {
    for (CalibrationTable table : tables) {
      say.accept(table.name() + " ...");
      Figures figures = table.run(say);
      measured.put(table, figures);
      print.accept(table.name() + ": " + table.caption());
      figures.lines().forEach(print);
      print.accept("");
    }
    return this;
  }

  /** {@code seeds}, {@code tables}: by name, each with {@code caption} and {@code rows}. */
  public JsonNode toJson() {
    ObjectNode json = new ObjectMapper().createObjectNode().put("seeds", seeds);
    ObjectNode byName = json.putObject("tables");
    measured.forEach(
        (table, figures) ->
            byName
                .putObject(table.name())
                .put("caption", table.caption())
                .set("rows", figures.toJson()));
    return json;
  }
}
