package io.vigia.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.CounterMetricFamily;
import io.prometheus.client.GaugeMetricFamily;
import io.vigia.topology.ApplicationRole;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * Kafka's own metrics of the running applications, as far as {@link KafkaFamily} allows: numbers
 * only, no NaN, one sample for each label set. Names and labels stay the same over restarts.
 */
public final class KafkaStreamsCollector extends Collector implements Collector.Describable {
  private final Map<ApplicationRole, Supplier<? extends Map<MetricName, ? extends Metric>>>
      applications = new ConcurrentHashMap<>();

  /** Reads an application's metrics at each scrape, in place of what was watched under its role. */
  public void watch(
      ApplicationRole role, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
    applications.put(role, metrics);
  }

  /** Nothing is promised: a family appears when Kafka has it. */
  @Override
  public List<MetricFamilySamples> describe() {
    return List.of();
  }

  @Override
  public List<MetricFamilySamples> collect() {
    Map<KafkaFamily, Family> families = new LinkedHashMap<>();
    KafkaFamily.ALLOWED.forEach(allowed -> families.put(allowed, new Family(allowed)));
    applications.forEach(
        (role, metrics) -> {
          Map<MetricName, ? extends Metric> all = metrics.get();
          Set<String> twins = underscored(all.keySet());
          all.values().stream()
              .filter(metric -> !twins.contains(topic(metric.metricName())))
              .forEach(metric -> collect(role, metric, families));
        });
    List<MetricFamilySamples> samples = new ArrayList<>();
    for (Family family : families.values()) {
      if (!family.samples.samples.isEmpty()) {
        samples.add(family.samples);
      }
    }
    return samples;
  }

  /**
   * The topics with dots, dots replaced: Kafka (4.3, KIP-1109) still has each metric of such a
   * topic under its old name too, {@code a_b} beside {@code a.b}, and a sum would count it twice.
   * No topic is really named so, since a broker refuses two names that differ in this alone.
   */
  private static Set<String> underscored(Set<MetricName> names) {
    Set<String> underscored = new HashSet<>();
    for (MetricName name : names) {
      if (topic(name).indexOf('.') >= 0) {
        underscored.add(topic(name).replace('.', '_'));
      }
    }
    return underscored;
  }

  private static String topic(MetricName name) {
    return name.tags().getOrDefault("topic", "");
  }

  private static void collect(
      ApplicationRole role, Metric metric, Map<KafkaFamily, Family> families) {
    KafkaFamily allowed = KafkaFamily.of(metric.metricName());
    if (allowed == null || !(metric.metricValue() instanceof Number number)) {
      return;
    }
    double value = number.doubleValue() * allowed.scale();
    Family family = families.get(allowed);
    if (family != null && Double.isFinite(value)) {
      family.add(allowed.labelValues(role, metric.metricName().tags()), value);
    }
  }

  /** One family of this scrape. */
  private static final class Family {
    private final MetricFamilySamples samples;
    private final Set<List<String>> seen = new HashSet<>();

    Family(KafkaFamily allowed) {
      this.samples =
          allowed.counter()
              ? new CounterMetricFamily(allowed.name(), allowed.help(), allowed.labelNames())
              : new GaugeMetricFamily(allowed.name(), allowed.help(), allowed.labelNames());
    }

    void add(List<String> labels, double value) {
      if (!seen.add(labels)) {
        return;
      }
      if (samples instanceof CounterMetricFamily counter) {
        counter.addMetric(labels, value);
      } else if (samples instanceof GaugeMetricFamily gauge) {
        gauge.addMetric(labels, value);
      }
    }
  }
}
