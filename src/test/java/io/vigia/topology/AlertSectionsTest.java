package io.vigia.topology;

import static io.vigia.topology.WrittenTopology.SHORTEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.alert.desk.Burst;
import io.vigia.alert.desk.DeskPolicy;
import io.vigia.alert.desk.LifeCycleRule;
import io.vigia.alert.desk.Subscription;
import io.vigia.alert.desk.Suppression;
import io.vigia.alert.selection.Selection;
import io.vigia.alert.selection.SkyFields;
import io.vigia.alert.sky.SkyPosition;
import io.vigia.alert.sky.SkyRegion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a topology says of alerts, and of the second level that they may wait for. */
class AlertSectionsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void theAlertPolicyIsReadAsWritten() throws IOException {
    Files.writeString(folder.resolve("known.csv"), "ra,dec\n1,2\n");
    DeskPolicy policy =
        WrittenTopology.read(
                folder,
                """
                version: 1
                name: sky
                source: {topic: t, event-id: [/id]}
                features: [{name: x}]
                carry: [/candidate/ra, dec, band, /visit]
                sky: {ra: /candidate/ra, dec: dec}
                alerts:
                  pre-cut: 1e-2
                  threshold: 1e-4
                  working-points: {loose: 1e-2, tight: 1e-6}
                  prescale: 3
                  test-crate: true
                  remember: 2d
                  refractory: 12h
                  update: {factor: 5, new-values: [band]}
                  burst: {by: [/visit], within: 10s, from: 4}
                  suppress:
                    - {name: known, catalogue: {file: known.csv, radius: 2arcsec}}
                    - {name: cold, when: "x < 0 && band == 'g'", until: 2027-01-31, reason: why}
                subscriptions:
                  - {name: south, box: {ra: [350, 10], dec: [-90, 0]}, redact: [band], max-share: 0.5}
                  - {name: all, topic: my.topic, cone: {ra: 1, dec: 2, radius: 3}, force: true}
                """)
            .desk();
    assertThat(policy.threshold()).isEqualTo(1e-4);
    assertThat(policy.workingPoints())
        .containsExactly(Map.entry("loose", 1e-2), Map.entry("tight", 1e-6));
    assertThat(policy.prescale()).isEqualTo(3);
    assertThat(policy.testCrate()).isTrue();
    assertThat(policy.remember()).isEqualTo(Duration.ofDays(2));
    assertThat(policy.lifeCycle())
        .isEqualTo(new LifeCycleRule(Duration.ofHours(12), 5, List.of("band")));
    assertThat(policy.burst()).isEqualTo(new Burst(List.of("visit"), Duration.ofSeconds(10), 4));
    assertThat(policy.sky()).isEqualTo(new SkyFields("ra", "dec"));
    assertThat(policy.suppress())
        .containsExactly(
            new Suppression(
                "known",
                new Selection(
                    null, null, new Selection.Catalogue(folder.resolve("known.csv"), 2 / 3600.0)),
                null,
                ""),
            new Suppression(
                "cold",
                new Selection("x < 0 && band == 'g'", null, null),
                Instant.parse("2027-01-31T00:00:00Z"),
                "why"));
    assertThat(policy.subscriptions())
        .containsExactly(
            new Subscription(
                "south",
                new Selection(null, new SkyRegion.Box(350, 10, -90, 0), null),
                null,
                null,
                "sky.alerts.south",
                List.of("band"),
                0.5,
                false),
            new Subscription(
                "all",
                new Selection(null, new SkyRegion.Cone(SkyPosition.of(1, 2), 3), null),
                null,
                null,
                "my.topic",
                List.of(),
                0.2,
                true));
  }

  @Test
  void aSecondLevelIsReadWithItsWaitAndIsAbsentByDefault() throws IOException {
    assertThat(WrittenTopology.read(folder, SHORTEST).review()).isNull();
    assertThat(WrittenTopology.read(folder, SHORTEST + "review: {model: deep/1}\n").review())
        .isEqualTo(new ReviewSpec(Path.of("deep/1"), Duration.ofSeconds(30)));
    assertThat(
            WrittenTopology.read(folder, SHORTEST + "review: {model: deep/1, wait: 250ms}\n")
                .review())
        .isEqualTo(new ReviewSpec(Path.of("deep/1"), Duration.ofMillis(250)));
  }
}
