package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;

/** A shipped topology file with a retraining loop of a scenario in it, written beside its logs. */
record LoopTopology(Path file, TopologySpec spec) {
  private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

  /** Share of scored events that the loop learns from. */
  static final double SAMPLED = 0.5;

  /**
   * Writes one.
   *
   * @param base the shipped file
   * @param model the bundle in service at first
   * @param bootstrap servers of the broker
   */
  static LoopTopology write(
      Path base, Path model, Scenario scenario, String bootstrap, Path directory)
      throws IOException {
    ObjectNode file = (ObjectNode) YAML.readTree(base.toFile());
    file.put("name", "retrain-" + scenario.name());
    file.putObject("samples").put("rate", SAMPLED);
    return write(file, model, scenario, bootstrap, directory);
  }

  /**
   * One of real events: the shipped file of two-muon events, whose rows here have run and event
   * number and no label.
   */
  static LoopTopology ofRuns(
      Path base, Path model, Scenario scenario, String bootstrap, Path directory)
      throws IOException {
    ObjectNode file = (ObjectNode) YAML.readTree(base.toFile());
    file.put("name", "retrain-" + scenario.name());
    file.remove("roles");
    ((ObjectNode) file.path("source")).putArray("event-id").add("/Run").add("/Event");
    file.putArray("carry").add("/Run").add("pt1").add("eta1").add("pt2").add("eta2");
    file.putObject("samples").put("rate", 1);
    return write(file, model, scenario, bootstrap, directory);
  }

  private static LoopTopology write(
      ObjectNode file, Path model, Scenario scenario, String bootstrap, Path directory)
      throws IOException {
    String name = file.path("name").asText();
    file.put("model", model.toAbsolutePath().toString());
    ((ObjectNode) file.path("source")).put("topic", name + ".events");
    file.putObject("scores").put("publish", "all");
    ObjectNode training = file.withObject("/training");
    scenario.training().forEach((key, value) -> training.set(key, YAML.valueToTree(value)));
    file.set("retrain", YAML.<JsonNode>valueToTree(scenario.retrain()));
    file.putObject("kafka").put("bootstrap.servers", bootstrap);
    Path written = directory.resolve(name + ".yaml");
    YAML.writeValue(written.toFile(), file);
    return new LoopTopology(written, TopologyFile.read(written));
  }
}
