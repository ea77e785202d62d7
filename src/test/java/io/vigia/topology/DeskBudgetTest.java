package io.vigia.topology;

import static io.vigia.topology.StreamHarness.START;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.alert.budget.CalendarPeriods;
import io.vigia.alert.budget.Delivery;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Budgets, live time and false-alarm rates from topology file to alert record. */
class DeskBudgetTest {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final double PRE_CUT = 1e-2;
  private static final int EVENTS_A_SECOND = 10;

  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  @SuppressWarnings("NullAway.Init")
  private StreamHarness desk;

  private final Random random = new Random(31);
  private int named;
  private int calibrationRows = 1_000_000;

  private void start(String alerts) throws IOException {
    desk =
        StreamHarness.desk(
            directory,
            """
            version: 1
            name: desk
            source: {topic: desk.events, event-id: [/event]}
            features: [{name: x}]
            carry: [nid]
            """
                + alerts);
  }

  @AfterEach
  void stop() {
    desk.close();
  }

  private void send(String topic, String json) {
    desk.send("desk." + topic, "k", json);
  }

  private List<JsonNode> records(String topic) {
    return desk.json("desk." + topic);
  }

  private void candidate(double second, double pValue, String more) {
    send(
        "candidates",
        String.format(
            Locale.ROOT,
            """
            {"id":"%d","trigger_time":"%s","p_value":%s,"role":"physics",\
            "model":{"sha256":"ab"},"carried":{"nid":%d}%s}""",
            named++,
            START.plusMillis((long) (1000 * second)),
            pValue,
            (int) (second / 3_600),
            more));
  }

  /** A minute of background: its candidates, then its tally. */
  private void minute(double fromSecond) {
    for (int i = 0; i < 60 * EVENTS_A_SECOND; i++) {
      double p = 1 - random.nextDouble();
      if (p <= PRE_CUT) {
        candidate(fromSecond + i / (double) EVENTS_A_SECOND, p, "");
      }
    }
    tally(fromSecond, fromSecond + 60 - 1e-3, 60 * EVENTS_A_SECOND);
  }

  private void tally(double from, double to, int events) {
    Instant start = START.plusMillis((long) (1000 * from));
    Instant end = START.plusMillis((long) (1000 * to));
    send(
        "tallies",
        String.format(
            Locale.ROOT,
            """
            {"time":"%s","topic":"desk.events","partition":0,"received":%d,\
            "scored_by_role":{"physics":%d},"model":"ab","calibration_rows":%d,"last_event_time":"%s",\
            "exposure":{"weighted_physics":%d,"live":[["%s","%s"]]}}""",
            end,
            (int) (EVENTS_A_SECOND * to),
            (int) (EVENTS_A_SECOND * to),
            calibrationRows,
            end,
            events,
            start,
            end));
  }

  @Test
  void theBestOfEachHourAreSentAtItsEndAndEveryCandidateIsDecided() throws IOException {
    start("alerts: {pre-cut: 1e-2, budget: {target: 3, per: hour, delivery: best-of-period}}\n");
    for (int minute = 0; minute < 180; minute++) {
      minute(60 * minute);
    }
    tally(3 * 3_600, 3 * 3_600 + 1, 10);

    List<JsonNode> alerts = records("alerts");
    assertThat(alerts.stream().map(one -> one.path("period").asText()))
        .containsExactly(
            "2026-11-24T00Z",
            "2026-11-24T00Z",
            "2026-11-24T00Z",
            "2026-11-24T01Z",
            "2026-11-24T01Z",
            "2026-11-24T01Z",
            "2026-11-24T02Z",
            "2026-11-24T02Z",
            "2026-11-24T02Z");
    assertThat(records("decisions")).hasSize(named);
  }

  @Test
  void anAlertSaysItsFalseAlarmRateWithItsBand() throws IOException {
    start("alerts: {pre-cut: 1e-2, budget: {target: 5, per: hour}}\n");
    for (int minute = 0; minute < 120; minute++) {
      minute(60 * minute);
    }

    List<JsonNode> alerts = records("alerts");
    JsonNode last = alerts.get(alerts.size() - 1);
    double far = last.get("far").asDouble();
    assertThat(far).isCloseTo(EVENTS_A_SECOND * last.get("p_value").asDouble(), within(far));
    assertThat(last.get("far_low").asDouble()).isPositive().isLessThan(far);
    assertThat(last.get("far_high").asDouble()).isGreaterThan(far);
    assertThat(last.get("far_method").asText()).isIn("counted", "rate");
    assertThat(last.get("period_unit").asText()).isEqualTo("hour");
    assertThat(last.get("expected_per_period").asDouble()).isCloseTo(3_600 * far, within(far));
  }

  @Test
  void theSilenceOfTheWallClockEndsAPeriodToo() throws IOException {
    start("alerts: {pre-cut: 1e-2, budget: {target: 1, per: minute, delivery: best-of-period}}\n");
    candidate(30, 1e-5, "");
    assertThat(records("alerts")).isEmpty();

    desk.idle(Duration.ofSeconds(40));

    assertThat(records("alerts")).hasSize(1);
  }

  @Test
  void aFieldOfTheSurveyNamesItsNights() throws IOException {
    start(
        "alerts: {pre-cut: 1e-2, budget: {target: 1, per: night, night: /nid, delivery:"
            + " best-of-period}}\n");
    candidate(10, 1e-5, "");
    candidate(20, 1e-4, "");
    candidate(3_700, 1e-4, "");

    List<JsonNode> alerts = records("alerts");
    assertThat(alerts).hasSize(1);
    assertThat(alerts.get(0).get("id").asText()).isEqualTo("0");
    assertThat(alerts.get(0).get("period").asText()).isEqualTo("0");
  }

  @Test
  void discoveriesAreSentAtTheEndOfTheirPeriod() throws IOException {
    start("alerts: {pre-cut: 1e-2, fdr: {rate: 0.1, per: hour}}\n");
    for (int minute = 0; minute < 60; minute++) {
      minute(60 * minute);
      if (minute % 10 == 0) {
        candidate(60 * minute + 30, 1e-8, "");
      }
    }
    assertThat(records("alerts")).isEmpty();
    tally(3_600, 3_601, 10);

    List<JsonNode> alerts = records("alerts");
    assertThat(alerts.stream().filter(one -> one.get("p_value").asDouble() == 1e-8)).hasSize(6);
    assertThat(alerts).hasSizeLessThan(9);
    assertThat(records("decisions").get(0).get("reason").asText()).contains("discoveries among");
  }

  @Test
  void discoveriesSayWhenTheCalibrationThatTalliesNameIsTooSmallForThem() throws IOException {
    start("alerts: {pre-cut: 1e-2, fdr: {rate: 0.1, per: hour}}\n");
    calibrationRows = 500;
    candidate(30, 1e-3, "");
    tally(0, 60, 600);
    tally(3_600, 3_601, 10);

    assertThat(records("decisions").get(0).get("reason").asText())
        .contains("0 discoveries among 610 events", "500 calibration rows are few", "61000 let");
  }

  @Test
  void whatIsOfABadSegmentIsHeldBack() throws IOException {
    start("alerts: {pre-cut: 1e-2, threshold: 1e-3}\n");
    candidate(0, 1e-5, ",\"segment\":\"146436:13\",\"segment_good\":false");
    candidate(1, 1e-5, ",\"segment\":\"146436:12\"");

    assertThat(records("alerts"))
        .extracting(one -> one.get("segment").asText())
        .containsExactly("146436:12");
    JsonNode decision = records("decisions").get(0);
    assertThat(decision.get("outcome").asText()).isEqualTo("suppressed");
    assertThat(decision.get("reason").asText()).isEqualTo("segment 146436:13 is not good");
  }

  @Test
  void aRuleThatChangedStartsAnew() throws IOException {
    start("alerts: {pre-cut: 1e-2, fdr: {rate: 0.1, per: hour}}\n");
    tally(0, 10, 100);
    AllocationSpec fdr = new AllocationSpec.FalseDiscoveries(0.1, hour());
    JsonNode state = fdr.restore(PRE_CUT, null).state();
    AllocationSpec.Budget budget = new AllocationSpec.Budget(5, 10, hour(), Delivery.LIVE);

    assertThat(budget.restore(PRE_CUT, state).state())
        .isEqualTo(budget.restore(PRE_CUT, null).state());
    assertThat(budget.restore(PRE_CUT, MAPPER.createObjectNode()).state())
        .isEqualTo(budget.restore(PRE_CUT, null).state());
  }

  private static PeriodSpec hour() {
    return new PeriodSpec("hour", CalendarPeriods.HOUR, null);
  }
}
