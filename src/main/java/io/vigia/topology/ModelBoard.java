package io.vigia.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/** How the source partitions of this process stand with their bundles. Thread-safe. */
public final class ModelBoard {
  private final Map<Integer, ModelStatus> partitions = new ConcurrentSkipListMap<>();

  void put(ModelStatus status) {
    partitions.put(status.partition(), status);
  }

  /** The partition is scored elsewhere now, or nowhere. */
  void remove(int partition) {
    partitions.remove(partition);
  }

  /** By partition. */
  public List<ModelStatus> statuses() {
    return List.copyOf(partitions.values());
  }

  /** Why nothing is scored, for people. */
  List<String> stopped() {
    return partitions.values().stream()
        .map(ModelStatus::stopped)
        .filter(java.util.Objects::nonNull)
        .distinct()
        .toList();
  }

  /** Which bundles should be in service and are not, for people. */
  List<String> warnings() {
    Map<String, List<Integer>> texts = new TreeMap<>();
    for (ModelStatus status : partitions.values()) {
      String text = warning(status);
      if (text != null) {
        texts.computeIfAbsent(text, same -> new ArrayList<>()).add(status.partition());
      }
    }
    return texts.entrySet().stream()
        .map(entry -> entry.getKey() + ", partitions " + entry.getValue())
        .toList();
  }

  private static @Nullable String warning(ModelStatus status) {
    if (status.pending() == null) {
      return null;
    }
    return status.refusal() == null
        ? "the model " + status.pending() + " was activated and is not at hand yet"
        : "the model "
            + status.pending()
            + " was activated and is refused, the old one stays: "
            + status.refusal();
  }
}
