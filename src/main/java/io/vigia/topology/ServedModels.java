package io.vigia.topology;

import io.vigia.scoring.ModelSupply;
import io.vigia.scoring.ScoringModel;
import java.util.Optional;

/**
 * What a process may score by.
 *
 * @param own the bundle that the topology names: in service until a command says otherwise
 * @param published bundles that commands may name
 */
public record ServedModels(ScoringModel own, ModelSupply published) implements ModelSupply {
  /** The topology's own bundle and no other. */
  public static ServedModels only(ScoringModel own) {
    return new ServedModels(own, ModelSupply.of(own));
  }

  /** The bundle, where it is at hand and can score this stream. */
  @Override
  public Optional<ScoringModel> model(String sha256) {
    return own.identity().sha256().equals(sha256)
        ? Optional.of(own)
        : published.model(sha256).filter(model -> misfit(model).isEmpty());
  }

  /** Why a bundle will not score this stream; empty where nothing is known against it. */
  @Override
  public Optional<String> refusal(String sha256) {
    return published.refusal(sha256).or(() -> published.model(sha256).flatMap(this::misfit));
  }

  private Optional<String> misfit(ScoringModel model) {
    if (model.bundle().passed() != null) {
      return Optional.of("it is a second level, calibrated on what passes a first");
    }
    try {
      model.requireSchema(own.bundle().schema());
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }
}
