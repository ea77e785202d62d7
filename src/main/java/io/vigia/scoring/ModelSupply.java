package io.vigia.scoring;

import java.util.Optional;

/** Bundles at hand by their digest, compiled. Thread-safe; answers at once. */
public interface ModelSupply {
  /** The bundle, where it is there and verified; empty while it is not. */
  Optional<ScoringModel> model(String sha256);

  /** Why it will never be there, for people; empty where nothing is known against it. */
  Optional<String> refusal(String sha256);

  /** One that has none. */
  static ModelSupply none() {
    return new ModelSupply() {
      @Override
      public Optional<ScoringModel> model(String sha256) {
        return Optional.empty();
      }

      @Override
      public Optional<String> refusal(String sha256) {
        return Optional.empty();
      }
    };
  }

  /** One that has a single bundle. */
  static ModelSupply of(ScoringModel only) {
    return new ModelSupply() {
      @Override
      public Optional<ScoringModel> model(String sha256) {
        return only.identity().sha256().equals(sha256) ? Optional.of(only) : Optional.empty();
      }

      @Override
      public Optional<String> refusal(String sha256) {
        return Optional.empty();
      }
    };
  }
}
