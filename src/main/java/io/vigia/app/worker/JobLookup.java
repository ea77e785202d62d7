package io.vigia.app.worker;

import io.vigia.retrain.RetrainJson;
import io.vigia.retrain.TrainingJob;
import io.vigia.topology.TopicTail;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A job that a person, or a batch system, names: a file of it, or its id on the topic of jobs. */
final class JobLookup {
  private static final int LEAST_DIGITS = 8;

  private JobLookup() {}

  /**
   * @param named a file with the job's JSON, or the job's id, or how that begins
   * @param kafka client settings
   * @param topic of jobs
   * @throws IllegalArgumentException where there is no such job, or more than one
   */
  public static JobDelivery find(String named, Map<String, String> kafka, String topic)
      throws IOException {
    Path file = file(named);
    if (file != null) {
      return JobDelivery.of(RetrainJson.parse(Files.readAllBytes(file), TrainingJob.class), 1);
    }
    if (named.length() < LEAST_DIGITS) {
      throw new IllegalArgumentException(
          "--once is '"
              + named
              + "', which is no file, and too short for a job's id; give a file with the job's JSON,"
              + " or the id (at least its first "
              + LEAST_DIGITS
              + " digits)");
    }
    return onTopic(named, kafka, topic);
  }

  private static @org.jspecify.annotations.Nullable Path file(String named) {
    try {
      Path file = Path.of(named);
      return Files.isRegularFile(file) ? file : null;
    } catch (InvalidPathException e) {
      return null;
    }
  }

  private static JobDelivery onTopic(String id, Map<String, String> kafka, String topic) {
    List<JobDelivery> found = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(kafka, topic)) {
      tail.toPresentEnd(
          record -> {
            JobDelivery job = JobDelivery.of(record);
            boolean isNew = found.stream().noneMatch(one -> one.id().equals(job.id()));
            if (job.id().startsWith(id) && isNew) {
              found.add(job);
            }
            return true;
          });
    }
    if (found.size() != 1) {
      throw new IllegalArgumentException(
          "there "
              + (found.isEmpty() ? "is no job" : "are " + found.size() + " jobs")
              + " on "
              + topic
              + " whose id begins with "
              + id
              + (found.isEmpty()
                  ? "; is it older than the topic keeps, or of another topology?"
                  : ""));
    }
    return found.get(0);
  }
}
