package io.vigia.app.bench;

import io.vigia.calibration.Calibration;
import io.vigia.density.flow.DjlFlow;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.CompiledFlow;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.LogDensity;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.VectorSimulator;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The load of {@code bench stream}: 16-feature JSON events and a flow of 5 transforms with hidden
 * layers 64, 64. Its weights are random, since what they are does not change what scoring costs;
 * its calibration is of simulated events, so one in a thousand is a candidate as in service.
 */
final class VectorWorkload {
  private static final int CALIBRATION = 20_000;

  private VectorWorkload() {}

  /** The topology, as its YAML file would be. */
  static TopologySpec topology(Path directory) throws IOException {
    String features =
        IntStream.range(0, VectorSimulator.FEATURES)
            .mapToObj(j -> "  - {name: x" + j + ", unit: \"1\"}\n")
            .collect(Collectors.joining());
    String yaml =
        """
        version: 1
        name: vectors
        source:
          topic: vectors.events
          format: json
          event-id: [/run, /event]
          time: {field: /t, unit: ms, scale: utc}
        roles: {test: "is_mc == 1"}
        select: {finite: "abs(x0) < 1e6"}
        model: models/none
        kafka: {bootstrap.servers: "localhost:9092"}
        features:
        """
            + features;
    return TopologyFile.read(Files.writeString(directory.resolve("vectors.yaml"), yaml));
  }

  static ScoringModel model(FeatureSchema schema) {
    FlowArchitecture architecture = FlowArchitecture.maf(schema.size(), 5, List.of(64, 64));
    FlowWeights weights = DjlFlow.randomWeights(architecture, 1);
    ModelBundle bundle =
        ModelBundle.ofFlow(
            "vectors",
            "random",
            schema,
            weights,
            calibration(CompiledFlow.of(weights).newLogDensity()),
            new Provenance(List.of(), Map.of(), 1, Map.of(), "bench", "bench", "none", "never"),
            Map.of());
    return ScoringModel.of(new StoredBundle(bundle, "0".repeat(64)));
  }

  private static Calibration calibration(LogDensity density) {
    VectorSimulator simulator = VectorSimulator.of(99);
    double[] nll = new double[CALIBRATION];
    float[] vector = new float[VectorSimulator.FEATURES];
    for (int i = 0; i < nll.length; i++) {
      double[] x = simulator.vector(i);
      for (int j = 0; j < vector.length; j++) {
        vector[j] = (float) x[j];
      }
      nll[i] = -density.logDensity(vector);
    }
    return Calibration.of(nll);
  }
}
