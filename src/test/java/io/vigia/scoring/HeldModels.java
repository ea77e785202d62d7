package io.vigia.scoring;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Bundles that a test puts at hand, or refuses, when it likes. */
public final class HeldModels implements ModelSupply {
  private final Map<String, ScoringModel> models = new ConcurrentHashMap<>();
  private final Map<String, String> refusals = new ConcurrentHashMap<>();

  public void put(ScoringModel model) {
    models.put(model.identity().sha256(), model);
  }

  public void refuse(String sha256, String reason) {
    refusals.put(sha256, reason);
  }

  @Override
  public Optional<ScoringModel> model(String sha256) {
    return Optional.ofNullable(models.get(sha256));
  }

  @Override
  public Optional<String> refusal(String sha256) {
    return Optional.ofNullable(refusals.get(sha256));
  }
}
