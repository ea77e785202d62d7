package io.vigia.registry;

import io.vigia.scoring.ScoringModel;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The compiled bundles that were asked for last; of others the files are kept. Thread-safe. */
final class CompiledModels {
  /** The one in service, the one before, the next ones, and some to spare. */
  private static final int MOST = 8;

  private final Map<String, ScoringModel> byUse = new LinkedHashMap<>(16, 0.75f, true);

  synchronized Optional<ScoringModel> get(String sha256) {
    return Optional.ofNullable(byUse.get(sha256));
  }

  synchronized void put(ScoringModel model) {
    byUse.put(model.identity().sha256(), model);
    if (byUse.size() > MOST) {
      byUse.remove(byUse.keySet().iterator().next());
    }
  }
}
