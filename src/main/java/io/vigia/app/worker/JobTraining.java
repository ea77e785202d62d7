package io.vigia.app.worker;

import io.vigia.retrain.TrainingJob;
import java.io.IOException;

/** Makes a bundle of a job: learns, calibrates, compares. */
interface JobTraining {
  /**
   * Trains a job.
   *
   * @param folder of this job alone
   * @param report hears how far it is, and may end it by an exception
   * @throws IllegalArgumentException where the job, or its rows, will never train: the message says
   *     why
   * @throws io.vigia.training.DivergedException where the training came to no end
   * @throws IOException where files or brokers fail
   */
  CandidateStore.Candidate train(TrainingJob job, WorkFolder folder, JobReport report)
      throws IOException;
}
