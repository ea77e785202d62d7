package io.vigia.app.worker;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.FeatureMetadata;
import org.apache.kafka.clients.admin.FinalizedVersionRange;
import org.apache.kafka.clients.admin.SupportedVersionRange;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.jspecify.annotations.Nullable;

/**
 * The share group of a topology's workers.
 *
 * @param id of the group
 * @param jobs the topic that it shares
 * @param lockMillis how long the broker leaves a job to a worker that does not renew it, ms
 */
record WorkerGroup(String id, String jobs, int lockMillis) {
  /** Half a minute: a killed worker's job is with another after that, at the latest. */
  public static final int DEFAULT_LOCK_MILLIS = 30_000;

  /** Deliveries after which the broker lets go of a record; the worker's own count ends sooner. */
  static final int DELIVERIES = 10;

  /** Kafka's own limit, where a broker does not say the group's. */
  private static final int DEFAULT_DELIVERIES = 5;

  /** {@code metadata.version} of Kafka 4.2, the first with locks that can be renewed. */
  private static final short KAFKA_4_2 = 28;

  private static final String DELIVERY_LIMIT = "share.delivery.count.limit";
  private static final String SHARE_VERSION = "share.version";
  private static final String METADATA_VERSION = "metadata.version";

  /** The group of the topology with this stem of names. */
  public static WorkerGroup of(String jobs) {
    return new WorkerGroup(
        jobs.substring(0, jobs.lastIndexOf('.')) + "-workers", jobs, DEFAULT_LOCK_MILLIS);
  }

  WorkerGroup withLockMillis(int millis) {
    return new WorkerGroup(id, jobs, millis);
  }

  /** What the group needs; its members cannot say it, the broker's group has it. */
  private Map<String, String> settings() {
    Map<String, String> settings = new TreeMap<>();
    settings.put("share.auto.offset.reset", "earliest");
    settings.put("share.isolation.level", "read_committed");
    settings.put("share.record.lock.duration.ms", Integer.toString(lockMillis));
    return settings;
  }

  /**
   * Sees to it that broker, topic and group are as a worker needs them.
   *
   * @return how often the broker delivers a job at most
   * @throws IllegalStateException saying what is missing and what to do
   * @throws KafkaException where the broker says something else
   */
  public int prepare(Admin admin) throws InterruptedException {
    FeatureMetadata features = await(admin.describeFeatures().featureMetadata());
    requireShareGroups(features.supportedFeatures(), features.finalizedFeatures());
    requireTopic(admin);
    Map<String, String> wrong = wrong(admin, settings());
    if (!wrong.isEmpty()) {
      set(admin, wrong, true);
    }
    return limitDeliveries(admin);
  }

  static void requireShareGroups(
      Map<String, SupportedVersionRange> supported, Map<String, FinalizedVersionRange> finalised) {
    SupportedVersionRange metadata = supported.get(METADATA_VERSION);
    if (!supported.containsKey(SHARE_VERSION)
        || metadata == null
        || metadata.maxVersion() < KAFKA_4_2) {
      throw new IllegalStateException(
          "the broker is older than Kafka 4.2, whose share groups hand out jobs; upgrade it, or"
              + " run each job by 'vigia worker --once JOB', which needs no group");
    }
    FinalizedVersionRange share = finalised.get(SHARE_VERSION);
    if (share == null || share.maxVersionLevel() < 1) {
      throw new IllegalStateException(
          "the broker knows share groups, but they are switched off: kafka-features.sh upgrade"
              + " --feature share.version=1; or run each job by 'vigia worker --once JOB'");
    }
  }

  private void requireTopic(Admin admin) throws InterruptedException {
    try {
      await(admin.describeTopics(List.of(jobs)).allTopicNames());
    } catch (UnknownTopicOrPartitionException e) {
      throw new IllegalStateException(
          "there is no topic "
              + jobs
              + "; 'vigia run' of a topology with 'retrain:' creates it, start that first",
          e);
    }
  }

  private Map<String, String> wrong(Admin admin, Map<String, String> wanted)
      throws InterruptedException {
    ConfigResource group = new ConfigResource(ConfigResource.Type.GROUP, id);
    @Nullable Config present = await(admin.describeConfigs(List.of(group)).all()).get(group);
    Map<String, String> wrong = new TreeMap<>(wanted);
    wrong
        .entrySet()
        .removeIf(
            setting -> {
              ConfigEntry entry = present == null ? null : present.get(setting.getKey());
              return entry != null && setting.getValue().equals(entry.value());
            });
    return wrong;
  }

  /** Only a help: a broker that does not know the setting, or allows less, keeps its own limit. */
  private int limitDeliveries(Admin admin) throws InterruptedException {
    Map<String, String> limit = Map.of(DELIVERY_LIMIT, Integer.toString(DELIVERIES));
    if (!wrong(admin, limit).isEmpty()) {
      set(admin, limit, false);
    }
    return wrong(admin, limit).isEmpty() ? DELIVERIES : DEFAULT_DELIVERIES;
  }

  private void set(Admin admin, Map<String, String> settings, boolean needed)
      throws InterruptedException {
    Collection<AlterConfigOp> changes = new ArrayList<>();
    settings.forEach(
        (key, value) ->
            changes.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
    try {
      await(
          admin
              .incrementalAlterConfigs(
                  Map.of(new ConfigResource(ConfigResource.Type.GROUP, id), changes))
              .all());
    } catch (AuthorizationException e) {
      if (needed) {
        throw new IllegalStateException(
            "the broker does not let us set what the group "
                + id
                + " needs; have its operator do: kafka-configs.sh --alter --entity-type groups"
                + " --entity-name "
                + id
                + " --add-config "
                + settings.entrySet().stream()
                    .map(Object::toString)
                    .collect(Collectors.joining(",")),
            e);
      }
    } catch (KafkaException e) {
      if (needed) {
        throw e;
      }
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
}
