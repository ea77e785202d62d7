package io.vigia.density.continuous;

import static io.vigia.density.Architectures.inRange;
import static io.vigia.density.Architectures.refused;
import static io.vigia.density.Architectures.widths;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import java.util.List;

/**
 * The shape of a continuous flow's vector field. As JSON its keys are in snake case: {@code
 * {"kind": "cnf", "features": 16, "hidden": [128, 128, 128], "frequencies": 4}}.
 *
 * @param kind {@value #KIND}
 * @param features D
 * @param context C, the numbers after the features in a row, that the density is conditional on
 * @param hidden the widths of the field's hidden layers; none makes it linear in x
 * @param frequencies F of time: the field reads t and the sines and cosines of {@code 2 pi k t}, k
 *     from 1 to F. 0 to 64
 */
@JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
@JsonInclude(JsonInclude.Include.NON_DEFAULT)
public record ContinuousFlowArchitecture(
    String kind,
    int features,
    int context,
    @JsonInclude(JsonInclude.Include.ALWAYS) List<Integer> hidden,
    int frequencies) {

  public static final String KIND = "cnf";

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public ContinuousFlowArchitecture {
    if (!KIND.equals(kind)) {
      throw refused("kind", "'" + kind + "'", KIND);
    }
    inRange("features", features, 1, 4096);
    inRange("context", context, 0, 4096);
    hidden = widths("hidden", hidden);
    inRange("frequencies", frequencies, 0, 64);
  }

  /** Three layers of 128, four frequencies of time. */
  public static ContinuousFlowArchitecture of(int features, int context) {
    return new ContinuousFlowArchitecture(KIND, features, context, List.of(128, 128, 128), 4);
  }

  /** D + C, the numbers in a row. */
  public int inputs() {
    return features + context;
  }

  /** What the field reads of time. */
  int timeFeatures() {
    return 1 + 2 * frequencies;
  }
}
