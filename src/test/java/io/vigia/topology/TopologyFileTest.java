package io.vigia.topology;

import static io.vigia.topology.WrittenTopology.SHORTEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vigia.alert.desk.LifeCycleRule;
import io.vigia.event.EventLayout;
import io.vigia.event.Role;
import io.vigia.event.TimeField;
import io.vigia.feature.Feature;
import io.vigia.topology.TopologySpec.KeyedBy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
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

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

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
    return WrittenTopology.read(folder, yaml);
  }
}
