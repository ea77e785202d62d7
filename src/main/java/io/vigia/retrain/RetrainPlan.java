package io.vigia.retrain;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How one stream learns again: what its jobs say, when they are made, what becomes of their models.
 *
 * @param topology name of the stream
 * @param samples the topic of its samples
 * @param schemaSha256 of its feature schema, hex
 * @param features names in the order of a sample's row
 * @param window when one closes
 * @param onDrift whether a drift closes one
 * @param training kind of model and hyper-parameters, for the job
 * @param warm whether a training starts from the parent's weights
 * @param trim share of the rarest training rows that is left out
 * @param seed of everything random
 * @param gate what a candidate must be
 */
public record RetrainPlan(
    String topology,
    String samples,
    String schemaSha256,
    List<String> features,
    WindowRule window,
    boolean onDrift,
    @Nullable JsonNode training,
    boolean warm,
    double trim,
    long seed,
    GateRule gate) {
  public RetrainPlan {
    features = List.copyOf(features);
  }
}
