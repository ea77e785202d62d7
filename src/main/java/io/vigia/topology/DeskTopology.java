package io.vigia.topology;

import io.vigia.alert.desk.Subscription;
import io.vigia.scoring.ModelSupply;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.state.Stores;

/**
 * The desk: candidates, tallies, feedback and words on segments to decisions, alerts and heartbeat;
 * where there is a second level, candidates by way of their reviews; where it retrains, the part of
 * {@link RetrainTopology}. All inputs have one partition, so one task sees the whole stream. Names
 * of nodes and of the store are an on-disk contract.
 */
public final class DeskTopology {
  static final String DESK_STORE = "desk-state";
  static final String ALERTS = "alerts";
  static final String DECISIONS = "decisions";
  static final String HEARTBEAT = "heartbeat";
  static final String DEAD_LETTERS = "dead-letters";

  private static final String REVIEWED = "reviewed";
  private static final String AWAIT_REVIEW = "await-review";
  private static final String CANDIDATES = "candidates";
  private static final String TALLIES = "tallies";
  private static final String FEEDBACK = "feedback";
  private static final String SEGMENTS = "segments";
  static final String DESK = "desk";

  private DeskTopology() {}

  /** Describes the application of a stream that is scored by one bundle for ever. */
  public static Topology of(TopologySpec spec, StreamMeter meter) {
    return of(spec, ModelSupply.none(), meter);
  }

  /**
   * Describes the application.
   *
   * @param models that may come into service: open alerts are looked at again by them
   */
  static Topology of(TopologySpec spec, ModelSupply models, StreamMeter meter) {
    return of(spec, models, meter, spec.review() != null);
  }

  /** Of a topology whose second level was taken out: candidates that still wait for it go on. */
  static Topology withoutItsSecondLevel(TopologySpec spec, ModelSupply models, StreamMeter meter) {
    return of(spec, models, meter, true);
  }

  private static Topology of(
      TopologySpec spec, ModelSupply models, StreamMeter meter, boolean awaitsReviews) {
    TopicNames topics = TopicNames.of(spec);
    ByteArrayDeserializer in = new ByteArrayDeserializer();
    ByteArraySerializer out = new ByteArraySerializer();
    Topology topology =
        new Topology()
            .addSource(CANDIDATES, in, in, topics.candidates())
            .addSource(TALLIES, in, in, topics.tallies())
            .addSource(FEEDBACK, in, in, topics.feedback());
    List<String> read = new ArrayList<>();
    List<String> decides = new ArrayList<>(List.of(DESK));
    List<String> deadLettered = new ArrayList<>(List.of(DESK));
    if (awaitsReviews) {
      String[] awaited = {CANDIDATES};
      if (spec.review() != null) {
        topology.addSource(REVIEWED, in, in, topics.reviewed());
        awaited = new String[] {CANDIDATES, REVIEWED};
      }
      topology
          .addProcessor(AWAIT_REVIEW, () -> new AwaitReviewProcessor(spec, meter), awaited)
          .addStateStore(AwaitedReviews.store(), AWAIT_REVIEW);
      read.add(AWAIT_REVIEW);
      deadLettered.add(AWAIT_REVIEW);
    } else {
      read.add(CANDIDATES);
    }
    read.addAll(List.of(TALLIES, FEEDBACK));
    String segments = topics.segments();
    if (segments != null) {
      topology.addSource(SEGMENTS, in, in, segments);
      read.add(SEGMENTS);
    }
    topology
        .addProcessor(
            DESK, () -> new DeskProcessor(spec, models, meter), read.toArray(String[]::new))
        .addStateStore(
            Stores.keyValueStoreBuilder(
                    Stores.persistentKeyValueStore(DESK_STORE), Serdes.String(), Serdes.ByteArray())
                .withCachingEnabled()
                .withLoggingEnabled(Map.of()),
            DESK)
        .addSink(ALERTS, topics.alerts(), out, out, DESK)
        .addSink(HEARTBEAT, topics.heartbeat(), out, out, DESK);
    RetrainSpec retrain = spec.retrain();
    if (retrain != null) {
      RetrainTopology.addTo(topology, spec, retrain, TALLIES, meter);
      decides.add(RetrainTopology.RETRAIN);
      deadLettered.add(RetrainTopology.RETRAIN);
    }
    topology
        .addSink(DECISIONS, topics.decisions(), out, out, decides.toArray(String[]::new))
        .addSink(DEAD_LETTERS, topics.deadLetters(), out, out, deadLettered.toArray(String[]::new));
    for (Subscription subscription : spec.desk().subscriptions()) {
      topology.addSink(sink(subscription.name()), subscription.topic(), out, out, DESK);
    }
    return topology;
  }

  /** The node that writes the alerts of a subscription; of none, the desk's own. */
  static String sink(String subscription) {
    return subscription.isEmpty() ? ALERTS : ALERTS + "-" + subscription;
  }
}
