package io.vigia.alert.desk;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A bundle that came into service, and alerts of an earlier one. */
class ReconsideredAlertsTest {
  private static final double PRE_CUT = 1e-3;

  private final DeskHarness desk = new DeskHarness();

  @Test
  void alertWhoseEventIsNoLongerRareIsTakenBackWithTheReason() {
    desk.send(scored("common", 1, Duration.ZERO));
    desk.send(scored("rare", 9, Duration.ofSeconds(1)));

    assertThat(desk.desk().reconsider(new Wide("new"), PRE_CUT)).isEqualTo(1);

    assertThat(desk.alerts()).hasSize(3);
    ObjectNode retraction = desk.alerts().get(2);
    assertThat(retraction.path("alert_type").asText()).isEqualTo("retraction");
    assertThat(retraction.path("id").asText()).isEqualTo("common");
    assertThat(retraction.toString())
        .contains("the model gauss/new, in service now, no longer finds it rare: p 0.50")
        .contains("above the pre-cut 0.001");
  }

  @Test
  void alertIsTakenBackOnceAlsoByAnotherDeskOverTheSameMemory() {
    desk.send(scored("common", 1, Duration.ZERO));
    desk.restart();
    assertThat(desk.desk().reconsider(new Wide("new"), PRE_CUT)).isEqualTo(1);
    assertThat(desk.desk().reconsider(new Wide("newer"), PRE_CUT)).isZero();
  }

  @Test
  void bundleThatMadeTheAlertDoesNotTakeItBack() {
    desk.send(scored("common", 1, Duration.ZERO));
    assertThat(desk.desk().reconsider(new Wide("old"), PRE_CUT)).isZero();
  }

  @Test
  void alertThatIsNoLongerRememberedStays() {
    desk.send(scored("common", 1, Duration.ZERO));
    desk.desk().advance(DeskHarness.START.plus(Duration.ofDays(100)).toEpochMilli());
    assertThat(desk.desk().reconsider(new Wide("new"), PRE_CUT)).isZero();
  }

  @Test
  void alertWhoseRowTheBundleDoesNotKnowStays() {
    ObjectNode other = scored("other", 1, Duration.ZERO);
    other.withObjectProperty("features").remove("x");
    desk.send(other);
    assertThat(desk.desk().reconsider(new Wide("new"), PRE_CUT)).isZero();
  }

  private static ObjectNode scored(String id, double x, Duration after) {
    ObjectNode record = DeskHarness.record(id, 1e-6, after);
    record.withObjectProperty("model").put("sha256", "old");
    record.withObjectProperty("features").put("x", x);
    return record;
  }

  /** Finds everything common but what is beyond 5. */
  private record Wide(String sha256) implements OtherModel {
    @Override
    public String label() {
      return "gauss/" + sha256;
    }

    @Override
    public double pValue(JsonNode scored) {
      JsonNode x = scored.path("features").path("x");
      return !x.isNumber() ? Double.NaN : x.asDouble() > 5 ? 1e-6 : 0.5;
    }
  }
}
