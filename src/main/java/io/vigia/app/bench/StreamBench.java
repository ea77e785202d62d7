package io.vigia.app.bench;

import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import io.vigia.sim.Pacing;
import io.vigia.sim.VectorSimulator;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.EventScorer;
import io.vigia.topology.ScoreTopology;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.StreamMeter;
import io.vigia.topology.StreamsSettings;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.HdrHistogram.Histogram;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/**
 * Rates of the streaming path on one broker, one partition, one stream thread, under
 * exactly_once_v2, in turns: records passed through, events decoded, the full path with all scores
 * published. Each reads the same events from the topic and writes a record of the same size. Then
 * latencies of the full path at a tenth of its rate.
 */
public final class StreamBench {
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long EVENTS_SEED = 1;

  /** Distinct records that a pass-through writes in turn: far more than a compression window. */
  private static final int OUTPUTS = 4096;

  private final Path directory;
  private final int events;
  private final int rounds;
  private final int latencySeconds;
  private final Consumer<String> say;

  /**
   * @param directory for broker and state
   * @param events on the topic for each rate
   * @param rounds of which medians are taken; the first, which warms the JVM, is not counted
   * @param latencySeconds how long latencies are measured
   * @param say told what happens
   */
  public StreamBench(
      Path directory, int events, int rounds, int latencySeconds, Consumer<String> say) {
    this.directory = directory;
    this.events = events;
    this.rounds = rounds;
    this.latencySeconds = latencySeconds;
    this.say = say;
  }

  /**
   * What a run found; rates are events a second.
   *
   * @param rates each round's, by topology
   * @param latencyRate at which latencies were measured
   * @param latency from the producer's timestamp until a read-committed subscriber has the score,
   *     ms
   */
  public record Result(Map<String, List<Double>> rates, double latencyRate, Histogram latency) {
    /** The median over the rounds. */
    public double median(String topology) {
      List<Double> values = rates.getOrDefault(topology, List.of());
      double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
      int n = sorted.length;
      return n == 0 ? Double.NaN : (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
  }

  /** Runs it. */
  public Result run() throws IOException, InterruptedException, ExecutionException {
    TopologySpec unbound = VectorWorkload.topology(directory);
    ScoringModel model = VectorWorkload.model(unbound.features());
    try (Broker broker = Broker.start(BrokerOptions.in(directory.resolve("broker")))) {
      TopologySpec spec = unbound.withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
      Properties client = new Properties();
      client.putAll(spec.clientSettings());
      try (Admin admin = Admin.create(client)) {
        createTopics(admin, spec);
        fill(spec);
        Map<String, List<Double>> rates = rates(admin, spec, topologies(spec, model));
        double full = new Result(rates, 0, new Histogram(2)).median("full");
        return new Result(rates, full / 10, latencies(spec, model, full / 10));
      }
    }
  }

  private static void createTopics(Admin admin, TopologySpec spec)
      throws InterruptedException, ExecutionException {
    List<NewTopic> topics =
        TopicNames.of(spec).managed().stream()
            .map(topic -> new NewTopic(topic.name(), Optional.of(1), Optional.empty()))
            .toList();
    admin.createTopics(topics).all().get();
  }

  private void fill(TopologySpec spec) throws InterruptedException {
    say.accept("writing " + events + " events");
    VectorSimulator simulator = VectorSimulator.of(EVENTS_SEED);
    try (SourceFeed feed = SourceFeed.open(spec, 1)) {
      long now = System.currentTimeMillis();
      for (int i = 0; i < events; i++) {
        feed.send(null, simulator.json(i, now), Map.of());
      }
      feed.flush();
    }
  }

  private static Map<String, Topology> topologies(TopologySpec spec, ScoringModel model) {
    String source = TopicNames.of(spec).source();
    String scores = TopicNames.of(spec).scores();
    List<PassThrough.Output> outputs = outputs(spec, model);
    Map<String, Topology> topologies = new LinkedHashMap<>();
    topologies.put("pass_through", PassThrough.plain(source, scores, outputs));
    topologies.put(
        "decode", PassThrough.decoding(source, scores, outputs, () -> EventScorer.of(spec, model)));
    topologies.put("full", ScoreTopology.of(spec, model, StreamMeter.NONE));
    return topologies;
  }

  /** Score records of the first events, as the full path writes them. */
  private static List<PassThrough.Output> outputs(TopologySpec spec, ScoringModel model) {
    EventScorer scorer = EventScorer.of(spec, model);
    VectorSimulator simulator = VectorSimulator.of(EVENTS_SEED);
    List<PassThrough.Output> outputs = new ArrayList<>(OUTPUTS);
    long now = System.currentTimeMillis();
    try {
      for (int i = 0; i < OUTPUTS; i++) {
        scorer.read(simulator.json(i, now));
        Origin origin = new Origin(spec.source().topic(), 0, 500_000L + i, now);
        byte[] value = scorer.scoreRecord(scorer.score(), origin);
        byte[] key = scorer.event().key().getBytes(StandardCharsets.UTF_8);
        outputs.add(new PassThrough.Output(key, value));
      }
    } catch (BadEventException e) {
      throw new IllegalStateException("the simulated events are all good", e);
    }
    return outputs;
  }

  private Map<String, List<Double>> rates(
      Admin admin, TopologySpec spec, Map<String, Topology> topologies)
      throws InterruptedException, ExecutionException {
    Map<String, List<Double>> rates = new LinkedHashMap<>();
    for (int round = 0; round <= rounds; round++) {
      for (var entry : topologies.entrySet()) {
        double rate = rate(admin, spec, entry.getValue(), entry.getKey() + "-" + round);
        say.accept(String.format("round %d  %-12s %,.0f/s", round, entry.getKey(), rate));
        if (round > 0) {
          rates.computeIfAbsent(entry.getKey(), k -> new ArrayList<>()).add(rate);
        }
      }
    }
    return rates;
  }

  /** Events a second from the commit after the first quarter to the commit of the last event. */
  private double rate(Admin admin, TopologySpec spec, Topology topology, String application)
      throws InterruptedException, ExecutionException {
    Properties properties =
        StreamsSettings.of(spec, ApplicationRole.SCORE, directory.resolve("state"), 1);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, application);
    KafkaStreams streams = new KafkaStreams(topology, properties);
    try {
      streams.start();
      long from = awaitCommitted(admin, application, events / 4);
      long start = System.nanoTime();
      awaitCommitted(admin, application, events);
      return (events - from) / ((System.nanoTime() - start) / 1e9);
    } finally {
      streams.close(Duration.ofSeconds(20));
    }
  }

  private static long awaitCommitted(Admin admin, String group, long wanted)
      throws InterruptedException, ExecutionException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      long committed =
          admin
              .listConsumerGroupOffsets(group)
              .partitionsToOffsetAndMetadata()
              .get()
              .values()
              .stream()
              .mapToLong(offset -> offset == null ? 0 : offset.offset())
              .sum();
      if (committed >= wanted) {
        return committed;
      }
      if (System.nanoTime() > deadline) {
        throw new IllegalStateException(
            group + " committed " + committed + " of " + wanted + " events in " + PATIENCE);
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }

  /** Latencies of the full path under a steady load. */
  private Histogram latencies(TopologySpec spec, ScoringModel model, double rate)
      throws InterruptedException {
    say.accept(String.format("latencies at %,.0f/s for %d s", rate, latencySeconds));
    Properties properties =
        StreamsSettings.of(spec, ApplicationRole.SCORE, directory.resolve("state"), 1);
    properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "latency");
    properties.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "latest");
    Histogram histogram = new Histogram(TimeUnit.MINUTES.toMillis(10), 3);
    try (KafkaStreams streams =
            new KafkaStreams(ScoreTopology.of(spec, model, StreamMeter.NONE), properties);
        TopicTail scores =
            TopicTail.open(spec.clientSettings(), TopicNames.of(spec).scores()).atEnd()) {
      scores.poll();
      streams.start();
      while (streams.state() != KafkaStreams.State.RUNNING) {
        TimeUnit.MILLISECONDS.sleep(20);
      }
      Thread producer = new Thread(() -> produceSteadily(spec, rate), "stream-bench-producer");
      producer.start();
      long warm = System.currentTimeMillis() + 3_000;
      long expected = (long) (rate * latencySeconds);
      long read = 0;
      long deadline = System.nanoTime() + PATIENCE.toNanos();
      while (read < expected && System.nanoTime() < deadline) {
        for (ConsumerRecord<byte[], byte[]> score : scores.poll()) {
          read++;
          if (score.timestamp() > warm) {
            histogram.recordValue(Math.max(0, System.currentTimeMillis() - score.timestamp()));
          }
        }
      }
      producer.join();
    }
    return histogram;
  }

  private void produceSteadily(TopologySpec spec, double rate) {
    VectorSimulator simulator = VectorSimulator.of(2);
    Pacing pacing = Pacing.perSecond(rate);
    long count = (long) (rate * latencySeconds);
    try (SourceFeed feed = SourceFeed.open(spec, 1)) {
      for (long i = 0; i < count; i++) {
        pacing.await(i);
        feed.send(null, simulator.json(i, System.currentTimeMillis()), Map.of());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Rates as {@code [a, b, c]}, for the report. */
  static String spread(List<Double> rates) {
    return Arrays.toString(rates.stream().mapToLong(Math::round).toArray());
  }
}
