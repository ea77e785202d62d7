package io.vigia.retrain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetrainJsonTest {
  private static final Window WINDOW =
      new Window("s.samples", 3, 10, 6, 100, 200, "ab", List.of(new Window.Span(150, 160)));

  private static TrainingJob job(long seed) {
    return new TrainingJob(
        "s",
        WINDOW,
        JsonNodeFactory.instance.objectNode().put("flow", "maf"),
        "cd",
        true,
        0.01,
        seed,
        "the window is full",
        TrainingJob.Cause.SCHEDULE);
  }

  private static byte[] json(String text) {
    return text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void aJobIsTheSameAfterItsJourneyAndSoIsItsId() {
    TrainingJob job = job(1);
    TrainingJob read = RetrainJson.parse(RetrainJson.bytes(job), TrainingJob.class);
    assertThat(read).isEqualTo(job);
    assertThat(read.id()).isEqualTo(job.id()).hasSize(64);
    assertThat(job(2).id()).isNotEqualTo(job.id());
  }

  @Test
  void namesAreInSnakeCaseAndInOrder() {
    assertThat(RetrainJson.text(WINDOW))
        .isEqualTo(
            "{\"bad\":[{\"from_millis\":150,\"to_millis\":160}],\"count\":6,\"first_millis\":100,"
                + "\"from\":3,\"last_millis\":200,\"schema_sha256\":\"ab\",\"to\":10,"
                + "\"topic\":\"s.samples\"}");
  }

  @Test
  void badTimeIsHalfOpen() {
    assertThat(WINDOW.isGood(149)).isTrue();
    assertThat(WINDOW.isGood(150)).isFalse();
    assertThat(WINDOW.isGood(160)).isTrue();
  }

  @Test
  void evidenceTravelsWithWhatIsNotKnownLeftOut() {
    GateEvidence evidence =
        new GateEvidence(
            "a",
            "b",
            10,
            "samples [5, 15)",
            null,
            null,
            new GateEvidence.Uniformity(0.1, 0.5),
            new GateEvidence.Uniformity(0.2, 0.4),
            Map.of("moved", new GateEvidence.Recovery(1e-3, 5, 2, 3)),
            1e-3,
            0.1,
            0.2,
            0,
            List.of(),
            0,
            List.of("x"),
            1);
    assertThat(RetrainJson.text(evidence)).doesNotContain("nll", "null");
    assertThat(RetrainJson.parse(RetrainJson.bytes(evidence), GateEvidence.class))
        .isEqualTo(evidence);
  }

  @Test
  void keysOfALaterVersionArePassedOver() {
    Activation read =
        RetrainJson.parse(
            json("{'sequence': 2, 'sha256': 'ab', 'time_millis': 1, 'later': true}"),
            Activation.class);
    assertThat(read.sequence()).isEqualTo(2);
  }

  @Test
  void whatIsNoneIsRefusedWithWhatIsWrong() {
    assertThatThrownBy(() -> RetrainJson.parse(json("{"), Activation.class))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no Activation");
    assertThatThrownBy(() -> RetrainJson.parse(json("null"), Activation.class))
        .hasMessageContaining("null");
    assertThatThrownBy(
            () -> RetrainJson.parse(json("{'sequence': 0, 'time_millis': 1}"), Activation.class))
        .hasMessageContaining("a sequence from 1");
    assertThatThrownBy(
            () ->
                RetrainJson.parse(
                    json("{'from': 3, 'to': 3, 'count': 0, 'first_millis': 1, 'last_millis': 1}"),
                    Window.class))
        .hasMessageContaining("[3, 3)");
  }
}
