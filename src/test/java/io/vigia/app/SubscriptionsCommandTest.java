package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class SubscriptionsCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  @BeforeEach
  void topology() throws IOException {
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
    assertThat(run("list")).isZero();
    assertThat(out.toString())
        .contains("green  t.alerts.green  band == 'g' && mag < 10  without mag")
        .contains("greedy  t.alerts.greedy  mag < 50");
  }

  @Test
  void saysWhatASubscriptionWouldHaveSent() {
    assertThat(run("test", "green")).isZero();
    assertThat(out.toString().lines()).hasSize(6);
    assertThat(out.toString())
        .contains("{\"band\":\"g\"}")
        .contains("100 candidates, 100 alerts, 5 of them for green on t.alerts.green");
  }

  @Test
  void oneThatMatchesTooManyIsRefused() {
    assertThat(run("test", "greedy")).isEqualTo(1);
    assertThat(out.toString())
        .contains("refused: subscription greedy matches 50 of 100 alerts (0.50)");
  }

  @Test
  void oneThatIsNotThereIsAUsageError() {
    assertThat(run("test", "gren")).isEqualTo(2);
    assertThat(err.toString()).contains("there is no subscription gren", "green, greedy");
  }

  private int run(String what, String... names) {
    CommandLine vigia =
        Vigia.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String file = folder.resolve("t.yaml").toString();
    return names.length == 0
        ? vigia.execute("subscriptions", what, file)
        : vigia.execute(
            "subscriptions",
            what,
            file,
            names[0],
            "--data",
            folder.resolve("candidates.jsonl").toString());
  }
}
