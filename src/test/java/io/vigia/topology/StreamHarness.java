package io.vigia.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Properties;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.test.TestRecord;

/** An application that runs without a broker, from {@link #START} on by the test's own clock. */
final class StreamHarness implements AutoCloseable {
  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  private static final ObjectMapper MAPPER = new ObjectMapper();

  private final TopologySpec spec;
  private final TopologyTestDriver driver;

  private StreamHarness(TopologySpec spec, TopologyTestDriver driver) {
    this.spec = spec;
    this.driver = driver;
  }

  /**
   * Starts an application.
   *
   * @param folder where its state goes
   */
  static StreamHarness of(TopologySpec spec, Topology application, Path folder) {
    Properties properties = new Properties();
    properties.put(StreamsConfig.STATE_DIR_CONFIG, folder.resolve("state").toString());
    return new StreamHarness(spec, new TopologyTestDriver(application, properties, START));
  }

  /** Starts the desk of a topology that is written into {@code folder}. */
  static StreamHarness desk(Path folder, String yaml) throws IOException {
    return desk(folder, yaml, StreamMeter.NONE);
  }

  static StreamHarness desk(Path folder, String yaml, StreamMeter meter) throws IOException {
    TopologySpec spec = WrittenTopology.read(folder, yaml);
    return of(spec, DeskTopology.of(spec, meter), folder);
  }

  TopologySpec spec() {
    return spec;
  }

  /** Sends a record at the clock's time. */
  void send(String topic, String key, String value) {
    input(topic, new TestRecord<>(key.getBytes(UTF_8), value.getBytes(UTF_8)));
  }

  void input(String topic, TestRecord<byte[], byte[]> record) {
    driver
        .createInputTopic(topic, new ByteArraySerializer(), new ByteArraySerializer())
        .pipeInput(record);
  }

  /** What came on a topic since it was last looked at. */
  List<TestRecord<byte[], byte[]>> output(String topic) {
    return driver
        .createOutputTopic(topic, new ByteArrayDeserializer(), new ByteArrayDeserializer())
        .readRecordsToList();
  }

  /** The same of a topic whose records are JSON. */
  List<JsonNode> json(String topic) {
    return output(topic).stream().map(StreamHarness::json).toList();
  }

  static JsonNode json(TestRecord<byte[], byte[]> record) {
    try {
      return MAPPER.readTree(record.value());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The text of a header. */
  static String header(TestRecord<byte[], byte[]> record, String name) {
    return new String(record.headers().lastHeader(name).value(), UTF_8);
  }

  /** Lets time pass in which nothing comes. */
  void idle(Duration duration) {
    driver.advanceWallClockTime(duration);
  }

  <K, V> KeyValueStore<K, V> store(String name) {
    return driver.getKeyValueStore(name);
  }

  @Override
  public void close() {
    driver.close();
  }
}
