package io.vigia.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.Collector.MetricFamilySamples;
import io.vigia.sim.SharedBroker;
import io.vigia.topology.ApplicationRole;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.kstream.Consumed;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KafkaStreamsCollectorTest {
  private static final String THREAD = "dimuon-score-0f6e-StreamThread-2";

  @Test
  void renamesScalesAndKeepsLabelsThatOutliveARestart() {
    MetricFamilySamples family =
        only(metric("stream-thread-metrics", "commit-latency-avg", 12.5, "thread-id", THREAD));
    assertThat(family.name).isEqualTo("vigia_kafka_stream_thread_commit_latency_avg_seconds");
    assertThat(family.samples).hasSize(1);
    assertThat(family.samples.get(0).value).isEqualTo(0.0125);
    assertThat(family.samples.get(0).labelNames).containsExactly("role", "thread");
    assertThat(family.samples.get(0).labelValues).containsExactly("score", "StreamThread-2");
  }

  @Test
  void leavesOutWhatIsNotAllowedNotANumberOrAtAnotherLevel() {
    KafkaStreamsCollector collector = new KafkaStreamsCollector();
    Map<MetricName, Metric> metrics = new LinkedHashMap<>();
    List.of(
            metric("stream-metrics", "state", "RUNNING", "client-id", "x"),
            metric("stream-metrics", "alive-stream-threads", "two", "client-id", "x"),
            metric(
                "consumer-fetch-manager-metrics", "records-lag-max", Double.NaN, "client-id", "x"),
            metric(
                "consumer-fetch-manager-metrics",
                "records-consumed-total",
                3.0,
                "client-id",
                "x",
                "topic",
                "t"),
            metric("app-info", "start-time-ms", 1L, "client-id", "x"))
        .forEach(metric -> metrics.put(metric.metricName(), metric));
    collector.watch(ApplicationRole.SCORE, () -> metrics);
    assertThat(collector.collect()).isEmpty();
  }

  @Test
  void aTopicWithDotsIsCountedOnce() {
    KafkaStreamsCollector collector = new KafkaStreamsCollector();
    Map<MetricName, Metric> metrics = new LinkedHashMap<>();
    for (String topic : List.of("cms_a.events", "cms_a_events", "muon_b")) {
      Metric lag =
          metric(
              "consumer-fetch-manager-metrics",
              "records-lag",
              5.0,
              "client-id",
              "x",
              "topic",
              topic,
              "partition",
              "0");
      metrics.put(lag.metricName(), lag);
    }
    collector.watch(ApplicationRole.SCORE, () -> metrics);
    assertThat(collector.collect())
        .singleElement()
        .satisfies(
            family ->
                assertThat(family.samples)
                    .extracting(sample -> sample.labelValues.get(2))
                    .containsExactlyInAnyOrder("cms_a.events", "muon_b"));
  }

  @Test
  void applicationsShareAFamilyAndAreToldApartByRole() {
    KafkaStreamsCollector collector = new KafkaStreamsCollector();
    Metric metric = metric("stream-thread-metrics", "process-total", 7.0, "thread-id", THREAD);
    collector.watch(ApplicationRole.SCORE, () -> Map.of(metric.metricName(), metric));
    collector.watch(ApplicationRole.DESK, () -> Map.of(metric.metricName(), metric));
    assertThat(collector.collect())
        .singleElement()
        .satisfies(
            family ->
                assertThat(family.samples)
                    .extracting(sample -> sample.labelValues.get(0))
                    .containsExactlyInAnyOrder("score", "desk"));
  }

  /** Kafka may rename a metric: then the allow-list would go quiet, were it not for this test. */
  @Test
  void everyAllowedMetricExistsInARunningApplication(@TempDir Path state) throws Exception {
    String bootstrap = SharedBroker.get().bootstrapServers();
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      admin
          .createTopics(
              List.of(
                  new NewTopic("telemetry-in", 1, (short) 1),
                  new NewTopic("telemetry-out", 1, (short) 1)))
          .all()
          .get();
    }
    try (KafkaProducer<byte[], byte[]> producer =
        new KafkaProducer<>(
            Map.of("bootstrap.servers", bootstrap),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(new ProducerRecord<>("telemetry-in", new byte[] {1})).get();
    }
    CountDownLatch processed = new CountDownLatch(1);
    StreamsBuilder builder = new StreamsBuilder();
    builder.stream("telemetry-in", Consumed.with(Serdes.ByteArray(), Serdes.ByteArray()))
        .peek((key, value) -> processed.countDown())
        .to("telemetry-out");
    try (KafkaStreams streams = new KafkaStreams(builder.build(), config(bootstrap, state))) {
      streams.start();
      assertThat(processed.await(60, TimeUnit.SECONDS)).isTrue();
      var found =
          streams.metrics().keySet().stream()
              .map(KafkaFamily::of)
              .filter(family -> family != null)
              .collect(Collectors.toSet());
      assertThat(found).containsExactlyInAnyOrderElementsOf(KafkaFamily.ALLOWED);
    }
  }

  private static Properties config(String bootstrap, Path state) {
    Properties config = new Properties();
    config.put(StreamsConfig.APPLICATION_ID_CONFIG, "telemetry-test");
    config.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    config.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
    config.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
    config.put(StreamsConfig.consumerPrefix("auto.offset.reset"), "earliest");
    config.put(StreamsConfig.DEFAULT_KEY_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    config.put(StreamsConfig.DEFAULT_VALUE_SERDE_CLASS_CONFIG, Serdes.ByteArraySerde.class);
    return config;
  }

  private static MetricFamilySamples only(Metric metric) {
    KafkaStreamsCollector collector = new KafkaStreamsCollector();
    collector.watch(ApplicationRole.SCORE, () -> Map.of(metric.metricName(), metric));
    List<MetricFamilySamples> families = collector.collect();
    assertThat(families).hasSize(1);
    return families.get(0);
  }

  private static Metric metric(String group, String name, Object value, String... tags) {
    Map<String, String> tagMap = new LinkedHashMap<>();
    for (int i = 0; i < tags.length; i += 2) {
      tagMap.put(tags[i], tags[i + 1]);
    }
    MetricName metricName = new MetricName(name, group, "", tagMap);
    return new Metric() {
      @Override
      public MetricName metricName() {
        return metricName;
      }

      @Override
      public Object metricValue() {
        return value;
      }
    };
  }
}
