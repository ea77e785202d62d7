package io.vigia.app.bench.accuracy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/** All sets of a run: read, measured one by one, reported together. */
public final class AccuracyRun {
  private final List<AccuracyBench.Figures> sets = new ArrayList<>();
  private final PublishedTable published;
  private final int seeds;

  private AccuracyRun(PublishedTable published, int seeds) {
    this.published = published;
    this.seeds = seeds;
  }

  /** The models that are measured where nothing is asked for. */
  public static List<String> models() {
    return Detectors.usual();
  }

  /**
   * Measures every set of these files and folders.
   *
   * @param seeds how many trainings of each model are averaged; seeds 0, 1, ...
   * @param table published AUROC to print beside, or null
   * @param say told what happens
   */
  public static AccuracyRun of(
      List<Path> places, List<String> models, int seeds, @Nullable Path table, Consumer<String> say)
      throws IOException {
    if (seeds < 1) {
      throw new IllegalArgumentException("--seeds is " + seeds + "; allowed: 1 or more");
    }
    Map<String, Detector.Recipe> recipes = Detectors.named(models);
    List<Path> files = LabelledFile.in(places);
    AccuracyRun run =
        new AccuracyRun(table == null ? PublishedTable.NONE : PublishedTable.read(table), seeds);
    AccuracyBench bench =
        new AccuracyBench(recipes, LongStream.range(0, seeds).boxed().toList(), say);
    for (Path file : files) {
      run.sets.add(bench.measure(LabelledFile.read(file)));
    }
    return run;
  }

  /** For people. */
  public List<String> lines() {
    return new AccuracyReport(sets, published).lines();
  }

  /** {@code sets}, {@code mean}, {@code seeds}. */
  public JsonNode toJson() {
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode json = mapper.createObjectNode();
    json.put("seeds", seeds);
    json.set("sets", mapper.valueToTree(sets));
    json.set("mean", mapper.valueToTree(new AccuracyReport(sets, published).mean()));
    return json;
  }
}
