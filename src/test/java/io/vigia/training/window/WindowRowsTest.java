package io.vigia.training.window;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.alert.SampleDetails;
import io.vigia.event.Role;
import io.vigia.retrain.Window;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class WindowRowsTest {
  private static final Window WINDOW = window(List.of(new Window.Span(4_000, 5_000)));

  @Test
  void aSampleGivesTheRowThatWasScored() {
    WindowRows rows = rows();
    rows.add(Samples.physics("1", 2_000, 0.25, 0.1f, -3e-7f));
    rows.add(Samples.physics("2", 2_001, 1e-3, 16_777_217f, Float.NaN));
    assertThat(rows.size()).isEqualTo(2);
    assertThat(rows.values()).containsExactly(0.1f, -3e-7f, 16_777_217f, Float.NaN);
    assertThat(rows.pValues()).containsExactly(0.25, 1e-3);
    assertThat(rows.ids()).containsExactly("1", "2");
    assertThat(rows.groups()).containsExactly("1", "2");
    assertThat(rows.labels()).isEmpty();
    assertThat(rows.leftOutInWords()).isEmpty();
  }

  @Test
  void whatMayNotTrainIsCountedByReason() {
    WindowRows rows = rows();
    rows.add("no json".getBytes(UTF_8));
    rows.add("{\"id\":\"1\"}".getBytes(UTF_8));
    rows.add(
        Samples.sample(
            Samples.SCHEMA,
            Role.INJECTION,
            "2",
            null,
            2_000,
            0.5,
            new float[2],
            SampleDetails.PLAIN));
    rows.add(
        Samples.detailed("3", null, 2_000, new SampleDetails("run1", false, null, null, null)));
    rows.add(Samples.physics("4", 4_500, 0.5, 1, 2));
    rows.add(Samples.physics("5", 999, 0.5, 1, 2));
    rows.add(
        Samples.sample(
            Samples.schema("x", "z"),
            Role.PHYSICS,
            "6",
            null,
            2_000,
            0.5,
            new float[2],
            SampleDetails.PLAIN));
    rows.add(Samples.physics("7", 2_000, 0.5, Float.NaN, 2));
    rows.add(Samples.physics("8", 1_000, 0.5, 1, 2));
    rows.add(Samples.physics("8", 1_000, 0.5, 1, 2));
    rows.gone(0);
    rows.gone(3);
    assertThat(rows.size()).isEqualTo(1);
    assertThat(rows.leftOut())
        .isEqualTo(
            Map.of(
                LeftOut.GONE, 3L,
                LeftOut.UNREADABLE, 2L,
                LeftOut.ROLE, 1L,
                LeftOut.BAD_TIME, 2L,
                LeftOut.LATE, 1L,
                LeftOut.OTHER_SCHEMA, 1L,
                LeftOut.NO_ROW, 1L,
                LeftOut.REPEATED, 1L));
    assertThat(rows.leftOutInWords())
        .startsWith("3 taken by retention, 2 not readable, 1 not of role physics, 2 of a bad");
  }

  @Test
  void groupsAndClassesAreThoseOfTheSample() {
    WindowRows rows =
        new WindowRows(WINDOW, new SampleFilter(Samples.SCHEMA, true, true, PacketReader.NONE));
    rows.add(Samples.detailed("1", "o", 2_000, details("run7", "star", null)));
    rows.add(Samples.detailed("2", "o", 2_000, details(null, "star", null)));
    rows.add(Samples.detailed("3", "o", 2_000, details("run7", null, null)));
    assertThat(rows.groups()).containsExactly("run7");
    assertThat(rows.labels()).containsExactly("star");
    assertThat(rows.leftOut()).isEqualTo(Map.of(LeftOut.NO_GROUP, 1L, LeftOut.NO_LABEL, 1L));
  }

  @Test
  void withoutADeclaredGroupTheObjectIsIt() {
    WindowRows rows = rows();
    rows.add(Samples.detailed("1", "star5", 2_000, SampleDetails.PLAIN));
    assertThat(rows.groups()).containsExactly("star5");
  }

  @Test
  void aPacketIsReadAsTheStreamReadsIt() {
    PacketReader twoDigits =
        packet ->
            packet.length == 2
                ? Optional.of(new float[] {packet[0] - '0', packet[1] - '0'})
                : Optional.empty();
    WindowRows rows =
        new WindowRows(WINDOW, new SampleFilter(Samples.SCHEMA, false, false, twoDigits));
    rows.add(Samples.detailed("1", null, 2_000, details(null, null, "47".getBytes(UTF_8))));
    rows.add(Samples.detailed("2", null, 2_000, details(null, null, "471".getBytes(UTF_8))));
    rows.add(Samples.physics("3", 2_000, 0.5, 8, 9));
    assertThat(rows.values()).containsExactly(4, 7, 8, 9);
    assertThat(rows.leftOut()).isEqualTo(Map.of(LeftOut.NO_ROW, 1L));
  }

  @Test
  void theSameRowsHaveTheSameDigest() {
    WindowRows first = rows();
    WindowRows again = rows();
    WindowRows other = rows();
    first.add(Samples.physics("1", 2_000, 0.5, 1, 2));
    again.add(Samples.physics("1", 2_000, 0.5, 1, 2));
    other.add(Samples.physics("1", 2_000, 0.5, 1, 3));
    assertThat(first.sha256()).isEqualTo(again.sha256()).isNotEqualTo(other.sha256());
  }

  @Test
  void aWindowOfAnotherSchemaIsRefused() {
    assertThatThrownBy(() -> new WindowRows(WINDOW, SampleFilter.of(Samples.schema("x"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("the topology has changed since the job was made");
  }

  private static SampleDetails details(
      @org.jspecify.annotations.Nullable String group,
      @org.jspecify.annotations.Nullable String label,
      byte @org.jspecify.annotations.Nullable [] payload) {
    return new SampleDetails(null, true, group, label, payload);
  }

  private static WindowRows rows() {
    return new WindowRows(WINDOW, SampleFilter.of(Samples.SCHEMA));
  }

  private static Window window(List<Window.Span> bad) {
    return new Window("curve.samples", 10, 500, 400, 1_000, 9_000, Samples.SCHEMA.sha256(), bad);
  }
}
