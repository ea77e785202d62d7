package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoodRunsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init")
  private Path folder;

  private GoodRuns read(String text) throws IOException {
    return GoodRuns.read(Files.writeString(folder.resolve("good"), text));
  }

  @Test
  void blocksOfARunAreGoodFromTheFirstToTheLast() throws IOException {
    GoodRuns runs = read("{\"146436\": [[1, 522], [526, 799]], \"146437\": [[1, 1]]}");

    assertThat(runs.isByTime()).isFalse();
    assertThat(runs.isGood(146436, 1)).isTrue();
    assertThat(runs.isGood(146436, 522)).isTrue();
    assertThat(runs.isGood(146436, 523)).isFalse();
    assertThat(runs.isGood(146436, 799)).isTrue();
    assertThat(runs.isGood(146436, 0)).isFalse();
    assertThat(runs.isGood(146437, 2)).isFalse();
    assertThat(runs.isGood(1, 1)).isFalse();
  }

  /** GPS 1238166018 is the start of the third observing run, 2019-04-01 15:00 UTC. */
  @Test
  void scienceSegmentsAreGpsSecondsWithTheEndExcluded() throws IOException {
    GoodRuns runs =
        read("# seg start stop duration\n0 1238166018 1238166118 100\n1238166218 1238166219\n");

    assertThat(runs.isByTime()).isTrue();
    assertThat(runs.isGood(at("2019-04-01T14:59:59.999Z"))).isFalse();
    assertThat(runs.isGood(at("2019-04-01T15:00:00Z"))).isTrue();
    assertThat(runs.isGood(at("2019-04-01T15:01:39.999Z"))).isTrue();
    assertThat(runs.isGood(at("2019-04-01T15:01:40Z"))).isFalse();
    assertThat(runs.isGood(at("2019-04-01T15:03:20Z"))).isTrue();
  }

  @Test
  void segmentsCanBeUtcTimes() throws IOException {
    GoodRuns runs = read("2026-11-24T00:00:00Z, 2026-11-24T06:00:00Z\n");

    assertThat(runs.isGood(at("2026-11-24T05:00:00Z"))).isTrue();
    assertThat(runs.isGood(at("2026-11-24T07:00:00Z"))).isFalse();
  }

  @Test
  void aFileThatNamesNothingIsRefusedSinceNothingWouldBeLive() {
    assertThatThrownBy(() -> read("{}")).hasMessageContaining("names no run and no time");
    assertThatThrownBy(() -> read("# start end\n")).hasMessageContaining("names no run");
  }

  private static long at(String time) {
    return Instant.parse(time).toEpochMilli();
  }

  @Test
  void whatIsNoListIsRefusedWithItsPlace() {
    assertThatThrownBy(() -> read("1238166018 1238166118\n1 2 3\n"))
        .hasMessageContaining("line 2")
        .hasMessageContaining("a start and an end");
    assertThatThrownBy(() -> read("soon later\n")).hasMessageContaining("line 1");
    assertThatThrownBy(() -> read("{\"run\": [[1, 2]]}")).hasMessageContaining("run numbers");
    assertThatThrownBy(() -> read("{\"1\": [[1]]}")).hasMessageContaining("[first, last]");
    assertThatThrownBy(() -> read("{\"1\": \"all\"}")).hasMessageContaining("[[first, last]]");
    assertThatThrownBy(() -> read("{\"1\": [[9, 3]]}")).hasMessageContaining("[9,3]");
    assertThatThrownBy(() -> read("1238166118 1238166018\n"))
        .hasMessageContaining("line 1")
        .hasMessageContaining("the end must be after the start");
    assertThatThrownBy(() -> GoodRuns.read(folder.resolve("none"))).hasMessageContaining("none");
  }
}
