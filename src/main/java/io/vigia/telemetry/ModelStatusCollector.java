package io.vigia.telemetry;

import io.prometheus.client.Collector;
import io.prometheus.client.GaugeMetricFamily;
import io.vigia.topology.ModelStatus;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * How the source partitions that are scored in this process stand with their bundles, read at each
 * scrape: a partition that has gone elsewhere leaves no series behind.
 */
final class ModelStatusCollector extends Collector {
  private volatile Supplier<List<ModelStatus>> statuses = List::of;

  void watch(Supplier<List<ModelStatus>> partitions) {
    this.statuses = partitions;
  }

  @Override
  public List<MetricFamilySamples> collect() {
    List<ModelStatus> now = statuses.get();
    GaugeMetricFamily sequence =
        new GaugeMetricFamily(
            "vigia_activation_sequence",
            "The activation that a source partition is scored by; 0 is the topology's own model.",
            List.of("partition"));
    for (ModelStatus one : now) {
      sequence.addMetric(List.of(Integer.toString(one.partition())), one.sequence());
    }
    return List.of(
        sequence,
        partitions(
            "vigia_activation_pending",
            "Source partitions whose activated model is not in service yet.",
            now,
            one -> one.pending() != null),
        partitions(
            "vigia_activation_refused",
            "Source partitions whose activated model is refused; health says why.",
            now,
            ModelStatus::isRefused),
        partitions(
            "vigia_model_missing",
            "Source partitions that score nothing, since their model is not at hand.",
            now,
            one -> one.stopped() != null));
  }

  private static GaugeMetricFamily partitions(
      String name, String help, List<ModelStatus> now, Predicate<ModelStatus> which) {
    return new GaugeMetricFamily(name, help, now.stream().filter(which).count());
  }
}
