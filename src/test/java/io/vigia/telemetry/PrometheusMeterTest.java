package io.vigia.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.prometheus.client.CollectorRegistry;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.scoring.ModelIdentity;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PrometheusMeterTest {
  private final CollectorRegistry registry = new CollectorRegistry();
  private final PrometheusMeter meter =
      new PrometheusMeter(registry, List.of("two-muons", "in-time"));

  @BeforeEach
  void startsAtZero() {
    assertThat(value("vigia_alerts_total", "role", "physics")).isZero();
  }

  @Test
  void countsEachEventUnderOneOutcome() {
    meter.scored(Role.PHYSICS, 3, 0.5);
    meter.scored(Role.PHYSICS, 30, 1e-4);
    meter.scored(Role.TEST, 3, 0.5);
    meter.filtered("in-time");
    meter.deadLettered(Stage.DECODE, Reason.WRONG_TYPE);
    assertThat(value("vigia_events_total", "outcome", "scored", "role", "physics")).isEqualTo(2);
    assertThat(value("vigia_events_total", "outcome", "scored", "role", "test")).isEqualTo(1);
    assertThat(value("vigia_events_total", "outcome", "filtered", "role", "none")).isEqualTo(1);
    assertThat(value("vigia_events_total", "outcome", "dead_lettered", "role", "none"))
        .isEqualTo(1);
    assertThat(value("vigia_filtered_events_total", "cut", "in-time")).isEqualTo(1);
    assertThat(value("vigia_filtered_events_total", "cut", "two-muons")).isZero();
    assertThat(value("vigia_dead_letters_total", "stage", "decode", "reason", "wrong-type"))
        .isEqualTo(1);
  }

  @Test
  void aRecordTheDeskCannotReadIsNoSourceEvent() {
    meter.deadLettered(Stage.DESK, Reason.MALFORMED);
    assertThat(value("vigia_events_total", "outcome", "dead_lettered", "role", "none")).isZero();
    assertThat(value("vigia_dead_letters_total", "stage", "desk", "reason", "malformed"))
        .isEqualTo(1);
  }

  @Test
  void aCutThatIsNotKnownAddsNoLabel() {
    meter.filtered("surprise");
    assertThat(value("vigia_filtered_events_total", "cut", "other")).isEqualTo(1);
    assertThat(
            registry.getSampleValue(
                "vigia_filtered_events_total", new String[] {"cut"}, new String[] {"surprise"}))
        .isNull();
  }

  @Test
  void onlyPhysicsEntersTheHistogramOfScores() {
    meter.scored(Role.PHYSICS, 12, 0.5);
    meter.scored(Role.INJECTION, 500, 1e-6);
    assertThat(value("vigia_nll_nats_count")).isEqualTo(1);
    assertThat(value("vigia_nll_nats_bucket", "le", "10.0")).isZero();
    assertThat(value("vigia_nll_nats_bucket", "le", "15.0")).isEqualTo(1);
  }

  @Test
  void timesAreInSeconds() {
    meter.decodeNanos(600);
    meter.scoreNanos(2_500);
    meter.eventToScoreMillis(30);
    assertThat(value("vigia_decode_seconds_sum")).isEqualTo(600e-9);
    assertThat(value("vigia_decode_seconds_bucket", "le", "5.0E-7")).isZero();
    assertThat(value("vigia_decode_seconds_bucket", "le", "7.5E-7")).isEqualTo(1);
    assertThat(value("vigia_score_seconds_bucket", "le", "3.0E-6")).isEqualTo(1);
    assertThat(value("vigia_event_to_score_seconds_bucket", "le", "0.05")).isEqualTo(1);
  }

  @Test
  void countsCandidatesAndAlertsByRole() {
    meter.candidate(Role.PHYSICS);
    meter.alert(Role.PHYSICS);
    meter.alert(Role.TEST);
    assertThat(value("vigia_candidates_total", "role", "physics")).isEqualTo(1);
    assertThat(value("vigia_alerts_total", "role", "physics")).isEqualTo(1);
    assertThat(value("vigia_alerts_total", "role", "test")).isEqualTo(1);
  }

  @Test
  void namesTheModelInServiceAndNoOther() {
    meter.modelInService(new ModelIdentity("dimuon", "1", "aa", "ff", "plain"));
    meter.modelInService(new ModelIdentity("dimuon", "2", "bb", "ff", "simd-256"));
    meter.modelInService(new ModelIdentity("dimuon", "2", "bb", "ff", "simd-256"));
    assertThat(Collections.list(registry.metricFamilySamples()))
        .filteredOn(family -> family.name.equals("vigia_model_info"))
        .singleElement()
        .satisfies(
            family -> {
              assertThat(family.samples).hasSize(1);
              assertThat(family.samples.get(0).value).isEqualTo(1);
              assertThat(family.samples.get(0).labelValues)
                  .containsExactly("dimuon", "2", "bb", "ff", "simd-256");
            });
  }

  private double value(String sample, String... labels) {
    String[] names = new String[labels.length / 2];
    String[] values = new String[labels.length / 2];
    for (int i = 0; i < names.length; i++) {
      names[i] = labels[2 * i];
      values[i] = labels[2 * i + 1];
    }
    Double value = registry.getSampleValue(sample, names, values);
    assertThat(value).as("%s %s", sample, List.of(labels)).isNotNull();
    return value == null ? Double.NaN : value;
  }
}
