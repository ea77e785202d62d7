package io.vigia.app.worker;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.JobProgress;
import io.vigia.retrain.ModelCard;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.Window;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is around a worker, in memory. */
final class WorkerWorld {
  /** A bundle that no test reads. */
  static final CandidateStore.Candidate CANDIDATE =
      new CandidateStore.Candidate(Path.of("unread"), "b2", null);

  private WorkerWorld() {}

  static TrainingJob job(String topic, long from, long to, long seed) {
    return new TrainingJob(
        "muons",
        new Window(topic, from, to, to - from, 0, 1000, "a1", List.of()),
        JsonNodeFactory.instance.objectNode().put("flow", "maf"),
        "b2",
        true,
        0.01,
        seed,
        "a test asks for it",
        TrainingJob.Cause.PERSON);
  }

  /** A log that keeps what was said. */
  static final class MemoryLog implements JobLog {
    final List<JobProgress> said = new ArrayList<>();

    @Override
    public synchronized void say(JobProgress progress) {
      said.add(progress);
    }

    @Override
    public void sayLast(JobProgress progress) {
      say(progress);
    }

    @Override
    public synchronized List<JobProgress> of(String job) {
      return said.stream().filter(progress -> progress.job().equals(job)).toList();
    }

    synchronized List<JobProgress.State> states() {
      return said.stream().map(JobProgress::state).toList();
    }
  }

  /** A store of cards without bytes. */
  static final class MemoryStore implements CandidateStore {
    final Map<String, ModelCard> byJob = new LinkedHashMap<>();

    @Override
    public synchronized Optional<ModelCard> resultOf(String job) {
      return Optional.ofNullable(byJob.get(job));
    }

    @Override
    public Optional<StoredBundle> bundle(String sha256) {
      return Optional.empty();
    }

    @Override
    public synchronized ModelCard publish(Candidate candidate, String job, String worker) {
      ModelCard card = card(job, worker);
      byJob.put(job, card);
      return card;
    }

    static ModelCard card(String job, String worker) {
      return new ModelCard(
          "muons", job.substring(0, 12), "c3", "a1", List.of(), "b2", job, null, worker, 0);
    }
  }
}
