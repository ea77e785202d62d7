package io.vigia.app.worker;

import io.vigia.retrain.JobProgress;
import java.util.List;

/** What workers say of jobs, and have said. */
interface JobLog {
  /** Says it; where nobody can be reached now, it is lost and the work goes on. */
  void say(JobProgress progress);

  /** Says how an attempt ended, and waits until it is heard. */
  void sayLast(JobProgress progress);

  /** All that was said of a job, in order. */
  List<JobProgress> of(String job);
}
