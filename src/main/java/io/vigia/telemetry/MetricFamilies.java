package io.vigia.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;

/** Registers families the same way: with help, without exemplars, which cost on the hot path. */
record MetricFamilies(CollectorRegistry registry) {
  Counter counter(String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).withoutExemplars().register(registry);
  }

  Gauge gauge(String name, String help, String... labels) {
    return Gauge.build(name, help).labelNames(labels).register(registry);
  }

  Histogram histogram(String name, String help, double... upperBounds) {
    return Histogram.build(name, help).buckets(upperBounds).withoutExemplars().register(registry);
  }
}
