package io.vigia.app.bench.accuracy;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The detectors that can be measured, by name. */
final class Detectors {
  private static final Map<String, Detector.Recipe> ALL = all();

  private Detectors() {}

  private static Map<String, Detector.Recipe> all() {
    Map<String, Detector.Recipe> all = new LinkedHashMap<>();
    all.put("knn", Baselines::nearestNeighbours);
    all.put("iforest", Baselines::isolationForest);
    return all;
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /**
   * Those of these names, in the order asked for.
   *
   * @throws IllegalArgumentException for a name that is none of {@link #names()}
   */
  static Map<String, Detector.Recipe> named(List<String> names) {
    Map<String, Detector.Recipe> chosen = new LinkedHashMap<>();
    for (String name : names) {
      Detector.Recipe recipe = ALL.get(name);
      if (recipe == null) {
        throw new IllegalArgumentException(
            "--models has '" + name + "'; allowed: " + String.join(", ", ALL.keySet()));
      }
      chosen.put(name, recipe);
    }
    return chosen;
  }
}
