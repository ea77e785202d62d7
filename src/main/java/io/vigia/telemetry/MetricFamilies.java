package io.vigia.telemetry;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import java.util.Arrays;
import java.util.function.Function;

/** Registers families the same way: with help, without exemplars, which cost on the hot path. */
record MetricFamilies(CollectorRegistry registry) {
  Counter counter(String name, String help, String... labels) {
    return Counter.build(name, help).labelNames(labels).withoutExemplars().register(registry);
  }

  /** The children of a counter for each of the values, so that an event looks none up. */
  static <T> Counter.Child[] children(T[] values, Function<T, Counter.Child> child) {
    return Arrays.stream(values).map(child).toArray(Counter.Child[]::new);
  }

  Gauge gauge(String name, String help, String... labels) {
    return Gauge.build(name, help).labelNames(labels).register(registry);
  }

  Histogram histogram(String name, String help, double... upperBounds) {
    return Histogram.build(name, help).buckets(upperBounds).withoutExemplars().register(registry);
  }
}
