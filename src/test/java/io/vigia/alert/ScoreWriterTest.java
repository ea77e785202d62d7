package io.vigia.alert;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.PValueMethod;
import io.vigia.event.DecodedEvent;
import io.vigia.event.Origin;
import io.vigia.event.Role;
import io.vigia.scoring.ModelIdentity;
import io.vigia.scoring.Score;
import io.vigia.scoring.reason.Contribution;
import io.vigia.scoring.reason.Direction;
import io.vigia.scoring.reason.Explanation;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The records are a contract: these texts change only with a new version of it. */
class ScoreWriterTest {
  private static final ModelIdentity MODEL =
      new ModelIdentity("dimuon", "1", "ab12", "cd34", "maf-plain");
  private static final Origin ORIGIN = new Origin("dimuon.events", 2, 17, 1_500_000_000_123L);
  private static final Score SCORE = new Score(12.5, 0.0001);
  private static final String SCORE_JSON =
      """
      {"id":"1:9007199254740993","trigger_time":"2017-01-04T10:11:58.600000Z","nll":12.5,\
      "p_value":1.0E-4,"p_value_method":"empirical","far":null,"role":"physics",\
      "origin":{"topic":"dimuon.events","partition":2,"offset":17,"timestamp":1500000000123},\
      "model":{"name":"dimuon","version":"1","sha256":"ab12","feature_schema_sha256":"cd34",\
      "kernel":"maf-plain"}}""";

  private final ScoreWriter writer = new ScoreWriter(MODEL, List.of("a", "b"));

  @Test
  void scoreRecordIsAsPublished() {
    assertThat(writer.score(event(null), Role.PHYSICS, SCORE, ORIGIN))
        .asString(UTF_8)
        .isEqualTo(SCORE_JSON);
  }

  @Test
  void aPValueFromTheTailAndAnUnknownContextAreSaid() {
    Score score =
        new Score(
            12.5,
            1e-6,
            PValueMethod.TAIL,
            12.5,
            Double.NaN,
            null,
            new double[0],
            List.of("airmass", "pt.sigma"));
    assertThat(writer.score(event(null), Role.PHYSICS, score, ORIGIN))
        .asString(UTF_8)
        .isEqualTo(
            SCORE_JSON
                .replace("1.0E-4", "1.0E-6")
                .replace("\"empirical\"", "\"tail\"")
                .replace(",\"origin\"", ",\"unsupported\":[\"airmass\",\"pt.sigma\"],\"origin\""));
  }

  @Test
  void ensembleGroupAndClassesAddTheirFieldsBeforeTheOrigin() throws Exception {
    ModelIdentity ensemble =
        new ModelIdentity("dimuon", "1", "ab12", "cd34", "maf-plain", 3, List.of("z", "b\"b"));
    Score score = new Score(12.5, 0.0001, 7.25, 0.5, "missing x", new double[] {0.75, 0.25});
    byte[] json =
        new ScoreWriter(ensemble, List.of()).score(event(null), Role.PHYSICS, score, ORIGIN);
    assertThat(json)
        .asString(UTF_8)
        .isEqualTo(
            SCORE_JSON.replace(
                ",\"origin\"",
                ",\"members\":3,\"tail_score\":7.25,\"nll_spread\":0.5,"
                    + "\"calibration_group\":\"missing x\","
                    + "\"class_probabilities\":{\"z\":0.75,\"b\\\"b\":0.25},\"origin\""));
    assertThat(
            Candidate.parse(json).record().path("class_probabilities").path("b\"b").doubleValue())
        .isEqualTo(0.25);
  }

  @Test
  void recordsDoNotDependOnTheOneBefore() {
    byte[] first = writer.score(event(null), Role.PHYSICS, SCORE, ORIGIN);
    writer.sample(event("ZTF1"), Role.TEST, SCORE, ORIGIN, new float[] {1, 2});
    assertThat(writer.score(event(null), Role.PHYSICS, SCORE, ORIGIN)).isEqualTo(first);
  }

  @Test
  void objectIsTheEventName() {
    assertThat(writer.score(event("ZTF17aaajnnn"), Role.PHYSICS, SCORE, ORIGIN))
        .asString(UTF_8)
        .contains("\"event_name\":\"ZTF17aaajnnn\"");
  }

  @Test
  void withoutAnEventTimeTheRecordsTimestampStands() {
    DecodedEvent event = new DecodedEvent(0);
    event.identify("7", null, DecodedEvent.NO_TIME);
    assertThat(writer.score(event, Role.PHYSICS, SCORE, ORIGIN))
        .asString(UTF_8)
        .contains("\"trigger_time\":\"2017-07-14T02:40:00.123000Z\"");
  }

  @Test
  void candidateCarriesVectorAndFieldsAndBecomesAnAlert() throws Exception {
    ObjectNode carried = new ObjectMapper().createObjectNode().put("pt1", 45.5).put("tag", "x");
    byte[] json =
        writer.candidate(
            event(null), Role.INJECTION, SCORE, ORIGIN, new float[] {1.5f, -0.1f}, carried);
    String expected =
        SCORE_JSON.replace("physics", "injection").replaceAll("}}$", "},")
            + "\"features\":{\"a\":1.5,\"b\":-0.1},\"carried\":{\"pt1\":45.5,\"tag\":\"x\"}}";
    assertThat(json).asString(UTF_8).isEqualTo(expected);

    Candidate candidate = Candidate.parse(json);
    assertThat(candidate.id()).isEqualTo("1:9007199254740993");
    assertThat(candidate.role()).isEqualTo(Role.INJECTION);
    assertThat(candidate.pValue()).isEqualTo(1e-4);

    ObjectNode alert =
        Alert.record(candidate, Instant.parse("2026-11-24T00:00:00.25Z"), AlertType.INITIAL, 1);
    assertThat(alert)
        .hasToString(
            "{\"alert_datetime\":\"2026-11-24T00:00:00.250Z\",\"alert_type\":\"initial\","
                + "\"alert_tense\":\"injection\",\"record_number\":1,\"level\":1,"
                + expected.substring(1));
    assertThat(Alert.retraction(candidate, Instant.EPOCH, 2, "an aeroplane"))
        .hasToString(
            "{\"alert_datetime\":\"1970-01-01T00:00:00Z\",\"alert_type\":\"retraction\","
                + "\"alert_tense\":\"injection\",\"record_number\":2,"
                + "\"id\":\"1:9007199254740993\","
                + "\"trigger_time\":\"2017-01-04T10:11:58.600000Z\",\"p_value\":1.0E-4,"
                + "\"role\":\"injection\",\"model\":"
                + candidate.record().get("model")
                + ",\"reason\":\"an aeroplane\"}");
  }

  @Test
  void candidateSaysWhyItIsRare() {
    Contribution odd = new Contribution("b", "cm", -0.1f, 7.5, 2, 1.5f, 2.5f, Direction.LOW);
    Contribution missing =
        new Contribution("a", "", Float.NaN, 0.25, Float.NaN, 1, 3, Direction.MISSING);
    Explanation reasons =
        new Explanation(List.of(odd, missing), List.of("b"), new float[] {0, 2}, 0.5, "b is low");
    byte[] json =
        writer.candidate(
            event(null),
            Role.PHYSICS,
            SCORE,
            ORIGIN,
            new float[] {Float.NaN, -0.1f},
            new ObjectMapper().createObjectNode(),
            Sighting.PLAIN,
            reasons);
    assertThat(json)
        .asString(UTF_8)
        .endsWith(
            ",\"contributions\":[{\"feature\":\"b\",\"nats\":7.5,\"expected\":2.0,\"low\":1.5,"
                + "\"high\":2.5,\"direction\":\"low\"},{\"feature\":\"a\",\"nats\":0.25,"
                + "\"expected\":null,\"low\":1.0,\"high\":3.0,\"direction\":\"missing\"}],"
                + "\"sentence\":\"b is low\",\"carried\":{}}");
  }

  @Test
  void samplesAndCandidatesCarryTheirContextAndNullForWhatIsMissing() throws Exception {
    ScoreWriter conditional =
        new ScoreWriter(MODEL, List.of("a", "b"), List.of("pileup", "b.sigma"));
    float[] row = {1.5f, Float.NaN, Float.NaN, 0.25f};
    String sample =
        SCORE_JSON.replaceAll("}}$", "},")
            + "\"features\":{\"a\":1.5,\"b\":null},\"context\":{\"pileup\":null,\"b.sigma\":0.25}}";
    assertThat(conditional.sample(event(null), Role.PHYSICS, SCORE, ORIGIN, row))
        .asString(UTF_8)
        .isEqualTo(sample);

    ObjectNode carried = new ObjectMapper().createObjectNode().putNull("tag");
    byte[] candidate =
        conditional.candidate(event(null), Role.PHYSICS, SCORE, ORIGIN, row, carried);
    assertThat(candidate)
        .asString(UTF_8)
        .isEqualTo(sample.replaceAll("}$", ",\"carried\":{\"tag\":null}}"));
    assertThat(conditional.score(event(null), Role.PHYSICS, SCORE, ORIGIN))
        .asString(UTF_8)
        .isEqualTo(SCORE_JSON);

    ObjectNode alert =
        Alert.record(Candidate.parse(candidate), Instant.EPOCH, AlertType.INITIAL, 1);
    assertThat(alert.toString())
        .contains("\"context\":{\"pileup\":null,\"b.sigma\":0.25}")
        .contains("\"b\":null");
  }

  @Test
  void aSampleSaysWhatATrainingAsksForBehindItsRow() {
    SampleDetails details = new SampleDetails("7", false, "fill 3", "muon", null);
    assertThat(writer.sample(event(null), Role.PHYSICS, SCORE, ORIGIN, new float[] {1, 2}, details))
        .asString(UTF_8)
        .isEqualTo(
            SCORE_JSON.replaceAll("}}$", "},")
                + "\"features\":{\"a\":1.0,\"b\":2.0},\"segment\":\"7\",\"good\":false,"
                + "\"group\":\"fill 3\",\"label\":\"muon\"}");
  }

  @Test
  void candidateThatIsNoneIsRefusedWithAReason() {
    for (String bad :
        List.of(
            "",
            "[]",
            "{}",
            "{\"id\":\"1\"}",
            "nonsense",
            "{\"id\":1,\"p_value\":1}",
            "{\"id\":\"1\",\"p_value\":0}",
            "{\"id\":\"1\",\"p_value\":2}")) {
      assertThatThrownBy(() -> Candidate.parse(bad.getBytes(UTF_8)))
          .as(bad)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("a candidate");
    }
  }

  private static DecodedEvent event(@org.jspecify.annotations.Nullable String objectId) {
    DecodedEvent event = new DecodedEvent(0);
    Instant time = Instant.parse("2017-01-04T10:11:58.600Z");
    event.identify(
        "1:9007199254740993", objectId, time.getEpochSecond() * 1_000_000_000L + time.getNano());
    return event;
  }
}
