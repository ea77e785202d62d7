package io.vigia.app.bench.accuracy;

import io.vigia.density.continuous.ContinuousFlowArchitecture;
import io.vigia.density.diffusion.DiffusionArchitecture;
import io.vigia.kernel.ContractionResidual;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.training.DensityKind;
import io.vigia.training.DensityKinds;
import io.vigia.training.MemberSettings;
import io.vigia.training.TrainingSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The detectors that can be measured, by name. */
final class Detectors {
  /** A spline flow and the contraction residual; both compile. */
  private static final List<MemberSettings> ENSEMBLE =
      List.of(member(FlowArchitecture.NSF_AUTOREGRESSIVE), member(ContractionResidual.KIND));

  /** The names of {@code vigia train --model}. */
  private static final Map<String, String> FAMILIES =
      Map.of("flow", FlowArchitecture.DEFAULT_KIND, "diffusion", DiffusionArchitecture.KIND);

  private static final Map<String, Detector.Recipe> ALL = all();

  private Detectors() {}

  private static MemberSettings member(String kind) {
    return MemberSettings.of(kind, 0);
  }

  private static Map<String, Detector.Recipe> all() {
    Map<String, Detector.Recipe> all = new LinkedHashMap<>();
    for (String kind : DensityKinds.namesReading(DensityKind.Reads.COLUMNS)) {
      all.put(kind, TrainedDetector.by(TrainingSettings.DEFAULT.withMembers(member(kind))));
    }
    all.put("ensemble", TrainedDetector.by(TrainingSettings.DEFAULT.withMembers(ENSEMBLE)));
    all.put("autoencoder", Autoencoder::learn);
    all.put("knn", Baselines::nearestNeighbours);
    all.put("iforest", Baselines::isolationForest);
    return all;
  }

  static List<String> names() {
    return List.copyOf(ALL.keySet());
  }

  /** What is measured where nothing is asked for: all but the continuous flow, which is slow. */
  static List<String> usual() {
    return names().stream().filter(name -> !name.equals(ContinuousFlowArchitecture.KIND)).toList();
  }

  /**
   * Those of these names, in the order asked for.
   *
   * @throws IllegalArgumentException for a name that is none of {@link #names()}
   */
  static Map<String, Detector.Recipe> named(List<String> names) {
    Map<String, Detector.Recipe> chosen = new LinkedHashMap<>();
    for (String name : names) {
      Detector.Recipe recipe = ALL.get(FAMILIES.getOrDefault(name, name));
      if (recipe == null) {
        throw new IllegalArgumentException(
            "--models has '" + name + "'; allowed: " + String.join(", ", ALL.keySet()));
      }
      chosen.put(name, recipe);
    }
    return chosen;
  }
}
