package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.budget.TallyReading;
import io.vigia.alert.desk.SubscriptionReplay;
import io.vigia.alert.desk.SubscriptionShare;
import io.vigia.event.EventFile;
import io.vigia.topology.Tallies;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia subscriptions test}. */
@Command(
    name = "test",
    mixinStandardHelpOptions = true,
    description = {
      "Says what a subscription would have sent.",
      "Replays the candidates of the topology's topic, or of a file, through its alert policy."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {"0:fine", "1:it matches more than its share of alerts", "2:bad usage or file"})
final class SubscriptionsTestCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(index = "1", paramLabel = "NAME", description = "The subscription.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private String name;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only candidates of this time on, such as 2026-11-24T20:00:00Z.")
  private @Nullable Instant since;

  @Option(
      names = "--data",
      paramLabel = "FILE",
      description = "Candidate records, one JSON object a line, in place of the topic.")
  private @Nullable Path data;

  @Option(names = "--json", description = "Whole alert records and the sums, one a line.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws IOException {
    TopologySpec spec = topology.read();
    SubscriptionReplay replay = new SubscriptionReplay(spec.desk(), Tallies.terms(spec), name);
    if (data == null) {
      fromTopic(spec, replay);
    } else {
      fromFile(data, replay);
    }
    replay.end();
    PrintWriter out = command.commandLine().getOut();
    for (ObjectNode alert : replay.sent()) {
      out.println(
          json
              ? alert.toString()
              : AlertsCommand.line(alert.toString().getBytes(StandardCharsets.UTF_8)));
    }
    Optional<String> refusal = replay.refusal();
    out.println(json ? sums(replay, refusal).toString() : inWords(replay, refusal));
    out.flush();
    return refusal.isPresent() ? Failures.FAILED : 0;
  }

  /** A record, and the event time at which it is replayed. */
  private record Step(long timeMillis, Runnable replay) {}

  /**
   * Candidates and tallies in the order of event time: a backlog has the candidates of hours before
   * its first tally.
   */
  private void fromTopic(TopologySpec spec, SubscriptionReplay replay) {
    TopicNames names = TopicNames.of(spec);
    String candidates = spec.review() == null ? names.candidates() : names.reviewed();
    List<Step> steps = new ArrayList<>();
    try (TopicTail tail =
        TopicTail.open(spec.clientSettings(), List.of(candidates, names.tallies()))) {
      Instant from = since;
      if (from != null) {
        tail.since(from.toEpochMilli());
      }
      tail.toPresentEnd(
          record -> {
            String where = record.topic() + ", offset " + record.offset();
            if (record.topic().equals(candidates)) {
              Candidate candidate = candidate(record.value(), where);
              long time = candidate.timeMillis().orElse(record.timestamp());
              steps.add(new Step(time, () -> replay.candidate(candidate, record.timestamp())));
            } else {
              tally(record, where)
                  .ifPresent(
                      read -> steps.add(new Step(read.lastMillis(), () -> replay.tally(read))));
            }
            return true;
          });
    }
    steps.sort(Comparator.comparingLong(Step::timeMillis));
    steps.forEach(step -> step.replay.run());
  }

  private static Optional<TallyReading> tally(ConsumerRecord<byte[], byte[]> record, String where) {
    try {
      return Tallies.reading(MAPPER.readTree(record.value()), record.timestamp());
    } catch (IOException | IllegalArgumentException | DateTimeException e) {
      throw new IllegalArgumentException(where + ": no tally: " + e.getMessage(), e);
    }
  }

  private void fromFile(Path file, SubscriptionReplay replay) throws IOException {
    if (replay.subscription().budget() != null) {
      command
          .commandLine()
          .getErr()
          .println("note: a file of candidates tells no event rate, which a live budget needs");
    }
    try (EventFile events = EventFile.open(file)) {
      for (byte[] event = events.next(); event != null; event = events.next()) {
        Candidate candidate = candidate(event, file + ", record " + events.number());
        long time = candidate.timeMillis().orElse(0);
        if (since == null || time >= since.toEpochMilli()) {
          replay.candidate(candidate, time);
        }
      }
    }
  }

  private static Candidate candidate(byte[] json, String where) {
    try {
      return Candidate.parse(json);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(where + ": " + e.getMessage(), e);
    }
  }

  private static ObjectNode sums(SubscriptionReplay replay, Optional<String> refusal) {
    ObjectNode sums = JsonNodeFactory.instance.objectNode();
    sums.put("subscription", replay.subscription().name());
    sums.put("candidates", replay.candidates()).put("alerts", replay.alerts());
    sums.put("sent", replay.sent().size());
    return sums.put("refused", refusal.orElse(null));
  }

  private static String inWords(SubscriptionReplay replay, Optional<String> refusal) {
    String sums =
        String.format(
            java.util.Locale.ROOT,
            "%d candidates, %d alerts, %d of them for %s on %s",
            replay.candidates(),
            replay.alerts(),
            replay.sent().size(),
            replay.subscription().name(),
            replay.subscription().topic());
    if (refusal.isPresent()) {
      return sums + "\nrefused: " + refusal.get();
    }
    return replay.alerts() < SubscriptionShare.ENOUGH
        ? sums + "\ntoo few alerts to tell whether that is more than its share"
        : sums;
  }
}
