package io.vigia.app.worker;

import io.vigia.retrain.TrainingJob;
import java.io.IOException;
import java.nio.file.Path;

/** Makes a bundle of a job: learns, calibrates, compares. */
interface JobTraining {
  /**
   * Trains a job.
   *
   * @param directory of this job alone, for checkpoints and what is unfinished
   * @param report hears how far it is, and may end it by an exception
   * @throws IllegalArgumentException where the job, or its rows, will never train: the message says
   *     why
   * @throws io.vigia.training.DivergedException where the training came to no end
   * @throws IOException where files or brokers fail
   */
  CandidateStore.Candidate train(TrainingJob job, Path directory, JobReport report)
      throws IOException;
}
