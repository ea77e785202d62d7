package io.vigia.model;

import io.vigia.calibration.Calibration;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.FlowWeights;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A trained density with all that its scores depend on and where it came from. The unit that is put
 * into service and swapped: weights never meet another bundle's calibration.
 *
 * @param name of the stream it was trained for, {@code [a-z0-9][a-z0-9._-]*}
 * @param version likewise; a new calibration of the same weights is a new version
 * @param schema what the vector means
 * @param weights of the flow, with {@code schema.size()} features
 * @param calibration on events that the weights were not trained on
 * @param evaluation figures on held-out rows by name, for people
 */
public record ModelBundle(
    String name,
    String version,
    FeatureSchema schema,
    FlowWeights weights,
    Calibration calibration,
    Provenance provenance,
    Map<String, Double> evaluation) {

  private static final Pattern NAME = Pattern.compile("[a-z0-9][a-z0-9._-]{0,99}");

  /**
   * @throws IllegalArgumentException where a name is not allowed or the parts do not fit
   */
  public ModelBundle {
    requireNames(name, version);
    if (schema.size() != weights.architecture().features()) {
      throw new IllegalArgumentException(
          "the schema has "
              + schema.size()
              + " features, the weights have "
              + weights.architecture().features());
    }
    evaluation = java.util.Collections.unmodifiableMap(new TreeMap<>(evaluation));
  }

  /**
   * Looks at the names of a bundle to be, before the work that it takes.
   *
   * @throws IllegalArgumentException where one is not allowed
   */
  public static void requireNames(String name, String version) {
    requireName("name", name);
    requireName("version", version);
  }

  private static void requireName(String what, String value) {
    if (!NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "a model's " + what + " must match " + NAME + ", got '" + value + "'");
    }
  }
}
