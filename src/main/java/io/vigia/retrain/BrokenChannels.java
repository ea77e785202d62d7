package io.vigia.retrain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Channels that were reported broken, until they work again: from then on nothing trains. A channel
 * works again when of {@value #LOOKED_AT} samples in a row at least {@value #WORKING} have
 * something else than what it was stuck at: another value, where it was missing any.
 */
final class BrokenChannels {
  static final int LOOKED_AT = 200;
  static final int WORKING = 20;

  /** One channel: what it gives, and what was seen of it since. */
  record Channel(float stuckAt, int seen, int other) {
    Channel after(float value) {
      boolean isOther = !Float.isNaN(value) && value != stuckAt;
      return new Channel(stuckAt, seen + 1, other + (isOther ? 1 : 0));
    }

    Channel lookedAtAgain() {
      return new Channel(stuckAt, 0, 0);
    }
  }

  private final List<String> features;
  private final Map<String, Channel> broken = new LinkedHashMap<>();

  /**
   * @param features names in the order of a row
   */
  BrokenChannels(List<String> features) {
    this.features = List.copyOf(features);
  }

  Map<String, Channel> state() {
    return broken;
  }

  void restore(Map<String, Channel> stored) {
    broken.clear();
    broken.putAll(stored);
  }

  /** Takes a report of a broken channel, and the row that raised it. */
  void reported(DriftReport report, float[] row) {
    for (DriftReport.Moved moved : report.features()) {
      int at = features.indexOf(moved.feature());
      if (at >= 0 && at < row.length) {
        broken.put(moved.feature(), new Channel(row[at], 0, 0));
      }
    }
  }

  /** Forgets all: another bundle scores, which may have learned what they give now. */
  void forget() {
    broken.clear();
  }

  /** Whether some channel is broken. */
  boolean isAny() {
    return !broken.isEmpty();
  }

  /**
   * Looks at a row.
   *
   * @return names of the channels that work again
   */
  List<String> take(float[] row) {
    List<String> working = new ArrayList<>();
    for (String feature : List.copyOf(broken.keySet())) {
      int at = features.indexOf(feature);
      if (at < 0 || at >= row.length) {
        working.add(feature); // a topology that no longer has it
        continue;
      }
      Channel channel = broken.getOrDefault(feature, new Channel(row[at], 0, 0)).after(row[at]);
      if (channel.seen() < LOOKED_AT) {
        broken.put(feature, channel);
      } else if (channel.other() >= WORKING) {
        working.add(feature);
      } else {
        broken.put(feature, channel.lookedAtAgain());
      }
    }
    working.forEach(broken::remove);
    return working;
  }
}
