package io.vigia.topology;

import io.vigia.topology.TopicNames.ManagedTopic;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TopicExistsException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Creates the topics that are missing ({@code topics: managed}), or says which; alters none. */
final class TopicSetup {
  private static final Logger LOG = LoggerFactory.getLogger(TopicSetup.class);

  private final Admin admin;
  private final TopologySpec spec;
  private final TopicNames names;

  TopicSetup(Admin admin, TopologySpec spec) {
    this.admin = admin;
    this.spec = spec;
    this.names = TopicNames.of(spec);
  }

  /**
   * The topics of others that do not exist, as a person would name them.
   *
   * @throws KafkaException where the broker says something else
   */
  List<String> missing() throws InterruptedException {
    List<String> missing = new ArrayList<>();
    if (partitions(names.source()).isEmpty()) {
      missing.add("the source topic " + names.source());
    }
    String segments = names.segments();
    if (segments != null && partitions(segments).isEmpty()) {
      missing.add("the topic " + segments + " (segments.topic)");
    }
    return missing;
  }

  /**
   * Sees to it that every topic is there.
   *
   * @throws MissingTopicsException under {@code topics: existing} when a topic is not there
   * @throws GrownSourceException when the source has got more partitions than the score
   *     application's own topics are divided in
   * @throws IllegalArgumentException when the topic of segments has more than one partition
   */
  void ensure() throws InterruptedException {
    int sourcePartitions =
        partitions(names.source())
            .orElseThrow(() -> new MissingTopicsException(List.of(names.source())));
    requireTasks(sourcePartitions);
    requireOnePartition(names.segments());
    Set<String> present = existing();
    List<ManagedTopic> missing =
        Stream.concat(
                names.managed().stream(),
                spec.topics().managed() ? Stream.of() : names.changelogs().stream())
            .filter(topic -> !present.contains(topic.name()))
            .toList();
    if (missing.isEmpty()) {
      return;
    }
    if (!spec.topics().managed()) {
      throw new MissingTopicsException(missing.stream().map(ManagedTopic::name).toList());
    }
    create(missing.stream().map(topic -> newTopic(topic, sourcePartitions)).toList());
  }

  /** Whether the topology has no second level, and had one. */
  boolean lostItsSecondLevel() throws InterruptedException {
    return spec.review() == null && partitions(names.awaitedReviews()).isPresent();
  }

  /** The desk is one task; of more partitions it would have several, each with its own memory. */
  private void requireOnePartition(@Nullable String segments) throws InterruptedException {
    int present = segments == null ? 1 : partitions(segments).orElse(1);
    if (present != 1) {
      throw new IllegalArgumentException(
          "segments.topic: "
              + segments
              + " has "
              + present
              + " partitions; the desk reads one, so that the last word wins: use a topic with one");
    }
  }

  /**
   * Kafka Streams would stop at the next rebalance, with a message that says less; or leave
   * partitions of the source without commands.
   */
  private void requireTasks(int sourcePartitions) throws InterruptedException {
    Map<String, Integer> others = new TreeMap<>();
    for (ManagedTopic topic : names.tiedToTasks()) {
      int needed = topic.partitions() == 0 ? sourcePartitions : topic.partitions();
      int present = partitions(topic.name()).orElse(needed);
      if (present != needed) {
        others.put(topic.name(), present);
      }
    }
    if (!others.isEmpty()) {
      throw new GrownSourceException(names.source(), sourcePartitions, others);
    }
  }

  private static NewTopic newTopic(ManagedTopic topic, int sourcePartitions) {
    int partitions = topic.partitions() == 0 ? sourcePartitions : topic.partitions();
    return new NewTopic(topic.name(), Optional.of(partitions), Optional.empty())
        .configs(topic.settings());
  }

  private void create(Collection<NewTopic> topics) throws InterruptedException {
    List<String> failed = new ArrayList<>();
    for (var entry : admin.createTopics(topics).values().entrySet()) {
      try {
        await(entry.getValue());
        LOG.info("created topic {}", entry.getKey());
      } catch (TopicExistsException e) {
        LOG.debug("another process was faster", e);
      } catch (RetriableException e) {
        throw e;
      } catch (KafkaException e) {
        failed.add(entry.getKey() + ": " + e.getMessage());
      }
    }
    if (!failed.isEmpty()) {
      throw new KafkaException("topics cannot be created: " + String.join("; ", failed));
    }
  }

  private Set<String> existing() throws InterruptedException {
    return await(admin.listTopics().names());
  }

  private Optional<Integer> partitions(String topic) throws InterruptedException {
    try {
      TopicDescription description =
          await(admin.describeTopics(Set.of(topic)).allTopicNames()).get(topic);
      return Optional.ofNullable(description).map(d -> d.partitions().size());
    } catch (UnknownTopicOrPartitionException e) {
      return Optional.empty();
    }
  }

  /** The answer, or the broker's own exception. */
  private static <T> T await(KafkaFuture<T> answer) throws InterruptedException {
    try {
      return answer.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof KafkaException failure) {
        throw failure;
      }
      throw new KafkaException(e.getCause());
    }
  }

  /** Topics that the operator has to create. */
  static final class MissingTopicsException extends RuntimeException {
    MissingTopicsException(List<String> topics) {
      super(
          "these topics do not exist: "
              + topics.stream().collect(Collectors.joining(", "))
              + "; create them, or set topics: managed (the source topic is always yours)");
    }
  }

  /** The source's partitions and those of the score application's own topics no longer agree. */
  static final class GrownSourceException extends RuntimeException {
    GrownSourceException(String source, int partitions, Map<String, Integer> others) {
      super(
          "the source topic "
              + source
              + " has "
              + partitions
              + " partitions; "
              + text(others, (topic, present) -> topic + " has " + present)
              + ". They hold the counts, the model's commands and the cut-overs of each: stop every"
              + " process of the topology and grow them to the same number: "
              + text(
                  others,
                  (topic, present) ->
                      "kafka-topics.sh --alter --topic " + topic + " --partitions " + partitions)
              + ". Then, where another bundle than the topology's model is in service, promote it"
              + " again ('vigia models promote'): new partitions know no earlier command");
    }

    private static String text(
        Map<String, Integer> topics, BiFunction<String, Integer, String> one) {
      return topics.entrySet().stream()
          .map(entry -> one.apply(entry.getKey(), entry.getValue()))
          .collect(Collectors.joining(", "));
    }
  }
}
