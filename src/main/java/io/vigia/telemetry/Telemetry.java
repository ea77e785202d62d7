package io.vigia.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.hotspot.DefaultExports;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.ModelStatus;
import io.vigia.topology.StreamMeter;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** All that a process measures: its stream, its JVM and its Kafka clients, in one registry. */
public final class Telemetry {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final PrometheusMeter meter;
  private final KafkaStreamsCollector kafka = new KafkaStreamsCollector();
  private final ModelStatusCollector models = new ModelStatusCollector();

  /**
   * @param cuts the topology's named cuts
   */
  public Telemetry(Collection<String> cuts) {
    this.meter = new PrometheusMeter(registry, cuts);
    registry.register(kafka);
    registry.register(models);
    DefaultExports.register(registry);
  }

  /** What an HTTP endpoint serves. */
  public CollectorRegistry registry() {
    return registry;
  }

  /** What the applications report to. */
  public StreamMeter meter() {
    return meter;
  }

  /** Adds Kafka's metrics of one application. */
  public void watch(
      ApplicationRole role, Supplier<? extends Map<MetricName, ? extends Metric>> metrics) {
    kafka.watch(role, metrics);
  }

  /** Adds how source partitions stand with their bundles. */
  public void watchModels(Supplier<List<ModelStatus>> partitions) {
    models.watch(partitions);
  }
}
