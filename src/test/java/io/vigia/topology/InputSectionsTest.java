package io.vigia.topology;

import static io.vigia.topology.WrittenTopology.SHORTEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.event.EventLayout;
import io.vigia.event.TimeField;
import io.vigia.feature.Feature;
import io.vigia.feature.Feature.Missing;
import io.vigia.feature.FeatureBlock;
import io.vigia.feature.FeatureSchema;
import io.vigia.feature.Symmetry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a topology says of events and of the rows that are made of them. */
class InputSectionsTest {
  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void rowsAreReadAsWritten() throws IOException {
    FeatureSchema schema =
        WrittenTopology.read(
                folder,
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
            """)
            .features();
    assertThat(schema.featureNames()).containsExactly("pt1", "eta2", "q", "hits");
    assertThat(schema.contextNames()).containsExactly("pileup", "trigger", "pt1.sigma");
    assertThat(schema.features().get(2).values()).containsExactly(-1.0, 1.0);
    assertThat(schema.features())
        .extracting(Feature::missing)
        .containsExactly(Missing.REJECT, Missing.MASK, Missing.MASK, Missing.IMPUTE);
    assertThat(schema.symmetries()).extracting(Symmetry::kind).doesNotHaveDuplicates().hasSize(3);
    assertThat(schema.fields()).extracting(EventLayout.Field::name).contains("pterr2", "phi1");
  }

  @Test
  void anImageIsAllFeaturesAndChoosesItsModel() throws IOException {
    TopologySpec spec =
        WrittenTopology.read(
            folder,
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
        WrittenTopology.read(
            folder,
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
  void gpsSecondsAreOnTheGpsScaleWithoutSayingSo() throws IOException {
    TopologySpec spec =
        WrittenTopology.read(
            folder, SHORTEST.replace("event-id", "time: {field: /t, unit: gps}, event-id"));
    assertThat(spec.source().layout().time())
        .isEqualTo(new TimeField("/t", TimeField.Unit.GPS, TimeField.Scale.GPS));
  }
}
