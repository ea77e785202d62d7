package io.vigia.app.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import io.vigia.sim.DimuonSimulator;
import io.vigia.sim.Pacing;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Kills the scoring process under load, each time just after another bundle was put into service,
 * and looks, as a subscriber, that each input has exactly one outcome, by the bundle that cut-overs
 * name. One input in a hundred is no event at all, so that dead letters are counted too.
 */
public final class KillBench {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final int PARTITIONS = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(180);

  private final Path topology;
  private final TopologySpec original;
  private final Path directory;
  private final int inputs;
  private final int kills;
  private final double secondsBetweenKills;
  private final AtomicLong allowed = new AtomicLong();

  /**
   * @param topology the file, for the process that is killed
   * @param original the same, read: a topology of simulated two-muon events that publishes all
   *     scores
   * @param directory for broker, state and logs
   * @param inputs records to send
   * @param kills spread evenly over the inputs
   * @param secondsBetweenKills sets the rate at which the inputs are sent
   */
  public KillBench(
      Path topology,
      TopologySpec original,
      Path directory,
      int inputs,
      int kills,
      double secondsBetweenKills) {
    this.secondsBetweenKills = secondsBetweenKills;
    this.topology = topology;
    this.original = original;
    this.directory = directory;
    this.inputs = inputs;
    this.kills = kills;
  }

  /**
   * What a run found.
   *
   * @param missing inputs without an outcome
   * @param doubled outcomes beyond the first of their input
   * @param talliedReceived what the last tallies say was received
   * @param cutovers to the bundles that were put into service, over all partitions
   * @param strangers scores by another bundle than cut-overs name
   * @param worstRecoverySeconds longest time from a kill until a subscriber read the score of an
   *     event sent after it
   */
  public record Result(
      int inputs,
      int kills,
      long missing,
      long doubled,
      long deadLetters,
      long talliedReceived,
      long cutovers,
      long strangers,
      double worstRecoverySeconds) {}

  /** Runs it. */
  public Result run() throws IOException, InterruptedException {
    try (Broker broker = Broker.start(BrokerOptions.in(directory.resolve("broker")))) {
      TopologySpec spec =
          original.withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
      try (SourceFeed feed = SourceFeed.open(spec, PARTITIONS);
          VigiaProcess scorer =
              VigiaProcess.start(arguments(broker), directory.resolve("scorer.log"))) {
        awaitTopics(spec);
        return run(spec, feed, scorer);
      }
    }
  }

  private List<String> arguments(Broker broker) {
    return List.of(
        topology.toString(),
        "--kafka",
        "bootstrap.servers=" + broker.bootstrapServers(),
        "--state-dir",
        directory.resolve("state").toString(),
        "--http-port",
        "0");
  }

  private static void awaitTopics(TopologySpec spec) throws InterruptedException {
    TopicNames topics = TopicNames.of(spec);
    await(
        () -> {
          try (TopicTail scores = TopicTail.open(spec.clientSettings(), topics.scores());
              TopicTail letters = TopicTail.open(spec.clientSettings(), topics.deadLetters());
              TopicTail commands = TopicTail.open(spec.clientSettings(), topics.activations())) {
            return true;
          } catch (IllegalArgumentException e) {
            return false;
          }
        },
        "the scorer to create its topics");
  }

  private Result run(TopologySpec spec, SourceFeed feed, VigiaProcess scorer)
      throws IOException, InterruptedException {
    AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
    Thread producer = new Thread(() -> produce(feed, failure), "kill-bench-producer");
    double worst = 0;
    try (OutcomeLedger ledger = new OutcomeLedger(spec.clientSettings(), TopicNames.of(spec))) {
      TwinSwaps swaps = TwinSwaps.publish(spec, directory.resolve("twin"));
      allowed.set(endOfSegment(1));
      producer.start();
      for (int kill = 1; kill <= kills; kill++) {
        long due = (endOfSegment(kill - 1) + endOfSegment(kill)) / 2;
        awaitOutcomes(ledger, () -> ledger.seen() >= due, "outcome " + due);
        swaps.swap();
        worst = Math.max(worst, killAndRecover(scorer, ledger, endOfSegment(kill + 1)));
      }
      awaitOutcomes(ledger, () -> ledger.seen() >= inputs, "the last outcome");
      producer.join();
      throwFailure(failure.get());
      long received = talliedReceived(spec);
      // What comes twice may come late: look again after the tallies.
      ledger.update();
      await(() -> swaps.areEverywhere(PARTITIONS), "the last cut-over");
      TwinSwaps.Seen seen = swaps.seen(PARTITIONS);
      return new Result(
          inputs,
          kills,
          inputs - ledger.seen(),
          ledger.doubled(),
          ledger.seen() - ledger.scored() + ledger.doubled(),
          received,
          seen.cutovers(),
          seen.strangers(),
          worst);
    } finally {
      producer.interrupt();
    }
  }

  /**
   * The inputs are sent in segments, one more than there are kills. Each kill falls into the middle
   * of one, and the next is held back until then: there is always an event sent after a kill.
   */
  private long endOfSegment(int segment) {
    return (long) inputs * segment / (kills + 1);
  }

  /** Seconds until an event sent after the kill is scored. */
  private double killAndRecover(VigiaProcess scorer, OutcomeLedger ledger, long nowAllowed)
      throws IOException, InterruptedException {
    long killedAt = System.currentTimeMillis();
    long start = System.nanoTime();
    scorer.killAndRestart();
    allowed.set(nowAllowed);
    awaitOutcomes(ledger, () -> ledger.latestScoredTimestamp() > killedAt, "a score after a kill");
    return (System.nanoTime() - start) / 1e9;
  }

  /** Sends the inputs over the whole run, so that each kill hits a busy process. */
  private void produce(SourceFeed feed, AtomicReference<@Nullable Exception> failure) {
    DimuonSimulator simulator = DimuonSimulator.of(7);
    Pacing pacing = Pacing.perSecond(inputs / (secondsBetweenKills * (kills + 1)));
    try {
      for (int i = 0; i < inputs; i++) {
        pacing.await(i);
        while (i >= allowed.get()) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
        byte[] event =
            i % 100 == 99
                ? ("no event " + i).getBytes(StandardCharsets.UTF_8)
                : simulator.event(i, System.currentTimeMillis()).toJson();
        feed.send(null, event, Map.of());
      }
      feed.flush();
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  private static void throwFailure(@Nullable Exception failure) {
    if (failure != null) {
      throw new IllegalStateException("the inputs could not all be sent", failure);
    }
  }

  /** The received counts of the last tally of each partition, once they add up or time is over. */
  private long talliedReceived(TopologySpec spec) throws InterruptedException {
    Map<String, Long> received = new HashMap<>();
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
    while (sum(received) < inputs && System.nanoTime() < deadline) {
      try (TopicTail tallies =
          TopicTail.open(spec.clientSettings(), TopicNames.of(spec).tallies())) {
        tallies.toPresentEnd(
            record -> {
              JsonNode tally = json(record.value());
              received.put(tally.path("partition").asText(), tally.path("received").longValue());
              return true;
            });
      }
      TimeUnit.MILLISECONDS.sleep(200);
    }
    return sum(received);
  }

  private static long sum(Map<String, Long> counts) {
    return counts.values().stream().mapToLong(Long::longValue).sum();
  }

  private static JsonNode json(byte[] value) {
    try {
      return MAPPER.readTree(value);
    } catch (IOException e) {
      throw new UncheckedIOException("a tally that is not JSON", e);
    }
  }

  private static void awaitOutcomes(OutcomeLedger ledger, BooleanSupplier condition, String what)
      throws InterruptedException {
    await(
        () -> {
          ledger.update();
          return condition.getAsBoolean();
        },
        what);
  }

  /** Gives up after {@link #PATIENCE}: the result then says what is missing. */
  private static void await(BooleanSupplier condition, String what) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        org.slf4j.LoggerFactory.getLogger(KillBench.class)
            .error("{} did not come within {} s", what, PATIENCE.toSeconds());
        return;
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
