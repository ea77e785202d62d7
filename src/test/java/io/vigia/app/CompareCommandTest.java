package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CompareCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path directory;

  /**
   * Ours ranks 1, 2, 3, ... ; the baseline has 2 and 1 exchanged with the two after them and a tie
   * of p-values, which the statistic breaks, at our end.
   */
  @Test
  void alertsAtEqualRateOverlapAndDiffer() throws IOException {
    Path ours =
        file(
            "ours.jsonl",
            """
            {"id": "1", "p_value": 0.01, "nll": 9}
            {"id": "2", "p_value": 0.01, "nll": 8}
            {"id": "3", "p_value": 0.01, "nll": 7}
            {"id": "4", "p_value": 0.5, "nll": 20}
            {"id": "5", "p_value": 0.9, "nll": 2}
            {"id": "7", "p_value": 0.9, "nll": 2}
            """);
    Path other =
        file(
            "other.csv",
            "id,score,label\n1,5,1\n2,1,0\n3,2,artefact\n4,9,artefact\n5,0,\n6,10,1\n");
    JsonNode json = json(ours, other, "--rates", "0.4");

    assertThat(json.path("joined").intValue()).isEqualTo(5);
    assertThat(json.path("only_ours").intValue()).isEqualTo(1);
    assertThat(json.path("only_baseline").intValue()).isEqualTo(1);
    JsonNode at = json.path("at_equal_alert_rate").get(0);
    assertThat(at.path("alerts").intValue()).isEqualTo(2);
    assertThat(at.path("overlap").intValue()).as("event 1").isEqualTo(1);
    assertThat(at.at("/ours/unique_ids").toString()).isEqualTo("[\"2\"]");
    assertThat(at.at("/baseline/unique_ids").toString()).isEqualTo("[\"4\"]");
    assertThat(at.at("/ours/artefact_share").doubleValue()).isZero();
    assertThat(at.at("/baseline/artefact_share").doubleValue()).isEqualTo(0.5);
    assertThat(at.at("/baseline/artefact_share_high").doubleValue()).isBetween(0.9, 1.0);
  }

  @Test
  void aLineThatIsNoJsonIsNamed() throws IOException {
    Path ours = file("ours.jsonl", "{\"id\": \"1\", \"p_value\": 0.1, \"nll\": 1}\n{\"id\": oh\n");
    Path other = file("other.csv", "id,score\n1,5\n");
    CommandRun run = CommandRun.of("compare", ours.toString(), "--baseline", other.toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains(ours + ", row 2: no JSON", "oh").doesNotContain("Source:");
  }

  @Test
  void labelsThatWereAskedForMustBeThere() throws IOException {
    Path ours = file("ours.jsonl", "{\"id\": \"1\", \"p_value\": 0.1, \"nll\": 1}\n");
    Path other = file("other.csv", "id,score\n1,5\n");
    CommandRun run =
        CommandRun.of(
            "compare", ours.toString(), "--baseline", other.toString(), "--label", "truth");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no row of " + other + " has a label in --label truth");
  }

  @Test
  void efficiencyIsAtEqualFalseAlarmsAndTheDifferenceIsPaired() throws IOException {
    Random random = new Random(3);
    StringBuilder ours = new StringBuilder();
    StringBuilder other = new StringBuilder("id,score,label\n");
    for (int i = 0; i < 2_000; i++) {
      boolean anomaly = i % 20 == 0;
      double good = random.nextGaussian() + (anomaly ? 4 : 0);
      double poor = random.nextGaussian() + (anomaly ? 1 : 0);
      ours.append("{\"id\":\"").append(i).append("\",\"nll\":").append(good);
      ours.append(",\"p_value\":1}\n");
      other.append(i).append(',').append(-poor).append(',').append(anomaly ? 1 : 0).append('\n');
    }
    JsonNode json =
        json(
            file("ours.jsonl", ours.toString()),
            file("other.csv", other.toString()),
            "--false-alarms",
            "0.01",
            "--lower-is-rarer");
    JsonNode at = json.path("at_equal_false_alarms").get(0);
    assertThat(at.path("false_alarms").intValue()).isEqualTo(19);
    assertThat(at.path("anomalies").intValue()).isEqualTo(100);
    // Of a normal shifted by 4 and by 1, beyond the 99 % quantile 2.33: 0.95 and 0.09.
    assertThat(at.at("/ours/efficiency").doubleValue()).isCloseTo(0.95, within(0.07));
    assertThat(at.at("/baseline/efficiency").doubleValue()).isCloseTo(0.09, within(0.09));
    assertThat(at.path("difference_low").doubleValue()).isGreaterThan(0.6);
    assertThat(at.path("p_value").doubleValue()).isLessThan(1e-10);
  }

  @Test
  void idsThatDoNotJoinAreShown() throws IOException {
    Path ours = file("ours.jsonl", "{\"id\": \"1:2\", \"p_value\": 0.01, \"nll\": 9}\n");
    CommandRun run = run(ours, file("other.csv", "id,score\n12,5\n"));
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("no event id is in both", "such as 1:2", "such as 12", "--id");
  }

  @Test
  void wrongFilesAreRefusedWithTheirRow() throws IOException {
    Path ours = file("ours.jsonl", "{\"id\": \"1\", \"p_value\": 0.01, \"nll\": 9}\n");
    assertThat(run(ours, file("a.csv", "id,rank\n1,5\n")).err())
        .contains("a.csv, row 1: score is , no finite number; the columns are id, rank");
    assertThat(run(ours, file("b.csv", "id,score,label\n1,5,king\n")).err())
        .contains("b.csv, row 1: a label is 'king'; allowed: 1, interesting");
    assertThat(run(file("c.jsonl", "{\"id\": 1}\n"), file("d.csv", "id,score\n1,5\n")).err())
        .contains("c.jsonl has a record without id, p_value and nll");
  }

  @Test
  void labelsMayStandInAFileOfTheirOwn() throws IOException {
    Path ours =
        file(
            "ours.jsonl",
            "{\"id\":\"1\",\"p_value\":0.01,\"nll\":9}\n{\"id\":\"2\",\"p_value\":1,\"nll\":9}\n");
    Path labels = file("labels.csv", "id,label\n1,artefact\n2,boring\n");
    CommandRun run =
        CommandRun.of(
            "compare",
            ours.toString(),
            "--baseline",
            file("other.csv", "id,score\n1,5\n2,6\n").toString(),
            "--labels",
            labels.toString(),
            "--rates",
            "0.5");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out())
        .contains("2 events are in both")
        .contains("1 alerts each (0.5 an event): 0 in both (0 %)")
        .contains("0 anomalies and 1 artefacts of 1 labelled, artefacts 1.000");
  }

  private JsonNode json(Path ours, Path other, String... options) throws IOException {
    CommandRun run = run(ours, other, options);
    assertThat(run.code()).as(run.err()).isZero();
    return new ObjectMapper().readTree(run.out());
  }

  private static CommandRun run(Path ours, Path other, String... options) {
    List<String> arguments =
        new ArrayList<>(
            List.of("compare", ours.toString(), "--baseline", other.toString(), "--json"));
    arguments.addAll(List.of(options));
    return CommandRun.of(arguments.toArray(String[]::new));
  }

  private Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }
}
