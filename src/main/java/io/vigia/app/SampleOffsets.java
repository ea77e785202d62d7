package io.vigia.app;

import io.vigia.app.worker.SampleRange;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.Window;
import io.vigia.topology.RetrainSpec;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** A stretch of the topic of samples that a person trains on. */
final class SampleOffsets {
  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}):([0-9]{1,18})");

  @Option(
      names = "--from-topic",
      description =
          "Trains on the topic of samples, in the place of --data: on the same rows as a worker.")
  private boolean fromTopic;

  @Option(
      names = "--offsets",
      paramLabel = "FROM:TO",
      description =
          "With --from-topic: from this offset to before that. Default: all that is there.")
  private @Nullable String offsets;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description =
          "With --from-topic: samples with a Kafka timestamp from this on, such as"
              + " 2026-11-24T20:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      description = "With --from-topic: samples before the first with this Kafka timestamp.")
  private @Nullable Instant until;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec command;

  /**
   * Whether the topic is to be read.
   *
   * @throws ParameterException for options that do not go together
   */
  boolean isGiven(DataFiles data) {
    if (fromTopic && data.isGiven()) {
      throw refused("--from-topic and --data are two sources of rows; give one");
    }
    if (!fromTopic && (offsets != null || since != null || until != null)) {
      throw refused("--offsets, --since and --until go with --from-topic");
    }
    if (offsets != null && (since != null || until != null)) {
      throw refused("--offsets and --since or --until both say which samples; give one of them");
    }
    return fromTopic;
  }

  /**
   * The training of these samples as a job, as if it had come from the topic of jobs.
   *
   * @throws IllegalArgumentException where there is no sample in the stretch
   */
  TrainingJob job(TopologySpec spec, Map<String, String> kafka, long seed) {
    String topic = TopicNames.of(spec).samples();
    long from;
    long to;
    try (SampleRange samples = SampleRange.open(kafka, topic)) {
      Matcher form = FORM.matcher(offsets == null ? "" : offsets);
      if (offsets != null && !form.matches()) {
        throw refused("--offsets is '" + offsets + "'; allowed: FROM:TO, such as 1000:250000");
      }
      Instant first = since;
      Instant last = until;
      from = offsets != null ? Long.parseLong(form.group(1)) : start(samples, first);
      to = offsets != null ? Long.parseLong(form.group(2)) : end(samples, last);
      if (from >= to || to > samples.end()) {
        throw new IllegalArgumentException(
            "there are no samples in offsets "
                + from
                + " to before "
                + to
                + " of "
                + topic
                + ", which has "
                + samples.beginning()
                + " to before "
                + samples.end());
      }
    }
    RetrainSpec retrain = spec.retrain();
    return new TrainingJob(
        spec.name(),
        new Window(
            topic,
            from,
            to,
            to - from,
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            spec.features().sha256(),
            List.of()),
        null,
        "",
        false,
        retrain == null ? 0 : retrain.trim(),
        seed,
        "vigia train --from-topic",
        TrainingJob.Cause.PERSON);
  }

  private static long start(SampleRange samples, @Nullable Instant first) {
    return first == null ? samples.beginning() : samples.at(first.toEpochMilli());
  }

  private static long end(SampleRange samples, @Nullable Instant last) {
    return last == null ? samples.end() : samples.at(last.toEpochMilli());
  }

  private ParameterException refused(String text) {
    return new ParameterException(command.commandLine(), text);
  }
}
