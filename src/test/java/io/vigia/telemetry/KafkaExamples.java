package io.vigia.telemetry;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/** One metric of Kafka's for each family that is let through. */
public final class KafkaExamples {
  private KafkaExamples() {}

  public static Map<MetricName, Metric> all() {
    Map<MetricName, Metric> metrics = new LinkedHashMap<>();
    for (KafkaFamily family : KafkaFamily.ALLOWED) {
      Map<String, String> tags = new HashMap<>();
      family.tags().forEach(tag -> tags.put(tag, "a-StreamThread-1"));
      MetricName name = new MetricName(family.metric(), family.group(), "", tags);
      metrics.put(name, new Constant(name, 1.0));
    }
    return metrics;
  }

  private record Constant(MetricName metricName, Object metricValue) implements Metric {}
}
