package io.vigia.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.alert.desk.Burst;
import io.vigia.alert.desk.DeskPolicy;
import io.vigia.alert.desk.LifeCycleRule;
import io.vigia.alert.desk.Subscription;
import io.vigia.alert.desk.Suppression;
import io.vigia.alert.selection.Selection;
import io.vigia.alert.selection.SkyFields;
import io.vigia.alert.sky.SkyPosition;
import io.vigia.alert.sky.SkyRegion;
import io.vigia.event.EventLayout;
import io.vigia.event.Role;
import io.vigia.event.TimeField;
import io.vigia.feature.Feature;
import io.vigia.feature.Feature.Missing;
import io.vigia.feature.Feature.Transform;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.FeatureSchema;
import io.vigia.feature.Symmetry;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.topology.TopologySpec.KeyedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TopologyFileTest {
  /** The example of the design, as it stands there. */
  private static final String DESIGN =
      """
      version: 1
      name: dimuon
      source: {topic: dimuon.events, format: json, event-id: [/Run, /Event], time: {field: /t, unit: ms, scale: utc}, keyed-by: none, max-bytes: 1048576}
      roles: {test: "is_mc == 1"}                 # physics by default; calibration, injection, test are scored and counted apart, never trained on
      select: {two-muons: "pt1 > 3 && pt2 > 3"}   # named cuts: an event that fails one is `filtered` under its name
      features:
        - {name: log_pt1, expr: "log(pt1)", unit: "ln(GeV)", missing: reject}
        - {name: dphi, expr: "abs(wrap_angle(phi1 - phi2))", unit: rad}
      carry: [pt1, eta1]                          # copied into candidates and alerts; subscriptions and suppression read these
      model: models/dimuon/1
      scores: {publish: all}                      # all | none | a share such as 0.01
      alerts: {pre-cut: 1e-3, threshold: 1e-5}
      kafka: {bootstrap.servers: "localhost:9092"}
      """;

  private static final String SHORTEST =
      """
      version: 1
      name: short
      source: {topic: t, event-id: [/id]}
      features: [{name: x}]
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void anImageIsAllFeaturesAndChoosesItsModel() throws IOException {
    TopologySpec spec =
        read(
            SHORTEST.replace(
                    "{name: x}",
                    "{name: stamp, expr: asinh(stamp / sky), unit: sigma, pixels: {at: /cut, side: 8}}")
                + "context: [{name: seeing}]\n");
    FeatureSchema schema = spec.features();
    assertThat(schema.block()).isEqualTo(new FeatureBlock.Pixels("stamp", "/cut", 1, 8));
    assertThat(schema.size()).isEqualTo(64);
    assertThat(schema.features().get(9).expression()).isEqualTo("asinh(stamp__9 / sky)");
    assertThat(schema.features().get(9).unit()).isEqualTo("sigma");
    assertThat(schema.contextNames()).containsExactly("seeing");
    assertThat(spec.training().members().get(0).model().kind()).isEqualTo("conv-vae");
    assertThat(CheckReport.text(spec))
        .contains(
            "stamp  8 x 8 pixels, the list at /cut; 64 columns, the first asinh(stamp__0 / sky)")
        .doesNotContain("/cut/0");
  }

  @Test
  void aSetIsAllFeaturesAndChoosesItsModel() throws IOException {
    TopologySpec spec =
        read(
            SHORTEST.replace(
                "{name: x}", "{name: jet, set: {at: /p, of: [eta, phi], most: 30, near: 2}}"));
    FeatureSchema schema = spec.features();
    assertThat(schema.block())
        .isEqualTo(new FeatureBlock.Members("jet", "/p", List.of("eta", "phi"), 30, 2));
    assertThat(schema.featureNames()).hasSize(90).startsWith("jet_0_eta").endsWith("jet_29_there");
    assertThat(spec.training().members().get(0).model().kind()).isEqualTo("set-vdm");
    assertThat(new PlacesRead(spec).keysByPointer())
        .containsEntry("/p/0/eta", "features[0]")
        .doesNotContainKey("/p/-");
  }

  @Test
  void aSecondLevelIsReadWithItsWaitAndIsAbsentByDefault() throws IOException {
    assertThat(read(SHORTEST).review()).isNull();
    assertThat(read(SHORTEST + "review: {model: deep/1}\n").review())
        .isEqualTo(new ReviewSpec(Path.of("deep/1"), Duration.ofSeconds(30)));
    assertThat(read(SHORTEST + "review: {model: deep/1, wait: 250ms}\n").review())
        .isEqualTo(new ReviewSpec(Path.of("deep/1"), Duration.ofMillis(250)));
  }

  @ParameterizedTest
  @CsvSource({"500ms, PT0.5S", "30s, PT30S", "5m, PT5M", "2h, PT2H", "7d, PT168H"})
  void durationsAreANumberAndItsUnit(String written, Duration meant) {
    assertThat(Durations.of(written)).isEqualTo(meant);
  }

  @Test
  void theExampleOfTheDesignIsReadAsItSays() throws IOException {
    TopologySpec spec = read(DESIGN);
    assertThat(spec.name()).isEqualTo("dimuon");
    assertThat(spec.source().topic()).isEqualTo("dimuon.events");
    EventLayout layout = spec.source().layout();
    assertThat(layout.eventId()).containsExactly("/Run", "/Event");
    assertThat(layout.time())
        .isEqualTo(new TimeField("/t", TimeField.Unit.MS, TimeField.Scale.UTC));
    assertThat(layout.maxBytes()).isEqualTo(1_048_576);
    assertThat(layout.fields())
        .extracting(EventLayout.Field::name)
        .containsExactlyInAnyOrder("is_mc", "pt1", "pt2", "phi1", "phi2");
    assertThat(spec.roles()).containsExactly(Map.entry(Role.TEST, "is_mc == 1"));
    assertThat(spec.features().cuts())
        .containsExactly(Map.entry("two-muons", "pt1 > 3 && pt2 > 3"));
    assertThat(spec.features().features())
        .containsExactly(
            new Feature("log_pt1", "log(pt1)", "ln(GeV)", Feature.Missing.REJECT),
            new Feature("dphi", "abs(wrap_angle(phi1 - phi2))", "rad", Feature.Missing.REJECT));
    assertThat(spec.carry()).containsExactly("pt1", "/eta1");
    assertThat(spec.model()).isEqualTo(Path.of("models/dimuon/1"));
    assertThat(spec.scores().share()).isEqualTo(1);
    assertThat(spec.alerts()).isEqualTo(new TopologySpec.Alerts(1e-3, 1e-5));
    assertThat(spec.kafka()).containsExactly(Map.entry("bootstrap.servers", "localhost:9092"));
  }

  @Test
  void theSchemaOfFeaturesLeavesOutWhatOnlyRolesRead() throws IOException {
    String withoutRoles = DESIGN.replaceAll("(?m)^roles:.*\n", "");
    assertThat(read(DESIGN).features()).isEqualTo(read(withoutRoles).features());
  }

  @Test
  void whatIsNotWrittenHasTheDocumentedDefault() throws IOException {
    TopologySpec spec = read(SHORTEST);
    assertThat(spec.source().layout().objectId()).isEmpty();
    assertThat(spec.source().layout().time()).isNull();
    assertThat(spec.source().layout().maxBytes()).isEqualTo(1 << 20);
    assertThat(spec.source().keyedBy()).isEqualTo(KeyedBy.NONE);
    assertThat(spec.roles()).isEmpty();
    assertThat(spec.features().features())
        .containsExactly(new Feature("x", "x", "", Feature.Missing.REJECT));
    assertThat(spec.model()).isEqualTo(Path.of("models/short/1"));
    assertThat(spec.scores().share()).isEqualTo(1);
    assertThat(spec.alerts()).isEqualTo(new TopologySpec.Alerts(1e-3, 1e-5));
    assertThat(spec.desk().lifeCycle()).isEqualTo(LifeCycleRule.DEFAULT);
    assertThat(spec.desk().remember()).isEqualTo(Duration.ofDays(7));
    assertThat(spec.desk().prescale()).isEqualTo(1);
    assertThat(spec.desk().testCrate()).isFalse();
    assertThat(spec.desk().burst()).isNull();
    assertThat(spec.desk().suppress()).isEmpty();
    assertThat(spec.desk().subscriptions()).isEmpty();
    assertThat(spec.samples().rate()).isEqualTo(0.01);
    assertThat(spec.topics()).isEqualTo(new TopologySpec.Topics(true, ""));
    assertThat(spec.training()).isEqualTo(TrainingSpec.DEFAULT);
    assertThat(spec.kafka()).isEmpty();
  }

  @Test
  void everythingThatCanBeWrittenIsRead() throws IOException {
    TopologySpec spec =
        read(
            """
            version: 1
            name: ztf.v2_a-b
            source:
              topic: ztf_20260101_programid1
              event-id: [/candid]
              object-id: [/objectId]
              keyed-by: object
              time: {field: /candidate/jd, unit: jd}
            fields:
              mag: {at: /candidate/magpsf, sentinel: -999}
              rb: /candidate/rb
              field: /candidate/field
            roles: {injection: field > 1e3, calibration: field == 0, test: "rb < 0"}
            select:
              real: rb > 0.5
              bright: mag < 20
            features:
              - name: mag
                unit: mag
              - {name: rb2, expr: rb^2}
            carry: [mag, /objectId, /candidate/ra]
            model: /models/ztf
            scores: {publish: 0.25}
            alerts: {pre-cut: 0.01, threshold: 0.01}
            samples: {rate: 1}
            topics: {mode: existing, prefix: team.}
            training: {group-by: field, transforms: 3, hidden: [32], max-steps: 10, seed: -7}
            kafka: {bootstrap.servers: a:1, max.poll.records: 100, ssl.enabled: true, auto.offset.reset: latest}
            """);
    assertThat(spec.source().keyedBy()).isEqualTo(KeyedBy.OBJECT);
    assertThat(spec.source().layout().time())
        .isEqualTo(new TimeField("/candidate/jd", TimeField.Unit.JD, TimeField.Scale.UTC));
    assertThat(spec.roles().keySet()).containsExactly(Role.INJECTION, Role.CALIBRATION, Role.TEST);
    assertThat(spec.features().cuts().keySet()).containsExactly("real", "bright");
    assertThat(spec.features().fields())
        .containsExactly(
            new EventLayout.Field("mag", "/candidate/magpsf", -999.0),
            new EventLayout.Field("rb", "/candidate/rb", null));
    assertThat(spec.source().layout().fields()).hasSize(3);
    assertThat(spec.carry()).containsExactly("mag", "/objectId", "/candidate/ra");
    assertThat(spec.model()).isEqualTo(Path.of("/models/ztf"));
    assertThat(spec.scores().share()).isEqualTo(0.25);
    assertThat(spec.alerts()).isEqualTo(new TopologySpec.Alerts(0.01, 0.01));
    assertThat(spec.samples().rate()).isEqualTo(1);
    assertThat(spec.topics()).isEqualTo(new TopologySpec.Topics(false, "team."));
    TrainingSpec training = spec.training();
    assertThat(training.groupBy()).isEqualTo("/candidate/field");
    assertThat(training.model().shape().transforms()).isEqualTo(3);
    assertThat(training.model().shape().hidden()).containsExactly(32);
    assertThat(training.maxSteps()).isEqualTo(10);
    assertThat(training.seed()).isEqualTo(-7);
    assertThat(training.members())
        .containsExactly(new TrainingSpec.Member("nsf-ar", training.model(), -7));
    assertThat(spec.kafka())
        .containsEntry("max.poll.records", "100")
        .containsEntry("ssl.enabled", "true");
  }

  @Test
  void theRowAndTheEnsembleAreReadAsWritten() throws IOException {
    TopologySpec spec =
        read(
            """
            version: 1
            name: jets
            source: {topic: t, event-id: [/id]}
            features:
              - {name: pt1, unit: GeV, sigma: 0.1 * pterr1, transform: asinh, type: continuous}
              - {name: eta2, missing: mask}
              - {name: q, expr: q1 * q2, type: categorical, values: [1, -1], missing: mask}
              - {name: hits, missing: impute, type: ordinal}
            context:
              - {name: pileup, expr: npv, unit: "1"}
              - {name: trigger, type: categorical, missing: mask}
            symmetries:
              - {kind: exchange, objects: [[pt1, eta1, phi1, pterr1], [pt2, eta2, phi2, pterr2]]}
              - {kind: reflection, fields: [eta1, eta2]}
              - {kind: rotation, angles: [phi1, phi2]}
            training:
              label: floor(cls)
              device: gpu:1
              seed: 5
              transforms: 6
              members:
                - {flow: nsf-ar, residual: true, mixing: linear, bins: 12, tail-bound: 3}
                - {flow: nsf-ar, hidden: [32], coordinates: quantile}
                - {model: vae}
                - {model: diffusion, seed: -1}
                - {flow: cnf}
            """);
    FeatureSchema schema = spec.features();
    assertThat(schema.featureNames()).containsExactly("pt1", "eta2", "q", "hits");
    assertThat(schema.contextNames()).containsExactly("pileup", "trigger", "pt1.sigma");
    assertThat(schema.features().get(2).values()).containsExactly(-1.0, 1.0);
    assertThat(schema.features())
        .extracting(Feature::missing)
        .containsExactly(Missing.REJECT, Missing.MASK, Missing.MASK, Missing.IMPUTE);
    assertThat(schema.symmetries()).extracting(Symmetry::kind).doesNotHaveDuplicates().hasSize(3);
    assertThat(schema.fields()).extracting(EventLayout.Field::name).contains("pterr2", "phi1");
    assertThat(spec.source().layout().fields())
        .extracting(EventLayout.Field::name)
        .doesNotContain("cls");
    TrainingSpec training = spec.training();
    assertThat(training.label())
        .isEqualTo(
            new TrainingSpec.Label(
                "floor(cls)", List.of(new EventLayout.Field("cls", "/cls", null))));
    assertThat(training.device()).isEqualTo("gpu:1");
    assertThat(training.members())
        .extracting(TrainingSpec.Member::name)
        .containsExactly("nsf-ar", "nsf-ar-2", "vae", "vdm", "cnf");
    assertThat(training.members())
        .extracting(TrainingSpec.Member::seed)
        .containsExactly(5L, 6L, 7L, -1L, 9L);
    assertThat(training.members().get(0).model().architecture(4, 3))
        .isEqualTo(
            new FlowArchitecture(
                "nsf-ar", 4, 3, 6, List.of(64, 64), "relu", true, "linear", 0, 12, 3));
    assertThat(training.members().get(1).model().architecture(4, 3))
        .isEqualTo(FlowArchitecture.of("nsf-ar", 4, 3, 6, List.of(32)));
    assertThat(training.members().get(1).model().coordinates()).isEqualTo(Transform.QUANTILE);
  }

  @Test
  void theAlertPolicyIsReadAsWritten() throws IOException {
    Files.writeString(folder.resolve("known.csv"), "ra,dec\n1,2\n");
    DeskPolicy policy =
        read("""
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
  void aFamilyTakesThePlaceOfTheMembersAndTheirSeedsMoveWithTheFirst() throws IOException {
    TrainingSpec training =
        read(SHORTEST + "training: {members: [{flow: maf}, {flow: nsf-ar, seed: 9}]}\n").training();
    assertThat(training.withModel(ModelSpec.Model.VAE).members())
        .extracting(TrainingSpec.Member::name)
        .containsExactly("vae");
    assertThat(training.withSeed(11).members())
        .extracting(TrainingSpec.Member::seed)
        .containsExactly(11L, 19L);
  }

  @Test
  void gpsSecondsAreOnTheGpsScaleWithoutSayingSo() throws IOException {
    TopologySpec spec =
        read(SHORTEST.replace("event-id", "time: {field: /t, unit: gps}, event-id"));
    assertThat(spec.source().layout().time())
        .isEqualTo(new TimeField("/t", TimeField.Unit.GPS, TimeField.Scale.GPS));
  }

  @Test
  void plainScalarsAreThoseOfYaml12() throws IOException {
    TopologySpec spec =
        read(
            SHORTEST
                + "alerts: {pre-cut: 1e-2, threshold: .5E-3}\n"
                + "kafka: {a: no, b: off, c: 0123, d: '5', e: 1_000}\n"
                + "scores: {publish: none}\n");
    assertThat(spec.alerts()).isEqualTo(new TopologySpec.Alerts(1e-2, 5e-4));
    assertThat(spec.scores().share()).isZero();
    assertThat(spec.kafka())
        .containsEntry("a", "no")
        .containsEntry("b", "off")
        .containsEntry("d", "5")
        .containsEntry("e", "1_000");
  }

  @Test
  void aModelIsFoundFromAFolderAboveTheFile() throws IOException {
    Files.createDirectories(folder.resolve("models/elsewhere/1"));
    Path file = Files.createDirectories(folder.resolve("topology/deep")).resolve("a.yaml");
    Files.writeString(file, SHORTEST + "model: models/elsewhere/1\n");
    assertThat(TopologyFile.read(file).model()).isEqualTo(folder.resolve("models/elsewhere/1"));
  }

  @Test
  void secretsComeFromTheEnvironmentAndStayOutOfTheSpec() throws IOException {
    TopologySpec spec =
        read(SHORTEST + "kafka: {sasl.jaas.config: 'x password=\"${env:PW}\";', a: '${env:A}b'}\n");
    assertThat(spec.toString()).contains("${env:PW}");
    assertThat(KafkaSettings.resolved(spec.kafka(), Map.of("PW", "s$e\\cret", "A", "")::get))
        .containsExactly(
            Map.entry("sasl.jaas.config", "x password=\"s$e\\cret\";"), Map.entry("a", "b"));
    assertThatThrownBy(() -> KafkaSettings.resolved(spec.kafka(), name -> null))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "the topology file refers to environment variables that are not set: PW (for"
                + " kafka.sasl.jaas.config), A (for kafka.a)");
  }

  @Test
  void clientSettingsCanBeReplaced() throws IOException {
    TopologySpec spec = read(DESIGN).withKafka(Map.of("bootstrap.servers", "b:2", "acks.x", "1"));
    assertThat(spec.kafka())
        .containsExactly(Map.entry("bootstrap.servers", "b:2"), Map.entry("acks.x", "1"));
    assertThat(spec.withKafka(Map.of())).isEqualTo(spec);
  }

  @ParameterizedTest
  @ValueSource(strings = {"topology/dimuon.yaml", "topology/cms-dimuon.yaml"})
  void shippedTopologiesAreValid(String file) {
    TopologySpec spec = TopologyFile.read(Path.of(file));
    assertThat(file).isEqualTo("topology/" + spec.name() + ".yaml");
    assertThat(spec.features().size()).isEqualTo(5);
  }

  @Test
  void filesThatCannotBeReadAreRefusedInTheSameWay() throws IOException {
    assertThatThrownBy(() -> TopologyFile.read(folder.resolve("none.yaml")))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessage(folder.resolve("none.yaml") + ": there is no such file");
    assertThatThrownBy(() -> TopologyFile.read(folder))
        .isInstanceOf(InvalidTopologyException.class)
        .hasMessageContaining("cannot be read");
    Path latin = folder.resolve("latin.yaml");
    Files.write(latin, "name: \u00e9\n".getBytes(StandardCharsets.ISO_8859_1));
    assertThatThrownBy(() -> TopologyFile.read(latin)).hasMessageContaining("no UTF-8");
    Path large = folder.resolve("large.yaml");
    Files.writeString(large, "#" + "x".repeat(1 << 20));
    assertThatThrownBy(() -> TopologyFile.read(large))
        .hasMessageContaining("1048577 bytes; at most 1048576 are allowed");
  }

  private TopologySpec read(String yaml) throws IOException {
    Path file = folder.resolve("a.yaml");
    Files.writeString(file, yaml);
    return TopologyFile.read(file);
  }
}
