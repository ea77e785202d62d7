package io.vigia.app.worker;

import io.vigia.model.StoredBundle;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.ModelCard;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Published bundles, as a worker sees them. */
interface CandidateStore {
  /** The first valid result of a job; empty where there is none yet. */
  Optional<ModelCard> resultOf(String job) throws IOException;

  /**
   * A bundle by its digest, verified; empty where none was published.
   *
   * @throws IOException where it is not what it should be
   */
  Optional<StoredBundle> bundle(String sha256) throws IOException;

  /** Publishes a bundle; its bytes are there when this returns. */
  ModelCard publish(Candidate candidate, String job, String worker) throws IOException;

  /**
   * A bundle that a worker made.
   *
   * @param directory where it lies
   * @param parent sha-256 of the bundle that it was compared with, hex; null where there was none
   * @param evidence what came of that
   */
  record Candidate(Path directory, @Nullable String parent, @Nullable GateEvidence evidence) {}
}
