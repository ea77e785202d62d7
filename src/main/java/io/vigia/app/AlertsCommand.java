package io.vigia.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia alerts}. */
@Command(
    name = "alerts",
    mixinStandardHelpOptions = true,
    description = "Prints the alerts of a topology, oldest first.")
final class AlertsCommand implements Callable<Integer> {
  private static final ObjectMapper MAPPER = new ObjectMapper();

  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(names = "--follow", description = "Go on with new alerts as they come, until Ctrl-C.")
  private boolean follow;

  @Option(names = "--limit", paramLabel = "N", description = "Stop after N alerts.")
  private long limit = Long.MAX_VALUE;

  @Option(
      names = "--since",
      paramLabel = "TIME",
      description = "Only alerts of events from this time on, such as 2026-11-24T20:00:00Z.")
  private @Nullable Instant since;

  @Option(names = "--json", description = "Whole alert records, one JSON object a line.")
  private boolean json;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  private long printed;

  @Override
  public Integer call() throws Exception {
    TopologySpec spec = topology.read();
    try (TopicTail tail = TopicTail.open(spec.clientSettings(), TopicNames.of(spec).alerts())) {
      Instant from = since;
      if (from != null) {
        tail.since(from.toEpochMilli());
      }
      if (follow) {
        follow(tail);
      } else {
        tail.toPresentEnd(this::print);
        if (printed == 0) {
          command.commandLine().getErr().println("no alerts yet");
        }
      }
    }
    return 0;
  }

  private void follow(TopicTail tail) {
    boolean more = printed < limit;
    while (more) {
      for (ConsumerRecord<byte[], byte[]> record : tail.poll()) {
        more = more && print(record);
      }
    }
  }

  /** Prints one alert and answers whether more are wanted. */
  private boolean print(ConsumerRecord<byte[], byte[]> record) {
    if (printed >= limit) {
      return false;
    }
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? new String(record.value(), StandardCharsets.UTF_8) : line(record.value()));
    out.flush();
    return ++printed < limit;
  }

  /** One alert for a person's eye. */
  static String line(byte[] value) {
    try {
      return AlertLine.of(MAPPER.readTree(value));
    } catch (IOException e) {
      return "an alert that is not JSON: " + e.getMessage();
    }
  }
}
