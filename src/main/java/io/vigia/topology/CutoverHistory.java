package io.vigia.topology;

import io.vigia.retrain.Cutover;
import io.vigia.retrain.RetrainJson;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which bundle scored which event: what a replay obeys. Of the cut-overs of a partition that are
 * not beyond an offset, the last one holds, by offset and then by sequence.
 */
public final class CutoverHistory {
  private static final Comparator<Cutover> ORDER =
      Comparator.comparingLong(Cutover::fromOffset).thenComparingLong(Cutover::sequence);

  private final Map<Integer, List<Cutover>> partitions = new TreeMap<>();

  private CutoverHistory(Collection<Cutover> cutovers) {
    cutovers.forEach(
        one -> partitions.computeIfAbsent(one.partition(), none -> new ArrayList<>()).add(one));
    partitions.values().forEach(list -> list.sort(ORDER));
  }

  /** Of these, in any order. */
  public static CutoverHistory of(Collection<Cutover> cutovers) {
    return new CutoverHistory(cutovers);
  }

  /**
   * Reads what is committed on the topic of cut-overs.
   *
   * @param kafka client settings
   * @throws IllegalArgumentException where there is no such topic, or a record is no cut-over
   */
  public static CutoverHistory read(Map<String, String> kafka, String topic) {
    List<Cutover> cutovers = new ArrayList<>();
    try (TopicTail tail = TopicTail.open(kafka, topic)) {
      tail.toPresentEnd(record -> cutovers.add(RetrainJson.parse(record.value(), Cutover.class)));
    }
    return of(cutovers);
  }

  /** The cut-over by whose bundle an event was scored; empty for one before the first. */
  public Optional<Cutover> at(int partition, long offset) {
    Cutover found = null;
    for (Cutover one : of(partition)) {
      if (one.fromOffset() <= offset) {
        found = one;
      }
    }
    return Optional.ofNullable(found);
  }

  /** Those of a partition of the source, in order. */
  public List<Cutover> of(int partition) {
    return List.copyOf(partitions.getOrDefault(partition, List.of()));
  }
}
