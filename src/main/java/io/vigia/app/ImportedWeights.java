package io.vigia.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.calibration.Calibration;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Safetensors;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import io.vigia.model.StoredBundle;
import io.vigia.model.TypicalRows;
import io.vigia.scoring.ScoringModel;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.apache.commons.codec.digest.DigestUtils;

/**
 * A flow's weights from elsewhere: a safetensors file with the tensors that {@link FlowWeights}
 * names and, under {@code __metadata__}, its {@value #ARCHITECTURE} as {@link FlowArchitecture}'s
 * JSON.
 *
 * @param file its name, without the folder
 * @param sha256 of the file, hex
 * @param weights checked
 */
record ImportedWeights(String file, String sha256, FlowWeights weights) {
  /** The key of the metadata. */
  static final String ARCHITECTURE = "vigia.architecture";

  private static final ObjectMapper MAPPER = new ObjectMapper();

  /**
   * Reads and checks a file.
   *
   * @throws IllegalArgumentException saying what is missing or wrong
   */
  static ImportedWeights read(Path file) throws IOException {
    if (Files.size(file) > Safetensors.MAX_FILE_BYTES) {
      throw new IllegalArgumentException(
          file + " has more than " + Safetensors.MAX_FILE_BYTES + " bytes");
    }
    byte[] bytes = Files.readAllBytes(file);
    try {
      DensityWeights stated =
          new DensityWeights(architecture(Safetensors.metadata(bytes)), Safetensors.read(bytes));
      return new ImportedWeights(
          String.valueOf(file.getFileName()), DigestUtils.sha256Hex(bytes), FlowWeights.of(stated));
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(file + ": " + e.getMessage(), e);
    }
  }

  private static ObjectNode architecture(Map<String, String> metadata) {
    String text = metadata.get(ARCHITECTURE);
    if (text == null) {
      throw new IllegalArgumentException(
          "its __metadata__ has no \""
              + ARCHITECTURE
              + "\"; write the flow's shape there, such as {\"kind\": \"maf\", \"features\": 4,"
              + " \"transforms\": 5, \"hidden\": [64, 64], \"activation\": \"relu\","
              + " \"log_scale_bound\": 5.0}");
    }
    try {
      JsonNode node = MAPPER.readTree(text);
      if (node instanceof ObjectNode object) {
        return object;
      }
      throw new IllegalArgumentException(
          ARCHITECTURE + " is " + text + "; a JSON object is needed");
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(ARCHITECTURE + ": " + e.getOriginalMessage(), e);
    }
  }

  /**
   * A bundle over a topology's features as they are, calibrated on rows.
   *
   * @throws IllegalArgumentException where the flow is over other numbers than the topology's, or
   *     there are too few rows
   */
  ModelBundle bundle(TopologySpec spec, String version, TrainingRows rows, Clock clock) {
    requireFit(spec.features());
    ModelBundle uncalibrated =
        ModelBundle.ofFlow(
                spec.name(),
                version,
                spec.features(),
                weights,
                Calibration.of(new double[] {0}), // replaced below
                provenance(clock),
                Map.of())
            .withTypical(typical(rows));
    StoredBundle stored = new StoredBundle(uncalibrated, sha256);
    return Recalibration.onAll(rows)
        .of(stored, ScoringModel.of(stored), spec.calibration().tail(), version, clock);
  }

  private void requireFit(FeatureSchema schema) {
    FlowArchitecture architecture = weights.architecture();
    if (architecture.features() != schema.size()
        || architecture.context() != schema.contextNames().size()) {
      throw new IllegalArgumentException(
          file
              + " is a flow over "
              + architecture.features()
              + " features and "
              + architecture.context()
              + " context numbers; a row of the topology has the features "
              + schema.featureNames()
              + " and the context "
              + schema.contextNames());
    }
    for (Feature feature : schema.features()) {
      if (feature.missing() != Feature.Missing.REJECT) {
        throw new IllegalArgumentException(
            "features."
                + feature.name()
                + ".missing is "
                + feature.missing().label()
                + "; imported weights see the features as they are, so that 'reject' is allowed");
      }
    }
  }

  /** Evenly from the beginning to the end. */
  private static TypicalRows typical(TrainingRows rows) {
    int size = Math.min(rows.size(), TypicalRows.MOST);
    float[] values = new float[size * rows.inputs()];
    for (int i = 0; i < size; i++) {
      int row = (int) ((long) i * rows.size() / size);
      System.arraycopy(rows.rows(row, 1), 0, values, i * rows.inputs(), rows.inputs());
    }
    return TypicalRows.of(rows.inputs(), values);
  }

  private Provenance provenance(Clock clock) {
    return new Provenance(
        List.of(new Provenance.Data(file, sha256, 0)),
        Map.of(),
        0,
        Map.of("imported_from", file, "imported_at", now(clock)),
        "imported; calibrated by " + Version.text(),
        System.getProperty("java.vm.vendor") + " " + Runtime.version(),
        "unknown",
        now(clock));
  }

  private static String now(Clock clock) {
    return clock.instant().truncatedTo(ChronoUnit.SECONDS).toString();
  }
}
