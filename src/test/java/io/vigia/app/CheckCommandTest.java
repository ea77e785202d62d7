package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class CheckCommandTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

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
    assertThat(check("good.yaml")).isZero();
    assertThat(out.toString())
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
    assertThat(check("bad.yaml")).isEqualTo(2);
    assertThat(err.toString()).contains("bad.yaml:2: name is \"A\"", "source is missing");
    assertThat(check("bad.yaml", "--json")).isEqualTo(2);
    JsonNode json = new ObjectMapper().readTree(out.toString());
    assertThat(json.get("valid").booleanValue()).isFalse();
    assertThat(json.get("problems").findValuesAsText("key"))
        .containsExactlyInAnyOrder("name", "source", "features");
    assertThat(check("none.yaml")).isEqualTo(2);
  }

  @Test
  void aSampleSaysWhatWouldBecomeOfItsEvents() throws IOException {
    assertThat(check("good.yaml", "--json", "--data", folder.resolve("good.csv").toString()))
        .isZero();
    JsonNode sample = new ObjectMapper().readTree(out.toString()).get("sample");
    assertThat(sample.get("events").asInt()).isEqualTo(3);
    assertThat(sample.get("would_be_scored").asInt()).isEqualTo(1);
    assertThat(sample.get("filtered").get("positive").asInt()).isEqualTo(1);
    assertThat(sample.get("dead_letters").get("select/missing-field").asInt()).isEqualTo(1);
    assertThat(sample.get("nothing_provides").isEmpty()).isTrue();
  }

  @Test
  void aSampleThatLacksAFieldFailsAndNamesTheKeysThatReadIt() {
    assertThat(check("good.yaml", "--data", folder.resolve("other.csv").toString())).isEqualTo(1);
    assertThat(out.toString())
        .contains(
            "nothing provides /x, read by select.positive, features[0], carry[0]",
            "nothing provides /q, read by roles.test",
            "dead letters, select/missing-field  1; event 1: role test (q == 1) needs q");
  }

  @Test
  void aSampleThatIsNotThereIsAUsageError() {
    assertThat(check("good.yaml", "--data", folder.resolve("none.csv").toString())).isEqualTo(2);
    assertThat(err.toString()).contains("there is no file").contains("none.csv");
  }

  private int check(String topology, String... more) {
    CommandLine vigia =
        Vigia.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] arguments = new String[more.length + 2];
    arguments[0] = "check";
    arguments[1] = folder.resolve(topology).toString();
    System.arraycopy(more, 0, arguments, 2, more.length);
    return vigia.execute(arguments);
  }
}
