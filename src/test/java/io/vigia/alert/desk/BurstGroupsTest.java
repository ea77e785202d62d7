package io.vigia.alert.desk;

import static io.vigia.alert.desk.DeskHarness.record;
import static io.vigia.alert.desk.DeskHarness.texts;
import static io.vigia.alert.desk.DeskHarness.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Outcome;
import io.vigia.alert.desk.DeskHarness.PolicyBuilder;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class BurstGroupsTest {
  private final PolicyBuilder builder = new PolicyBuilder();

  @Test
  void candidatesOfAVisitAreOneAlertInTheNameOfTheRarest() {
    DeskHarness desk = byVisit(4);
    for (int i = 0; i < 6; i++) {
      desk.send(visit("7-" + i, i == 4 ? 1e-6 : 1e-5, 7, Duration.ofSeconds(i)));
    }
    assertThat(desk.alerts()).as("the group is open").isEmpty();
    assertThat(desk.desk().held()).as("the rarest waits for all").isEqualTo(1);
    desk.desk().advance(DeskHarness.START.plusSeconds(10).toEpochMilli());
    ObjectNode alert = desk.alerts().get(0);
    assertThat(desk.alerts()).hasSize(1);
    assertThat(alert.path("id").asText()).isEqualTo("7-4");
    assertThat(alert.at("/burst/size").asInt()).isEqualTo(6);
    assertThat(alert.at("/burst/key/visit").asInt()).isEqualTo(7);
    assertThat(alert.at("/burst/members")).hasSize(6);
    assertThat(desk.outcome("7-4")).isEqualTo(Outcome.SENT);
    assertThat(desk.outcome("7-0")).isEqualTo(Outcome.GROUPED);
    assertThat(desk.decisions).hasSize(6);
  }

  @Test
  void fewerAreEachTheirOwn() {
    DeskHarness desk = byVisit(4);
    for (int i = 0; i < 3; i++) {
      desk.send(visit("7-" + i, 1e-5, 7, Duration.ZERO));
    }
    desk.send(visit("8-0", 1e-5, 8, Duration.ZERO));
    assertThat(desk.desk().held()).isEqualTo(4);
    desk.restart();
    desk.desk().idle(Duration.ofSeconds(10));
    assertThat(texts(desk.alerts(), "id")).containsExactly("7-0", "7-1", "7-2", "8-0");
    assertThat(desk.alerts()).noneMatch(alert -> alert.has("burst"));
  }

  @Test
  void aGroupIsOpenForItsTimeAndTheNextOneIsAnother() {
    DeskHarness desk = byVisit(2);
    desk.send(visit("a", 1e-5, 7, Duration.ZERO));
    desk.send(visit("b", 1e-5, 7, Duration.ofSeconds(9)));
    desk.send(visit("c", 1e-5, 7, Duration.ofSeconds(11)));
    desk.send(visit("d", 1e-5, 7, Duration.ofSeconds(12)));
    desk.desk().idle(Duration.ofSeconds(20));
    assertThat(texts(desk.alerts(), "id")).containsExactly("a", "c");
    assertThat(desk.alerts()).allMatch(alert -> alert.at("/burst/size").asInt() == 2);
  }

  @Test
  void aBurstNamesAHundredMembersAndHoldsOneWhateverItsSize() {
    DeskHarness desk = byVisit(5);
    for (int i = 0; i < 1_000; i++) {
      desk.send(visit("7-" + i, 1e-5, 7, Duration.ZERO));
    }
    assertThat(desk.desk().held()).isEqualTo(1);
    desk.desk().idle(Duration.ofSeconds(10));
    assertThat(desk.alerts().get(0).at("/burst/size").asInt()).isEqualTo(1_000);
    assertThat(desk.alerts().get(0).at("/burst/members")).hasSize(BurstGroups.NAMED);
  }

  @Test
  void withoutAKeyTimeAloneGroups() {
    builder.burst = new Burst(List.of(), Duration.ofSeconds(10), 2);
    DeskHarness desk = new DeskHarness(builder);
    desk.send(visit("a", 1e-5, 7, Duration.ZERO));
    desk.send(record("b", 1e-6, Duration.ofSeconds(1)));
    desk.desk().idle(Duration.ofSeconds(10));
    assertThat(texts(desk.alerts(), "id")).containsExactly("b");
  }

  @Test
  void aCandidateWithoutTheKeyIsInNoGroup() {
    DeskHarness desk = byVisit(2);
    desk.send(record("a", 1e-5, Duration.ZERO));
    assertThat(desk.outcome("a")).isEqualTo(Outcome.SENT);
  }

  private DeskHarness byVisit(int from) {
    builder.burst = new Burst(List.of("visit"), Duration.ofSeconds(10), from);
    return new DeskHarness(builder);
  }

  private static ObjectNode visit(String id, double pValue, int visit, Duration after) {
    return with(record(id, pValue, after), "visit", visit);
  }
}
