package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SubscriptionsCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("t.yaml"),
        """
        version: 1
        name: t
        source: {topic: s, event-id: [/id]}
        features: [{name: x}]
        carry: [band, mag]
        alerts: {pre-cut: 1e-2, threshold: 1e-3}
        subscriptions:
          - {name: green, when: "band == 'g' && mag < 10", redact: [mag]}
          - {name: greedy, when: "mag < 50"}
        """);
    StringBuilder candidates = new StringBuilder();
    for (int i = 0; i < 100; i++) {
      String candidate =
          "{\"id\":\"%d\",\"trigger_time\":\"2026-11-24T00:%02d:00Z\",\"nll\":9,\"p_value\":1e-4,"
              + "\"role\":\"physics\",\"carried\":{\"band\":\"%s\",\"mag\":%d}}%n";
      candidates.append(
          String.format(Locale.ROOT, candidate, i, i % 60, i % 2 == 0 ? "g" : "r", i));
    }
    Files.writeString(folder.resolve("candidates.jsonl"), candidates.toString());
  }

  @Test
  void listsNamesTopicsAndSelections() {
    CommandRun run = CommandRun.of("subscriptions", "list", topology());
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains("green  t.alerts.green  band == 'g' && mag < 10  without mag")
        .contains("greedy  t.alerts.greedy  mag < 50");
  }

  @Test
  void saysWhatASubscriptionWouldHaveSent() {
    CommandRun run = test("green");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(6);
    assertThat(run.out())
        .contains("{\"band\":\"g\"}")
        .contains("100 candidates, 100 alerts, 5 of them for green on t.alerts.green");
  }

  @Test
  void oneThatMatchesTooManyIsRefused() {
    CommandRun run = test("greedy");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out()).contains("refused: subscription greedy matches 50 of 100 alerts (0.50)");
  }

  @Test
  void oneThatIsNotThereIsAUsageError() {
    CommandRun run = test("gren");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no subscription gren", "green, greedy");
  }

  private CommandRun test(String name) {
    String candidates = folder.resolve("candidates.jsonl").toString();
    return CommandRun.of("subscriptions", "test", topology(), name, "--data", candidates);
  }

  private String topology() {
    return folder.resolve("t.yaml").toString();
  }
}
