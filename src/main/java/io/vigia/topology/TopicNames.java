package io.vigia.topology;

import io.vigia.alert.desk.Subscription;
import io.vigia.registry.ModelTopics;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The topics and ids of a topology. Names are a contract: subscribers, offsets and state depend on
 * them.
 */
public final class TopicNames {
  private final String stem;
  private final String source;
  private final @Nullable String segments;
  private final boolean secondLevel;
  private final boolean retrains;
  private final List<String> subscriptions;

  private TopicNames(
      String stem,
      String source,
      @Nullable String segments,
      boolean secondLevel,
      boolean retrains,
      List<String> subscriptions) {
    this.stem = stem;
    this.source = source;
    this.segments = segments;
    this.secondLevel = secondLevel;
    this.retrains = retrains;
    this.subscriptions = subscriptions;
  }

  public static TopicNames of(TopologySpec spec) {
    return new TopicNames(
        spec.topics().prefix() + spec.name(),
        spec.source().topic(),
        spec.exposure().segments().topic(),
        spec.review() != null,
        spec.retrain() != null,
        spec.desk().subscriptions().stream().map(Subscription::topic).toList());
  }

  /** Whether a topic is one of those that begin with {@code stem} and a dot and are ours. */
  static boolean isOurs(String topic, String stem) {
    return new TopicNames(stem, topic, null, true, true, List.of())
            .managed().stream().anyMatch(managed -> managed.name().equals(topic))
        || topic.startsWith(subscribed(stem, ""));
  }

  /** The topic of a subscription's alerts where the topology names no other. */
  static String subscribed(String stem, String subscription) {
    return stem + ".alerts." + subscription;
  }

  /** The stream that is watched; external, never created nor altered. */
  public String source() {
    return source;
  }

  /**
   * What is said of segments; external, never created nor altered. Null where the topology names
   * none.
   */
  @Nullable String segments() {
    return segments;
  }

  public String scores() {
    return stem + ".scores";
  }

  public String candidates() {
    return stem + ".candidates";
  }

  /** What the second level said of each candidate; only where there is one. */
  public String reviewed() {
    return stem + ".reviewed";
  }

  public String samples() {
    return stem + ".samples";
  }

  public String tallies() {
    return stem + ".tallies";
  }

  public String deadLetters() {
    return stem + ".dead-letters";
  }

  public String alerts() {
    return stem + ".alerts";
  }

  public String decisions() {
    return stem + ".decisions";
  }

  /** What experts say of events. */
  public String feedback() {
    return stem + ".feedback";
  }

  public String heartbeat() {
    return stem + ".heartbeat";
  }

  /** Bundles that were published: a card each, and what was decided of it. */
  public String models() {
    return stem + ".models";
  }

  /** The bytes of those bundles, in chunks by their digest. */
  public String modelBytes() {
    return stem + ".model-bytes";
  }

  /** Commands: which bundle shall score. */
  public String activations() {
    return stem + ".activations";
  }

  /** Facts: which bundle scored from which offset. */
  public String cutovers() {
    return stem + ".cutovers";
  }

  /** All topics of models. */
  public ModelTopics modelTopics() {
    return new ModelTopics(models(), modelBytes(), activations(), cutovers());
  }

  /** What changed in the stream. */
  public String drift() {
    return stem + ".drift";
  }

  /** Trainings that workers take from a share group. */
  public String trainingJobs() {
    return stem + ".training-jobs";
  }

  /** What workers say of them. */
  public String trainingProgress() {
    return stem + ".training-progress";
  }

  /** Consumer group, state folder and transactional ids of an application. */
  public String applicationId(ApplicationRole role) {
    return stem + "-" + role.label();
  }

  /** The topics that we write, with what they need. */
  public List<ManagedTopic> managed() {
    List<ManagedTopic> topics = new ArrayList<>();
    topics.add(ManagedTopic.asSource(scores(), 7));
    topics.add(ManagedTopic.single(candidates(), 30));
    if (secondLevel) {
      topics.add(ManagedTopic.single(reviewed(), 30));
    }
    topics.add(ManagedTopic.single(samples(), 30));
    topics.add(ManagedTopic.single(tallies(), 30));
    topics.add(ManagedTopic.single(deadLetters(), 30));
    topics.add(ManagedTopic.single(alerts(), 7));
    topics.add(ManagedTopic.single(decisions(), 30));
    topics.add(ManagedTopic.single(feedback(), 365));
    topics.add(ManagedTopic.single(heartbeat(), 7));
    topics.add(ManagedTopic.single(models(), ManagedTopic.COMPACTED));
    topics.add(ManagedTopic.single(modelBytes(), ManagedTopic.COMPACTED));
    topics.add(ManagedTopic.asSource(activations(), ManagedTopic.COMPACTED));
    topics.add(ManagedTopic.asSource(cutovers(), ManagedTopic.FOR_EVER));
    if (retrains) {
      topics.add(ManagedTopic.single(drift(), 30));
      // One: members of a share group share a partition only where there are more of them, and a
      // job must not wait for a busy, or dead, worker's partition while another worker is idle.
      topics.add(ManagedTopic.single(trainingJobs(), 30));
      topics.add(ManagedTopic.single(trainingProgress(), 30));
    }
    subscriptions.forEach(topic -> topics.add(ManagedTopic.single(topic, 7)));
    return List.copyOf(topics);
  }

  /**
   * The changelogs of the applications' stores. Kafka Streams creates them where it may, compacted;
   * their partitions must stay as many as the application's tasks.
   */
  public List<ManagedTopic> changelogs() {
    List<ManagedTopic> topics = new ArrayList<>();
    topics.add(
        ManagedTopic.asSource(
            changelog(ApplicationRole.SCORE, ScoreTopology.TALLY_STORE), ManagedTopic.COMPACTED));
    topics.add(compacted(changelog(ApplicationRole.DESK, DeskTopology.DESK_STORE)));
    if (retrains) {
      topics.add(compacted(changelog(ApplicationRole.DESK, RetrainTopology.STORE)));
    }
    if (secondLevel) {
      topics.add(compacted(changelog(ApplicationRole.REVIEW, ReviewTopology.HELD_STORE)));
      topics.add(compacted(awaitedReviews()));
    }
    return topics;
  }

  private static ManagedTopic compacted(String name) {
    return ManagedTopic.single(name, ManagedTopic.COMPACTED);
  }

  /**
   * Those whose partitions must stay as many as the applications' tasks: changelogs, and what each
   * task of the score application reads and writes of its own source partition.
   */
  List<ManagedTopic> tiedToTasks() {
    return Stream.concat(
            changelogs().stream(),
            managed().stream()
                .filter(
                    topic -> topic.name().equals(activations()) || topic.name().equals(cutovers())))
        .toList();
  }

  /** The changelog of candidates that wait for their review; there where there is, or was, one. */
  String awaitedReviews() {
    return changelog(ApplicationRole.DESK, AwaitedReviews.STORE);
  }

  private String changelog(ApplicationRole role, String store) {
    return applicationId(role) + "-" + store + "-changelog";
  }

  /**
   * A topic that {@code topics: managed} creates when it is missing.
   *
   * @param partitions 0: as many as the source has
   * @param retentionDays {@link #COMPACTED}, {@link #FOR_EVER}, or after how many days records go
   */
  public record ManagedTopic(String name, int partitions, int retentionDays) {
    /** The last record of each key is kept. */
    public static final int COMPACTED = 0;

    /** Every record is kept. */
    public static final int FOR_EVER = -1;

    static ManagedTopic asSource(String name, int retentionDays) {
      return new ManagedTopic(name, 0, retentionDays);
    }

    static ManagedTopic single(String name, int retentionDays) {
      return new ManagedTopic(name, 1, retentionDays);
    }

    /** What stays, for a person. */
    String kept() {
      return switch (retentionDays) {
        case COMPACTED -> "compacted";
        case FOR_EVER -> "kept for ever";
        default -> retentionDays + " days";
      };
    }

    /** The topic's own settings, as Kafka names them. */
    Map<String, String> settings() {
      if (retentionDays == COMPACTED) {
        return Map.of("cleanup.policy", "compact");
      }
      long millis = retentionDays == FOR_EVER ? -1 : TimeUnit.DAYS.toMillis(retentionDays);
      return Map.of("cleanup.policy", "delete", "retention.ms", Long.toString(millis));
    }
  }
}
