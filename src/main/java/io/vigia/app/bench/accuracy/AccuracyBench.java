package io.vigia.app.bench.accuracy;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.vigia.training.RankedScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Trains each detector on each set and judges its ranking of the test rows: the mean over the
 * seeds, in percent as the published tables have it. All detectors have one setting for all sets.
 */
final class AccuracyBench {
  private final Map<String, Detector.Recipe> recipes;
  private final List<Long> seeds;
  private final Consumer<String> say;

  /**
   * @param recipes by the name of the model, in the order of the report
   * @param seeds at least one
   * @param say told what happens
   */
  AccuracyBench(Map<String, Detector.Recipe> recipes, List<Long> seeds, Consumer<String> say) {
    this.recipes = new LinkedHashMap<>(recipes);
    this.seeds = List.copyOf(seeds);
    this.say = say;
  }

  /**
   * One set's figures, by model; percent, and seconds of one training.
   *
   * @param truePositiveRate the share of anomalies found by the loosest threshold that takes at
   *     most one in a hundred of the background
   * @param aurocSeeds of each seed
   */
  record Figures(
      String set,
      @JsonProperty("n_train") int trainRows,
      @JsonProperty("n_test") int testRows,
      int features,
      Map<String, Double> auroc,
      Map<String, Double> auprc,
      @JsonProperty("tpr_at_fpr_1e2") Map<String, Double> truePositiveRate,
      @JsonProperty("train_s") Map<String, Double> trainSeconds,
      @JsonProperty("auroc_seeds") Map<String, List<Double>> aurocSeeds) {}

  Figures measure(LabelledSet set) {
    Figures figures =
        new Figures(
            set.name(),
            set.trainRows(),
            set.testRows(),
            set.features(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>(),
            new LinkedHashMap<>());
    recipes.forEach((model, recipe) -> measure(set, model, recipe, figures));
    return figures;
  }

  private void measure(LabelledSet set, String model, Detector.Recipe recipe, Figures figures) {
    List<Double> auroc = new ArrayList<>();
    double precision = 0;
    double found = 0;
    double seconds = 0;
    for (long seed : seeds) {
      long start = System.nanoTime();
      Detector detector = recipe.learn(set.train(), set.features(), seed);
      seconds += (System.nanoTime() - start) / 1e9;
      double[] scores = rankable(detector.scores(set.test()), set.name() + ": " + model);
      RankedScores ranked = RankedScores.of(set.anomaly(), scores);
      auroc.add(100 * ranked.auroc());
      precision += 100 * ranked.averagePrecision();
      found += 100 * ranked.truePositiveRateAt(1e-2);
    }
    double mean = auroc.stream().mapToDouble(one -> one).average().orElseThrow();
    figures.auroc().put(model, mean);
    figures.auprc().put(model, precision / seeds.size());
    figures.truePositiveRate().put(model, found / seeds.size());
    figures.trainSeconds().put(model, seconds / seeds.size());
    figures.aurocSeeds().put(model, auroc);
    say.accept(
        "%s: %s AUROC %.2f, AUPRC %.2f, trained in %.1f s"
            .formatted(set.name(), model, mean, precision / seeds.size(), seconds / seeds.size()));
  }

  /** On the stream a row whose score is no number is a dead letter; here it is the rarest. */
  private double[] rankable(double[] scores, String what) {
    long without = Arrays.stream(scores).filter(score -> !Double.isFinite(score)).count();
    if (without > 0) {
      say.accept(what + ": " + without + " rows have no finite score and count as the rarest");
    }
    return Arrays.stream(scores)
        .map(score -> Double.isFinite(score) ? score : Double.POSITIVE_INFINITY)
        .toArray();
  }

  /** For each model its mean AUROC over the sets. */
  static Map<String, Double> mean(List<Figures> sets) {
    Map<String, Double> mean = new LinkedHashMap<>();
    for (Figures set : sets) {
      set.auroc().forEach((model, value) -> mean.merge(model, value / sets.size(), Double::sum));
    }
    return mean;
  }
}
