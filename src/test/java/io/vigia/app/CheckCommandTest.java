package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @BeforeEach
  void topology() throws IOException {
    Files.writeString(
        folder.resolve("good.yaml"),
        """
        version: 1
        name: good
        source: {topic: t, event-id: [/run, /id], time: {field: /t, unit: gps}}
        fields: {x: /x, q: {at: /q, sentinel: -9}}
        roles: {test: "q == 1"}
        select: {positive: "x > 0"}
        features: [{name: log_x, expr: "log(x)", unit: "ln(m)"}]
        carry: [x]
        """);
    Files.writeString(folder.resolve("bad.yaml"), "version: 1\nname: A\n");
    Files.writeString(
        folder.resolve("good.csv"), "run,id,t,x,q\n1,1,1e9,2,0\n1,2,1e9,-1,0\n1,3,1e9,,1\n");
    Files.writeString(folder.resolve("other.csv"), "run,id,t,y\n1,1,1e9,2\n");
  }

  @Test
  void aGoodFileIsDescribed() {
    CommandRun run = check("good.yaml");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .contains(
            "event id  /run : /id",
            "time      /t, gps, gps",
            "IERS Bulletin C70 of 2025-07-07, valid until 2026-06-28",
            "q  at /q, missing where -9.0",
            "test     q == 1",
            "positive  x > 0",
            "log_x [ln(m)]  log(x)  (missing: reject)",
            "carry     x",
            "good.scores",
            "good.dead-letters");
  }

  @Test
  void aBadFileIsAUsageErrorWithAllItsProblems() throws IOException {
    CommandRun run = check("bad.yaml");
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("bad.yaml:2: name is \"A\"", "source is missing");
    run = check("bad.yaml", "--json");
    assertThat(run.code()).isEqualTo(2);
    JsonNode json = new ObjectMapper().readTree(run.out());
    assertThat(json.get("valid").booleanValue()).isFalse();
    assertThat(json.get("problems").findValuesAsText("key"))
        .containsExactlyInAnyOrder("name", "source", "features");
    assertThat(check("none.yaml").code()).isEqualTo(2);
  }

  @Test
  void aSampleSaysWhatWouldBecomeOfItsEvents() throws IOException {
    CommandRun run = check("good.yaml", "--json", "--data", folder.resolve("good.csv").toString());
    assertThat(run.code()).isZero();
    JsonNode sample = new ObjectMapper().readTree(run.out()).get("sample");
    assertThat(sample.get("events").asInt()).isEqualTo(3);
    assertThat(sample.get("would_be_scored").asInt()).isEqualTo(1);
    assertThat(sample.get("filtered").get("positive").asInt()).isEqualTo(1);
    assertThat(sample.get("dead_letters").get("select/missing-field").asInt()).isEqualTo(1);
    assertThat(sample.get("nothing_provides").isEmpty()).isTrue();
  }

  @Test
  void aSampleThatLacksAFieldFailsAndNamesTheKeysThatReadIt() {
    CommandRun run = check("good.yaml", "--data", folder.resolve("other.csv").toString());
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .contains(
            "nothing provides /x, read by select.positive, features[0], carry[0]",
            "nothing provides /q, read by roles.test",
            "dead letters, select/missing-field  1; event 1: role test (q == 1) needs q");
  }

  @Test
  void aSampleThatIsNotThereIsAUsageError() {
    CommandRun run = check("good.yaml", "--data", folder.resolve("none.csv").toString());
    assertThat(run.code()).isEqualTo(2);
    assertThat(run.err()).contains("there is no file").contains("none.csv");
  }

  private CommandRun check(String topology, String... more) {
    return CommandRun.of(
        Stream.concat(Stream.of("check", folder.resolve(topology).toString()), Stream.of(more))
            .toArray(String[]::new));
  }
}
