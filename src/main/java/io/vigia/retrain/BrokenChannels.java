package io.vigia.retrain;

import io.vigia.retrain.DriftReport.Broken;
import io.vigia.retrain.DriftReport.Gives;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Channels that were reported broken, until they work again: from then on nothing trains. Looked at
 * is the share of {@value #LOOKED_AT} samples in a row in which a channel gives what it was
 * reported for: nothing, zero, or one value, whichever is the commonest. It works again when that
 * share is above the healthy one by at most a {@value #NEARER}rd of how far above it was reported.
 */
final class BrokenChannels {
  static final int LOOKED_AT = 200;
  private static final int NEARER = 3;

  /** The stored form of one channel: what was reported, and what was seen of it since. */
  static final class Channel {
    public Gives gives = Gives.SAME;
    public double share;
    public double healthy;

    /** Of the last activation when it was reported. */
    public long sequence;

    public int seen;
    public int given;

    /** How often each value was seen, by its bits. */
    public SortedMap<Integer, Integer> values = new TreeMap<>();

    private void take(float value) {
      seen++;
      boolean isGiven =
          switch (gives) {
            case MISSING -> Float.isNaN(value);
            case ZERO -> value == 0;
            case SAME -> false;
          };
      given += isGiven ? 1 : 0;
      if (gives == Gives.SAME) {
        // 0 and -0 are one value
        given = Math.max(given, values.merge(Float.floatToIntBits(value + 0f), 1, Integer::sum));
      }
    }

    private boolean works() {
      return given / (double) seen <= healthy + (share - healthy) / NEARER;
    }

    private void lookAgain() {
      seen = 0;
      given = 0;
      values.clear();
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

  /**
   * Takes a report of broken channels.
   *
   * @param sequence of the last activation
   */
  void reported(DriftReport report, long sequence) {
    for (Broken one : report.broken()) {
      if (features.contains(one.feature())) {
        Channel channel = new Channel();
        channel.gives = one.gives();
        channel.share = one.share();
        channel.healthy = one.healthy();
        channel.sequence = sequence;
        broken.put(one.feature(), channel);
      }
    }
  }

  /**
   * Forgets those that were reported before an activation.
   *
   * @return their names
   */
  List<String> before(long sequence) {
    List<String> names =
        broken.entrySet().stream()
            .filter(one -> one.getValue().sequence < sequence)
            .map(Map.Entry::getKey)
            .toList();
    names.forEach(broken::remove);
    return names;
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
    broken.forEach(
        (feature, channel) -> {
          int at = features.indexOf(feature);
          if (at < 0 || at >= row.length || worksAfter(channel, row[at])) {
            working.add(feature); // or a topology that no longer has it
          }
        });
    working.forEach(broken::remove);
    return working;
  }

  private static boolean worksAfter(Channel channel, float value) {
    channel.take(value);
    if (channel.seen < LOOKED_AT) {
      return false;
    }
    boolean works = channel.works();
    if (!works) {
      channel.lookAgain();
    }
    return works;
  }
}
