package io.vigia.alert.sky;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.vigia.alert.sky.SkyCatalogue.Match;
import io.vigia.alert.sky.SkyCatalogue.Source;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SkyCatalogueTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @ParameterizedTest
  @ValueSource(doubles = {1e-4, 0.05, 1, 20, 170})
  void findsTheNearestThatComparingWithEachSourceFinds(double radius) {
    Random random = new Random(3);
    List<Source> sources = new ArrayList<>();
    for (int i = 0; i < 2_000; i++) {
      sources.add(new Source(anywhere(random), "source " + i, null));
    }
    sources.add(new Source(SkyPosition.of(0, 90), "north pole", null));
    sources.add(new Source(SkyPosition.of(123, -90), "south pole", null));
    SkyCatalogue catalogue = SkyCatalogue.of(sources, radius);
    int found = 0;
    for (int i = 0; i < 1_000; i++) {
      SkyPosition at = i % 2 == 0 ? anywhere(random) : near(sources, random, radius);
      Source nearest =
          sources.stream()
              .min(Comparator.comparingDouble(one -> at.separation(one.position())))
              .orElseThrow();
      double separation = at.separation(nearest.position());
      Match match = catalogue.nearest(at, radius, 0);
      if (separation > radius * (1 + 1e-9)) {
        assertThat(match).as("%s, %s away", at, separation).isNull();
      } else if (separation < radius * (1 - 1e-9)) {
        double foundAt = match == null ? Double.NaN : match.separation();
        assertThat(foundAt).as("from %s", at).isCloseTo(separation, within(1e-12));
        found++;
      }
    }
    assertThat(found).isGreaterThan(300);
  }

  @Test
  void aPairAcrossZeroHoursAndOneOverThePoleAreNear() {
    SkyCatalogue catalogue =
        SkyCatalogue.of(
            List.of(
                new Source(SkyPosition.of(359.9999, 10), "west", null),
                new Source(SkyPosition.of(180, 89.9999), "pole", null)),
            0.001);
    assertThat(catalogue.nearest(SkyPosition.of(0.0001, 10), 0.001, 0)).isNotNull();
    assertThat(catalogue.nearest(SkyPosition.of(0, 89.9999), 0.001, 0)).isNotNull();
    assertThat(catalogue.nearest(SkyPosition.of(0.01, 10), 0.001, 0)).isNull();
  }

  @Test
  void aSourceThatHasExpiredNoLongerCounts() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("known.csv"),
            "name,ra,dec,until,mag\nasteroid,10,20,2026-12-01,17\nvariable,10.001,20,,15\n");
    SkyCatalogue catalogue = CatalogueFile.read(file, 0.01);
    assertThat(catalogue.size()).isEqualTo(2);
    SkyPosition at = SkyPosition.of(10, 20);
    assertThat(name(catalogue, at, "2026-11-30T23:59:59Z")).isEqualTo("asteroid");
    assertThat(name(catalogue, at, "2026-12-01T00:00:00Z")).isEqualTo("variable");
    assertThat(catalogue.expired(Instant.parse("2026-12-01T00:00:00Z").toEpochMilli())).isOne();
  }

  @Test
  void aFileThatIsNoCatalogueIsRefusedWithItsLine() throws IOException {
    refused("a,b\n1,2\n", "has no column ra", "a, b");
    refused("", "is empty", "ra and dec (degrees)");
    refused("ra,dec\n1,2\n3,x\n", "row 2", "x");
    refused("ra,dec\n1,91\n", "row 1", "91");
    refused("ra,dec,until\n1,2,soon\n", "row 1", "until is \"soon\"");
    assertThatThrownBy(() -> CatalogueFile.read(folder.resolve("none.csv"), 1))
        .hasMessageContaining("there is no file");
  }

  private void refused(String text, String... said) throws IOException {
    Path file = Files.writeString(folder.resolve("bad.csv"), text);
    assertThatThrownBy(() -> CatalogueFile.read(file, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("bad.csv")
        .hasMessageContainingAll(said);
  }

  private static String name(SkyCatalogue catalogue, SkyPosition at, String time) {
    Match match = catalogue.nearest(at, 0.01, Instant.parse(time).toEpochMilli());
    return match == null ? "none" : match.source().name();
  }

  private static SkyPosition anywhere(Random random) {
    double dec = Math.toDegrees(Math.asin(2 * random.nextDouble() - 1));
    return SkyPosition.of(360 * random.nextDouble(), dec);
  }

  /** Within twice the radius of some source. */
  private static SkyPosition near(List<Source> sources, Random random, double radius) {
    SkyPosition source = sources.get(random.nextInt(sources.size())).position();
    double dec = source.dec() + radius * (2 * random.nextDouble() - 1);
    double ra = radius * (2 * random.nextDouble() - 1) / Math.cos(Math.toRadians(source.dec()));
    return SkyPosition.of(source.ra() + ra, Math.max(-90, Math.min(90, dec)));
  }
}
