package io.vigia.sim;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * How a {@link Broker} is started.
 *
 * @param directory where its data, settings and log lie; null: a temporary directory
 * @param keep whether they stay when the broker is closed
 * @param heapMegabytes the broker's heap, MiB
 * @param startTimeout how long to wait until it serves
 * @param settings broker settings that override ours, such as {@code message.max.bytes}
 */
public record BrokerOptions(
    @Nullable Path directory,
    boolean keep,
    int heapMegabytes,
    Duration startTimeout,
    Map<String, String> settings) {

  public BrokerOptions {
    if (heapMegabytes < 128) {
      throw new IllegalArgumentException(
          "the broker's heap is " + heapMegabytes + " MiB; it needs 128 MiB or more");
    }
    settings = Map.copyOf(settings);
  }

  /** A broker whose files vanish with it. */
  public static BrokerOptions temporary() {
    return new BrokerOptions(null, false, 512, Duration.ofSeconds(90), Map.of());
  }

  /** A broker whose files are in {@code directory} and stay there: a later start finds its data. */
  public static BrokerOptions in(Path directory) {
    return new BrokerOptions(directory, true, 512, Duration.ofSeconds(90), Map.of());
  }

  public BrokerOptions keeping(boolean keep) {
    return new BrokerOptions(directory, keep, heapMegabytes, startTimeout, settings);
  }

  public BrokerOptions withHeapMegabytes(int megabytes) {
    return new BrokerOptions(directory, keep, megabytes, startTimeout, settings);
  }

  public BrokerOptions with(String key, String value) {
    Map<String, String> changed = new TreeMap<>(settings);
    changed.put(key, value);
    return new BrokerOptions(directory, keep, heapMegabytes, startTimeout, changed);
  }
}
