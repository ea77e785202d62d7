package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.vigia.retrain.GateRule;
import io.vigia.retrain.GateRule.Mode;
import io.vigia.retrain.TrainingJob.Cause;
import io.vigia.retrain.WindowRule;
import io.vigia.topology.TopologySpec.SampleContent;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RetrainSectionTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private TopologySpec read(String more) throws IOException {
    return WrittenTopology.read(folder, WrittenTopology.SHORTEST + more);
  }

  @Test
  void aFileThatDoesNotAskForItDoesNotRetrain() throws IOException {
    TopologySpec spec = read("");

    assertThat(spec.retrain()).isNull();
    assertThat(spec.samples()).isEqualTo(new TopologySpec.Samples(0.01, SampleContent.FEATURES));
  }

  @Test
  void whatIsNotWrittenHasItsDefault() throws IOException {
    assertThat(read("retrain: {}\n").retrain()).isEqualTo(RetrainSpec.DEFAULT);
  }

  @Test
  void isReadAsWritten() throws IOException {
    TopologySpec spec =
        read(
            """
            samples: {rate: 0.5, content: source}
            retrain:
              every: 1d
              count: 2000
              min-rows: 1000
              late: 30s
              trim: 0.02
              start: fresh
              gate: {schedule: manual, drift: auto, distance: 0.05, alert-factor: 3}
              on-drift: false
              drift: {false-alarms: 0.1, effect: 0.2, reference: 600, cool-down: 700}
              attempts: 5
            training: {flow: maf, device: gpu}
            """);

    assertThat(spec.samples()).isEqualTo(new TopologySpec.Samples(0.5, SampleContent.SOURCE));
    assertThat(spec.retrain())
        .isEqualTo(
            new RetrainSpec(
                new WindowRule(Duration.ofDays(1), 2000, 1000, Duration.ofSeconds(30)),
                0.02,
                false,
                new GateRule(Mode.MANUAL, Mode.AUTO, 2, 0.01, 0.05, 3),
                false,
                new RetrainSpec.Drift(0.1, 0.2, 600, 700),
                5,
                JsonNodeFactory.instance.objectNode().put("flow", "maf")));
  }

  @Test
  void aPersonIsAskedAfterADriftUnlessTheFileSaysOtherwise() throws IOException {
    assertThat(gate("{}").mode(Cause.SCHEDULE)).isEqualTo(Mode.AUTO);
    assertThat(gate("{}").mode(Cause.DRIFT)).isEqualTo(Mode.MANUAL);
    assertThat(gate("{gate: manual}").mode(Cause.SCHEDULE)).isEqualTo(Mode.MANUAL);
    assertThat(gate("{gate: auto}").mode(Cause.DRIFT)).isEqualTo(Mode.AUTO);
  }

  private GateRule gate(String retrain) throws IOException {
    RetrainSpec spec = read("retrain: " + retrain + "\n").retrain();
    return spec == null ? GateRule.DEFAULT : spec.gate();
  }

  @Test
  void aSmallCountIsItsOwnLeast() throws IOException {
    assertThat(read("retrain: {count: 300}\n").retrain())
        .extracting(RetrainSpec::window)
        .isEqualTo(new WindowRule(null, 300, 300, Duration.ofMinutes(10)));
  }

  @Test
  void whatCannotWorkIsRefusedWithItsKey() {
    refused("retrain: {on-drift: false}\n", "retrain has nothing that closes a window");
    refused(
        "samples: {rate: 0}\nretrain: {every: 1d}\n",
        "retrain learns from samples, and samples.rate is 0");
    refused(
        "retrain: {count: 10, min-rows: 20}\n", "retrain.count is 10, below retrain.min-rows (20)");
    refused(
        "retrain: {}\ntraining: {model: vae}\n",
        "retrain learns again what training says, a density of kind vae, which cannot score");
    refused("retrain: {attempts: 10}\n", "retrain.attempts is 10; allowed: deliveries");
    refused("retrain: {gate: yes}\n", "retrain.gate is \"yes\"; allowed: manual");
    refused(
        "retrain: {gate: {alert-factor: 1}}\n",
        "retrain.gate.alert-factor is 1; allowed: how many times");
    refused("retrain: {trim: 0.9}\n", "retrain.trim is 0.9; allowed: the share");
    refused("retrain: {late: soon}\n", "retrain.late is \"soon\"; allowed: a time such as");
    refused("samples: {content: rows}\n", "samples.content is \"rows\"; allowed: features");
  }

  private void refused(String more, String message) {
    assertThatThrownBy(() -> read(more))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessageContaining(message);
  }
}
