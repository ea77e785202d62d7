package io.vigia.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventFileTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void rowsOfACsvBecomeFlatJsonObjectsWithTheirNumber() throws IOException {
    Path file =
        write("a.csv", "id,x,name\n472263571115115000,-1.50,\"a, \"\"b\"\"\"\n7,,caf\u00e9\n");
    assertThat(payloads(file))
        .containsExactly(
            "{\"id\":472263571115115000,\"x\":-1.50,\"name\":\"a, \\\"b\\\"\",\"_row\":1}",
            "{\"id\":7,\"x\":null,\"name\":\"caf\u00e9\",\"_row\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "12345678901234567890123, 12345678901234567890123",
        "1e-5, 1e-5",
        "-0.0, -0.0",
        "+3, 3",
        ".5, 0.5",
        "-.5, -0.5",
        "5., 5.0",
        "5.e3, 5.0e3",
        "007, \"007\"",
        "1e, \"1e\"",
        "., \".\"",
        "-, \"-\"",
        "1 2, \"1 2\"",
        "0x1F, \"0x1F\"",
        "NaN, null",
        "nan, null",
        "-inf, null",
        "Infinity, null",
        "TRUE, true",
        "False, false",
        "gfu-gold, \"gfu-gold\"",
        "2011-05-14 01:32:22, \"2011-05-14 01:32:22\"",
      })
  void cells(String cell, String json) throws IOException {
    assertThat(payloads(write("a.csv", "x\n" + cell + "\n")))
        .containsExactly("{\"x\":" + json + ",\"_row\":1}");
  }

  @Test
  void aRowColumnOfTheFilesOwnIsKept() throws IOException {
    assertThat(payloads(write("a.csv", "_row,x\n9,1\n"))).containsExactly("{\"_row\":9,\"x\":1}");
  }

  @Test
  void byteOrderMarkBlankLinesAndCarriageReturnsAreNoData() throws IOException {
    assertThat(payloads(write("a.csv", "\uFEFFx,y\r\n1,2\r\n\r\n3,4\r\n")))
        .containsExactly("{\"x\":1,\"y\":2,\"_row\":1}", "{\"x\":3,\"y\":4,\"_row\":2}");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "x,y\\n1,2\\n1\\n | :3: 1 cells where the header names 2 columns",
        "x,y\\n1,2,3\\n | :2: 3 cells where the header names 2 columns",
        "x,x\\n1,2\\n | :1: two columns are named x; rename one",
        "x,,y\\n1,2,3\\n | :1: column 2 has no name; name it in the first line",
        "'' | :1: an empty file; a first line of column names is expected",
        "x,y\\n1,\"2\\n | no CSV in UTF-8 from here on",
      })
  void aCsvThatIsNoneNamesFileAndLine(String text, String problem) throws IOException {
    Path file = write("a.csv", text.replace("\\n", "\n"));
    assertThatThrownBy(() -> payloads(file))
        .isInstanceOf(InvalidEventFileException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void bytesThatAreNoUtf8AreReported() throws IOException {
    Path file = folder.resolve("a.csv");
    Files.write(file, "x,y\n1,\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> payloads(file))
        .isInstanceOf(InvalidEventFileException.class)
        .hasMessageContaining("UTF-8");
  }

  @ParameterizedTest
  @CsvSource({"a.json", "a.jsonl", "a.ndjson", "a.json.gz", "a.JSONL.GZ"})
  void linesOfJsonAreTakenByteForByte(String name) throws IOException {
    assertThat(payloads(write(name, "{\"a\": 1.0}\n\n  {\"b\": 2}\n{\"c\"")))
        .containsExactly("{\"a\": 1.0}", "  {\"b\": 2}", "{\"c\"");
  }

  @Test
  void aJsonArrayIsExplained() throws IOException {
    Path file = write("a.json", "[{\"a\": 1}]");
    assertThatThrownBy(() -> payloads(file))
        .isInstanceOf(InvalidEventFileException.class)
        .hasMessage(
            file
                + ":1: a JSON array; one object a line is expected (jq -c '.[]' makes that of it)");
  }

  @Test
  void otherKindsOfFilesAreRefused() throws IOException {
    Path file = write("a.parquet", "x");
    assertThatThrownBy(() -> EventFile.open(file))
        .isInstanceOf(InvalidEventFileException.class)
        .hasMessageContaining(".csv, .json, .jsonl and .ndjson are known");
    assertThatThrownBy(() -> EventFile.open(folder.resolve("none.csv")))
        .isInstanceOf(NoSuchFileException.class);
    Files.write(folder.resolve("b.csv.gz"), new byte[] {1, 2, 3});
    assertThatThrownBy(() -> EventFile.open(folder.resolve("b.csv.gz")))
        .isInstanceOf(InvalidEventFileException.class);
  }

  @Test
  void positionReachesTheSizeAtTheEnd() throws IOException {
    try (EventFile file = EventFile.open(write("a.csv.gz", "x\n" + "1\n".repeat(1000)))) {
      while (file.next() != null) {
        assertThat(file.position()).isBetween(1L, file.size());
      }
      assertThat(file.position()).isEqualTo(file.size());
      assertThat(file.number()).isEqualTo(1000);
    }
  }

  @Test
  void realTwoMuonEventsAreAllDecoded() throws IOException, BadEventException {
    Path data = data("physics/cms_dimuon_run2011a_events.csv.gz");
    EventDecoder decoder =
        EventDecoder.of(
            new EventLayout(
                List.of("/Run", "/Event"),
                List.of(),
                null,
                List.of(
                    new EventLayout.Field("pt1", "/pt1", null),
                    new EventLayout.Field("M", "/M", null)),
                1 << 16));
    DecodedEvent event = new DecodedEvent(2);
    try (EventFile file = EventFile.open(data)) {
      decoder.decode(file.next(), event);
      assertThat(event.eventId()).isEqualTo("160957:46499");
      assertThat(event.fields()).containsExactly(1.76868, 3.83549);
      for (byte[] row = file.next(); row != null; row = file.next()) {
        decoder.decode(row, event);
        assertThat(event.fields()).doesNotContain(Double.NaN);
      }
      assertThat(file.number()).isEqualTo(50_661);
    }
  }

  @Test
  void realZtfIdsStayExact() throws IOException, BadEventException {
    Path data = data("physics/ztf_detections_shared.csv.gz");
    EventDecoder decoder =
        EventDecoder.of(
            new EventLayout(
                List.of("/candid"),
                List.of("/objectId"),
                new TimeField("/jd", TimeField.Unit.JD, TimeField.Scale.UTC),
                List.of(new EventLayout.Field("ssdistnr", "/ssdistnr", -999.0)),
                1 << 16));
    DecodedEvent event = new DecodedEvent(1);
    try (EventFile file = EventFile.open(data)) {
      decoder.decode(file.next(), event);
      assertThat(event.eventId()).isEqualTo("472263571115115000");
      assertThat(event.key()).isEqualTo("ZTF17aaajnnn");
      assertThat(event.fields()[0]).isNaN();
      // JD 2458226.7635764 is 2018-04-18 06:19:33.00096 UTC.
      assertThat(event.timeNanos()).isEqualTo(1_524_032_373_000_960_000L);
    }
  }

  private static Path data(String name) {
    String folder = System.getenv().getOrDefault("VIGIA_DATA", "../shared/data");
    Path data = Path.of(folder, name);
    assumeTrue(Files.exists(data), "SKIPPED: no real data at " + data + "; set VIGIA_DATA");
    return data;
  }

  private Path write(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    if (name.toLowerCase(java.util.Locale.ROOT).endsWith(".gz")) {
      try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
        out.write(bytes);
      }
    } else {
      Files.write(file, bytes);
    }
    return file;
  }

  private static List<String> payloads(Path path) throws IOException {
    List<String> payloads = new ArrayList<>();
    try (EventFile file = EventFile.open(path)) {
      for (byte[] row = file.next(); row != null; row = file.next()) {
        payloads.add(new String(row, StandardCharsets.UTF_8));
      }
    }
    return payloads;
  }
}
