package io.vigia.app.bench.accuracy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.jspecify.annotations.Nullable;

/** The figures as a table: a line a set, a column a model, then published methods. */
final class AccuracyReport {
  private static final List<String> BESIDE =
      List.of("KNN", "DTE-NP", "DDPM", "IForest", "VAE", "PlanarFlow");

  private final List<AccuracyBench.Figures> sets;
  private final PublishedTable published;

  AccuracyReport(List<AccuracyBench.Figures> sets, PublishedTable published) {
    this.sets = sets;
    this.published = published;
  }

  /** The mean of each model, and of the published ones over the same sets where all are known. */
  Map<String, Double> mean() {
    Map<String, Double> mean = new LinkedHashMap<>(AccuracyBench.mean(sets));
    for (String method : beside()) {
      mean.put("published " + method, meanOf(set -> published.auroc(set.set(), method)));
    }
    return mean;
  }

  List<String> lines() {
    List<String> models = List.copyOf(sets.get(0).auroc().keySet());
    List<String> columns = new ArrayList<>(models);
    columns.addAll(beside());
    List<String> lines = new ArrayList<>();
    lines.add("AUROC in percent; models of this run, then published ones");
    lines.add(line("", columns));
    for (AccuracyBench.Figures set : sets) {
      lines.add(line(set.set(), cells(columns, models, set)));
    }
    lines.add(
        line(
            "mean",
            columns.stream()
                .map(
                    name ->
                        models.contains(name)
                            ? number(meanOf(set -> set.auroc().getOrDefault(name, Double.NaN)))
                            : number(meanOf(set -> published.auroc(set.set(), name))))
                .toList()));
    addTable(lines, "average precision in percent", models, AccuracyBench.Figures::auprc);
    addTable(
        lines,
        "anomalies found at 1 % false positives, in percent",
        models,
        AccuracyBench.Figures::truePositiveRate);
    addTable(lines, "seconds of training", models, AccuracyBench.Figures::trainSeconds);
    return lines;
  }

  private void addTable(
      List<String> lines,
      String title,
      List<String> models,
      Function<AccuracyBench.Figures, Map<String, Double>> values) {
    lines.add(title);
    for (AccuracyBench.Figures set : sets) {
      Map<String, Double> ofSet = values.apply(set);
      lines.add(line(set.set(), models.stream().map(name -> number(ofSet.get(name))).toList()));
    }
    lines.add(
        line(
            "mean",
            models.stream()
                .map(
                    name -> number(meanOf(set -> values.apply(set).getOrDefault(name, Double.NaN))))
                .toList()));
  }

  private List<String> beside() {
    return BESIDE.stream().filter(published.methods()::contains).toList();
  }

  private List<String> cells(List<String> columns, List<String> models, AccuracyBench.Figures set) {
    return columns.stream()
        .map(
            name ->
                number(
                    models.contains(name)
                        ? set.auroc().getOrDefault(name, Double.NaN)
                        : published.auroc(set.set(), name)))
        .toList();
  }

  private double meanOf(ToDoubleFunction<AccuracyBench.Figures> value) {
    return sets.stream().mapToDouble(value).average().orElse(Double.NaN);
  }

  private static String number(@Nullable Double value) {
    return value == null || value.isNaN() ? "-" : String.format(Locale.ROOT, "%.2f", value);
  }

  private static String line(String first, List<String> cells) {
    StringBuilder line = new StringBuilder(String.format("%-18s", first));
    cells.forEach(cell -> line.append(String.format(" %11s", cell)));
    return line.toString();
  }
}
