package io.vigia.app.worker;

import io.vigia.retrain.JobProgress;
import io.vigia.retrain.JobProgress.State;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The attempts that a job has used up, by what was said of it. One that a worker gave back since it
 * was told to stop is none.
 *
 * @param begun by number: how many there were, whatever became of them
 * @param reasons why each that is used up ended, in order
 * @param failure why there will be no result; null where nobody has said so
 */
record Attempts(int begun, List<String> reasons, @Nullable String failure) {
  private record Attempt(String worker, int number) {}

  /**
   * @param said of one job, in order
   */
  static Attempts of(List<JobProgress> said) {
    Map<Attempt, JobProgress> last = new LinkedHashMap<>();
    for (JobProgress progress : said) {
      last.put(new Attempt(progress.worker(), progress.attempt()), progress);
    }
    List<String> reasons = new ArrayList<>();
    last.values().stream()
        .filter(progress -> progress.state() != State.STOPPED && !progress.state().isEnd())
        .forEach(progress -> reasons.add(reason(progress)));
    String failure =
        said.stream()
            .filter(progress -> progress.state() == State.FAILED)
            .map(JobProgress::reason)
            .findFirst()
            .orElse(null);
    return new Attempts(last.size(), List.copyOf(reasons), failure);
  }

  private static String reason(JobProgress last) {
    if (last.state() == State.RELEASED) {
      return last.worker() + ": " + last.reason();
    }
    String where =
        last.state() == State.TRAINING
            ? " in step " + last.step() + " of " + last.steps() + " of " + last.member()
            : last.state() == State.JUDGING
                ? " when the model was judged"
                : " before the first step";
    return last.worker() + " was not heard of again, last" + where;
  }

  int count() {
    return reasons.size();
  }

  /** The reasons in one line. */
  String text() {
    return reasons.stream().collect(Collectors.joining("; "));
  }
}
