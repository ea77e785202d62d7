package io.vigia.app.worker;

import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;

/** A bundle of any members, ready to score rows; what it opened is closed with it. */
public interface OpenedModel extends AutoCloseable {
  /** What scores. */
  ScoringModel scoring();

  @Override
  void close();

  /** Opens bundles. */
  @FunctionalInterface
  interface Opener {
    /**
     * @throws IllegalArgumentException where a member is of a kind that is not known
     */
    OpenedModel open(StoredBundle stored);
  }
}
