package io.vigia.registry;

import io.vigia.retrain.Activation;
import io.vigia.retrain.Cutover;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which bundles were in service, one after the other: from the facts, since commands are compacted
 * away, and from the last command.
 */
public final class ModelHistory {
  /**
   * A bundle that was told to score.
   *
   * @param sequence of the command; 0 of the topology's own bundle
   */
  public record Step(long sequence, String name, String version, String sha256) {
    /** {@code name/version}. */
    public String label() {
      return name + "/" + version;
    }
  }

  private final TreeMap<Long, Step> steps = new TreeMap<>();
  private final TreeMap<Integer, Cutover> serving = new TreeMap<>();

  private ModelHistory() {}

  public static ModelHistory of(List<Activation> activations, List<Cutover> cutovers) {
    ModelHistory history = new ModelHistory();
    for (Cutover one : cutovers) {
      history.add(new Step(one.sequence(), one.name(), one.version(), one.sha256()));
      history.serving.merge(one.partition(), one, (a, b) -> isAfter(b, a) ? b : a);
    }
    for (Activation one : activations) {
      history.add(new Step(one.sequence(), one.name(), one.version(), one.sha256()));
    }
    return history;
  }

  /** Of two commands with one sequence the larger digest counts, as on every partition. */
  private void add(Step step) {
    steps.merge(step.sequence(), step, (a, b) -> b.sha256().compareTo(a.sha256()) > 0 ? b : a);
  }

  private static boolean isAfter(Cutover one, Cutover other) {
    return one.sequence() > other.sequence()
        || (one.sequence() == other.sequence() && one.sha256().compareTo(other.sha256()) > 0);
  }

  /** What was told last; empty where nothing ever scored. */
  public Optional<Step> last() {
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps.lastEntry().getValue());
  }

  /**
   * What a rollback leads to. Going back to the one before takes it from the history, so that the
   * next rollback leads further back and never forth.
   */
  public Optional<Step> before() {
    Deque<Step> stack = new ArrayDeque<>();
    for (Step step : steps.values()) {
      Step top = stack.pollFirst();
      Step below = stack.peekFirst();
      if (below != null && below.sha256().equals(step.sha256())) {
        continue; // it was gone back to
      }
      if (top != null) {
        stack.addFirst(top);
      }
      if (top == null || !top.sha256().equals(step.sha256())) {
        stack.addFirst(step);
      }
    }
    stack.pollFirst();
    return Optional.ofNullable(stack.peekFirst());
  }

  /** The last cut-over of each partition of the source. */
  public Map<Integer, Cutover> serving() {
    return Map.copyOf(serving);
  }

  /** The partitions that a bundle scores. */
  public List<Integer> partitionsOf(String sha256) {
    List<Integer> partitions = new ArrayList<>();
    serving.forEach(
        (partition, cutover) -> {
          if (cutover.sha256().equals(sha256)) {
            partitions.add(partition);
          }
        });
    return partitions;
  }

  /** The last command, where some partition has not obeyed it yet. */
  public Optional<Step> pending() {
    return last().filter(step -> waitingFor(step) > 0);
  }

  /** How many partitions have not obeyed a command, nor a later one. */
  public long waitingFor(Step step) {
    return serving.values().stream()
        .filter(
            one ->
                one.sequence() < step.sequence()
                    || (one.sequence() == step.sequence() && !one.sha256().equals(step.sha256())))
        .count();
  }
}
