package io.vigia.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.vigia.topology.ModelStatus;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ModelStatusCollectorTest {
  private final List<ModelStatus> statuses = new ArrayList<>();
  private final CollectorRegistry registry = new CollectorRegistry();

  @Test
  void countsPartitionsByHowTheyStandAndForgetsThoseThatLeft() {
    ModelStatusCollector collector = new ModelStatusCollector();
    registry.register(collector);
    collector.watch(() -> statuses);
    statuses.add(new ModelStatus(0, 3, null, null, null));
    statuses.add(new ModelStatus(1, 2, null, "muons/7", null));
    statuses.add(new ModelStatus(2, 2, "not at hand", "muons/8", "truncated"));

    assertThat(value("vigia_activation_sequence", "2")).isEqualTo(2);
    assertThat(value("vigia_activation_pending", null)).isEqualTo(2);
    assertThat(value("vigia_activation_refused", null)).isEqualTo(1);
    assertThat(value("vigia_model_missing", null)).isEqualTo(1);

    statuses.remove(2);
    assertThat(value("vigia_activation_sequence", "2")).isNull();
    assertThat(value("vigia_activation_refused", null)).isZero();
  }

  private @Nullable Double value(String family, @Nullable String partition) {
    return partition == null
        ? registry.getSampleValue(family)
        : registry.getSampleValue(family, new String[] {"partition"}, new String[] {partition});
  }
}
