package io.vigia.app.bench.retrain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.model.BundleDirectory;
import io.vigia.model.StoredBundle;
import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/** The retraining loop on a real broker: each scenario a stream of its own, one after the other. */
public final class RetrainBench {
  private final Path topology;
  private final Path model;
  private final Path directory;
  private final double perSecond;

  /**
   * @param topology of simulated two-muon events, shipped
   * @param model its bundle
   * @param directory for broker, state and logs
   * @param perSecond events sent
   */
  public RetrainBench(Path topology, Path model, Path directory, double perSecond) {
    this.topology = topology;
    this.model = model;
    this.directory = directory;
    this.perSecond = perSecond;
  }

  /** The names of all scenarios. */
  public static List<String> names() {
    return Scenario.all().stream().map(Scenario::name).toList();
  }

  /**
   * Runs scenarios.
   *
   * @param names which
   * @param progress hears how far it is
   * @return an object for each
   */
  public ArrayNode run(List<String> names, Consumer<String> progress)
      throws IOException, InterruptedException {
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    StoredBundle bundle = BundleDirectory.read(model);
    try (Broker broker = Broker.start(BrokerOptions.in(directory.resolve("broker")))) {
      for (Scenario scenario : Scenario.all()) {
        if (names.contains(scenario.name())) {
          long start = System.nanoTime();
          progress.accept(scenario.name());
          ObjectNode figures = run(scenario, bundle, broker.bootstrapServers(), progress);
          figures.put("seconds", Math.round((System.nanoTime() - start) / 1e9));
          all.add(figures);
        }
      }
    }
    return all;
  }

  /**
   * The loop over real events.
   *
   * @param base the shipped topology of two-muon events
   * @param events a file of them in the order of runs
   */
  public ObjectNode ofRuns(Path base, Path events, Consumer<String> progress)
      throws IOException, InterruptedException {
    progress.accept(Scenario.runs().name());
    try (Broker broker = Broker.start(BrokerOptions.in(directory.resolve("broker-of-runs")))) {
      Path own = Files.createDirectories(directory.resolve("runs"));
      return new RealRuns(base, events, own, progress).run(broker.bootstrapServers());
    }
  }

  private ObjectNode run(
      Scenario scenario, StoredBundle bundle, String bootstrap, Consumer<String> progress)
      throws IOException, InterruptedException {
    Path own = Files.createDirectories(directory.resolve(scenario.name()));
    LoopTopology loop = LoopTopology.write(topology, model, scenario, bootstrap, own);
    try (LoopRun run = LoopRun.start(loop, scenario.workers(), own, progress)) {
      return new ScenarioRun(scenario, run, own, bundle, perSecond).run();
    }
  }
}
