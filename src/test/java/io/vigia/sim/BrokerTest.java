package io.vigia.sim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BrokerTest {
  @Test
  void keepsItsDataAndPortAcrossStopKillAndRestart(@TempDir Path directory) throws Exception {
    try (Broker broker = Broker.start(BrokerOptions.in(directory))) {
      String bootstrap = broker.bootstrapServers();
      createTopic(bootstrap, "kept");
      produce(bootstrap, "kept", "one");
      broker.stop();
      assertThat(broker.running()).isFalse();
      broker.restart();
      assertThat(broker.bootstrapServers()).isEqualTo(bootstrap);
      produce(bootstrap, "kept", "two");
      broker.kill();
      broker.restart();
      assertThat(endOffset(bootstrap, "kept")).isEqualTo(2);
    }
    assertThat(directory.resolve("kafka-data")).exists();
    try (Broker again = Broker.start(BrokerOptions.in(directory))) {
      assertThat(endOffset(again.bootstrapServers(), "kept")).isEqualTo(2);
    }
  }

  @Test
  void leavesNeitherProcessNorFilesWhenClosed() {
    Broker broker = Broker.start(BrokerOptions.temporary());
    long pid = broker.pid();
    assertThat(ProcessHandle.of(pid)).get().matches(ProcessHandle::isAlive);
    broker.close();
    broker.close();
    assertThat(ProcessHandle.of(pid).filter(ProcessHandle::isAlive)).isEmpty();
    assertThat(broker.directory()).doesNotExist();
  }

  @Test
  void servesTransactions() throws Exception {
    String bootstrap = SharedBroker.get().bootstrapServers();
    createTopic(bootstrap, "transactional");
    Map<String, Object> config =
        Map.of("bootstrap.servers", bootstrap, "transactional.id", "broker-test");
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.initTransactions();
      producer.beginTransaction();
      producer.send(new ProducerRecord<>("transactional", "value"));
      producer.commitTransaction();
    }
    Map<String, Object> committed =
        Map.of("bootstrap.servers", bootstrap, "isolation.level", "read_committed");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(committed, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition("transactional", 0);
      consumer.assign(List.of(partition));
      consumer.seek(partition, 0);
      assertThat(consumer.poll(Duration.ofSeconds(30)))
          .extracting(ConsumerRecord::value)
          .containsExactly("value");
    }
  }

  @Test
  void endsAndCleansUpWhenItsParentIsKilled() throws Exception {
    Process parent =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                BrokerOwner.class.getName())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    String[] said;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(parent.getInputStream(), StandardCharsets.UTF_8))) {
      said = Optional.ofNullable(out.readLine()).orElse("").split(" ", 2);
    } finally {
      parent.destroyForcibly();
    }
    assertThat(said).hasSize(2);
    Optional<ProcessHandle> broker = ProcessHandle.of(Long.parseLong(said[0]));
    if (broker.isPresent()) {
      broker.get().onExit().get(60, TimeUnit.SECONDS);
    }
    assertThat(Path.of(said[1])).doesNotExist();
  }

  @Test
  void saysWhyItDoesNotStart(@TempDir Path directory) {
    BrokerOptions broken = BrokerOptions.in(directory).with("num.io.threads", "none");
    assertThatThrownBy(() -> Broker.start(broken))
        .isInstanceOf(BrokerException.class)
        .hasMessageContaining(directory.toString())
        .hasMessageContaining("Invalid value none for configuration num.io.threads");
  }

  @Test
  void touchesNothingElseInItsDirectory(@TempDir Path directory) throws Exception {
    Path other = Files.writeString(directory.resolve("mine.txt"), "mine");
    BrokerFiles files = new BrokerFiles(directory);
    Files.createDirectories(files.data().resolve("topic-0"));
    Files.writeString(files.log(), "log");
    files.delete();
    assertThat(files.data()).doesNotExist();
    assertThat(files.log()).doesNotExist();
    assertThat(other).hasContent("mine");
  }

  private static void createTopic(String bootstrap, String name) throws Exception {
    try (Admin admin = Admin.create(Map.of("bootstrap.servers", (Object) bootstrap))) {
      admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
    }
  }

  private static void produce(String bootstrap, String topic, String value) throws Exception {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    try (KafkaProducer<String, String> producer =
        new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      producer.send(new ProducerRecord<>(topic, value)).get();
    }
  }

  private static long endOffset(String bootstrap, String topic) {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap);
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      TopicPartition partition = new TopicPartition(topic, 0);
      return consumer
          .endOffsets(List.of(partition), Duration.ofSeconds(30))
          .getOrDefault(partition, -1L);
    }
  }
}
