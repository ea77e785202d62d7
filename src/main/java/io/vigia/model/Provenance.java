package io.vigia.model;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where a bundle came from: enough to train it again.
 *
 * @param data what it was trained, calibrated and evaluated on
 * @param rows how many rows each part got: train, validation, calibration, evaluation
 * @param seed of split, initialisation and batches
 * @param settings of the training loop, by name
 * @param code version and revision of the program
 * @param jvm vendor and version
 * @param device of the training, such as {@code cpu}
 * @param trainedAt ISO 8601, UTC
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
public record Provenance(
    List<Data> data,
    Map<String, Long> rows,
    long seed,
    Map<String, String> settings,
    String code,
    String jvm,
    String device,
    String trainedAt) {

  public Provenance {
    data = List.copyOf(data);
    rows = java.util.Collections.unmodifiableMap(new TreeMap<>(rows));
    settings = java.util.Collections.unmodifiableMap(new TreeMap<>(settings));
  }

  /**
   * One file of training data.
   *
   * @param file its name, without the folder
   * @param sha256 hex
   * @param rows read from it
   */
  public record Data(String file, String sha256, long rows) {}
}
