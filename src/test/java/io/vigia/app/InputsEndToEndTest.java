package io.vigia.app;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.event.BadEventException;
import io.vigia.event.Origin;
import io.vigia.model.BundleDirectory;
import io.vigia.model.ModelBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.topology.EventScorer;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What a topology says of its inputs, from the file by training and bundle to scores. */
class InputsEndToEndTest {
  private static final String TOPOLOGY =
      """
      version: 1
      name: pairs
      source: {topic: pairs.events, event-id: [/_row]}
      features:
        - {name: pt1, sigma: dpt1, missing: mask}
        - {name: y1}
        - {name: y2, missing: impute}
        - {name: side, type: categorical}
      context: [{name: w, missing: mask}]
      symmetries:
        - {kind: exchange, objects: [[pt1, y1, dpt1], [pt2, y2, dpt2]]}
        - {kind: reflection, fields: [y1, y2]}
      calibration: {by: [{input: w, edges: [-10, 0, 10]}], tail: none}
      training: {label: /kind, max-steps: 40, transforms: 2, hidden: [16], members: [{flow: maf}, {flow: nsf-ar}]}
      """;

  @TempDir
  @SuppressWarnings("NullAway.Init") // by JUnit
  private Path folder;

  @Test
  void oneTopologyMeansTheSameInTrainingAndScoring() throws IOException, BadEventException {
    Path file = Files.writeString(folder.resolve("pairs.yaml"), TOPOLOGY);
    Path bundle = folder.resolve("pairs/1");
    StringWriter err = new StringWriter();
    CommandLine vigia = Vigia.commandLine().setErr(new PrintWriter(err, true));
    String data = data().toString();
    assertThat(vigia.execute("train", file.toString(), "--data", data, "--out", bundle.toString()))
        .as(err.toString())
        .isZero();
    ModelBundle trained = BundleDirectory.read(bundle).content();
    assertThat(trained.members()).hasSize(2);

    TopologySpec spec = TopologyFile.read(file);
    EventScorer scorer = EventScorer.of(spec, ScoringModel.of(BundleDirectory.read(bundle)));
    String event = "'pt1':3,'y1':-1,'dpt1':0.2,'pt2':2,'y2':0.5,'dpt2':0.1,'side':1,'w':1}";
    String swapped = "'pt2':3,'y2':1,'dpt2':0.2,'pt1':2,'y1':-0.5,'dpt1':0.1,'side':1,'w':1}";
    assertThat(nll(scorer, swapped)).isEqualTo(nll(scorer, event)).isFinite();
    String incomplete = "'y1':1,'y2':0.5,'side':7}";
    assertThat(nll(scorer, incomplete)).isFinite();
    JsonNode record = record(scorer, incomplete);
    assertThat(record.path("nll").isNumber()).isTrue();
    assertThat(record.path("calibration_group").asText()).endsWith(", w=other");
    assertThat(record.path("unsupported").toString()).isEqualTo("[\"w\"]");
    assertThat(record(scorer, event).path("calibration_group").asText()).endsWith(", w=0..10");
    assertThat(record(scorer, event).has("unsupported")).isFalse();
  }

  private static JsonNode record(EventScorer scorer, String event)
      throws IOException, BadEventException {
    nll(scorer, event);
    byte[] record = scorer.scoreRecord(scorer.score(), new Origin("f", 0, 1, 0));
    return new ObjectMapper().readTree(new String(record, StandardCharsets.UTF_8));
  }

  private static double nll(EventScorer scorer, String event) throws BadEventException {
    String json = "{'_row':1," + event;
    assertThat(scorer.read(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8))).isNull();
    return scorer.score().nll();
  }

  private Path data() throws IOException {
    Random random = new Random(3);
    StringBuilder csv = new StringBuilder("pt1,y1,dpt1,pt2,y2,dpt2,side,w,kind\n");
    for (int i = 0; i < 3000; i++) {
      for (int j = 0; j < 2; j++) {
        String pt = Double.toString(2 + random.nextGaussian());
        String y = Double.toString(random.nextGaussian());
        csv.append(i % 11 == 0 ? "" : pt).append(',');
        csv.append(i % 13 == 0 && j == 1 ? "" : y).append(',');
        csv.append(0.1 + random.nextDouble()).append(',');
      }
      csv.append(i % 3).append(',').append(random.nextGaussian());
      csv.append(i % 2 == 0 ? ",a\n" : ",b\n");
    }
    return Files.writeString(folder.resolve("pairs.csv"), csv);
  }
}
