package io.vigia.training;

import io.vigia.density.Optimisation;
import io.vigia.kernel.FlowArchitecture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How a flow is trained. With the same rows, settings and machine a training gives the same
 * weights.
 *
 * @param transforms T of the {@link FlowArchitecture}
 * @param hidden widths of its hidden layers
 * @param steps at most
 * @param batch rows in a step
 * @param rate the peak of the {@link RateSchedule}
 * @param warmup steps until the peak
 * @param noise standard deviation of Gaussian noise on each standardised training value. Noise
 *     blurs structure narrower than itself, so the default is 0; about 0.02 to 0.05 helps where
 *     rows are few or values rounded
 * @param evaluateEvery steps between looks at the validation part
 * @param patience steps without a better validation part after which a training stops
 * @param optimisation clipping, weight decay, averaging
 * @param split shares of the parts
 * @param seed of the split, the first weights, the feature orders, the batches and the noise
 */
public record TrainingSettings(
    int transforms,
    List<Integer> hidden,
    int steps,
    int batch,
    double rate,
    int warmup,
    double noise,
    int evaluateEvery,
    int patience,
    Optimisation optimisation,
    SplitFractions split,
    long seed) {
  public static final TrainingSettings DEFAULT =
      new TrainingSettings(
          5,
          List.of(64, 64),
          3000,
          512,
          2e-3,
          200,
          0,
          100,
          2000,
          Optimisation.DEFAULT,
          SplitFractions.DEFAULT,
          0);

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public TrainingSettings {
    hidden = List.copyOf(hidden);
    require("max-steps", steps, steps >= 1, "1 or more");
    require("batch", batch, batch >= 1, "1 or more");
    require("rate", rate, rate > 0 && rate < 1, "above 0, below 1");
    require("warmup", warmup, warmup >= 0 && warmup < steps, "0 to below training.max-steps");
    require("noise", noise, noise >= 0 && noise < 1, "0 to below 1");
    require("evaluate_every", evaluateEvery, evaluateEvery >= 1, "1 or more");
    require("patience", patience, patience >= evaluateEvery, "training.evaluate_every or more");
  }

  private static void require(String key, Number value, boolean holds, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "training." + key + " is " + value + "; allowed: " + allowed);
    }
  }

  /** The flow for this many features. */
  public FlowArchitecture architecture(int features) {
    return FlowArchitecture.maf(features, transforms, hidden);
  }

  RateSchedule schedule() {
    return new RateSchedule(rate, warmup, steps);
  }

  public TrainingSettings withSeed(long other) {
    return with(transforms, hidden, steps, rate, warmup, noise, other);
  }

  /** With other steps; the warm-up never takes more than a tenth of them. */
  public TrainingSettings withSteps(int other) {
    return with(transforms, hidden, other, rate, Math.min(warmup, other / 10), noise, seed);
  }

  public TrainingSettings withRate(double other) {
    return with(transforms, hidden, steps, other, warmup, noise, seed);
  }

  public TrainingSettings withNoise(double other) {
    return with(transforms, hidden, steps, rate, warmup, other, seed);
  }

  public TrainingSettings withFlow(int otherTransforms, List<Integer> otherHidden) {
    return with(otherTransforms, otherHidden, steps, rate, warmup, noise, seed);
  }

  private TrainingSettings with(
      int transforms,
      List<Integer> hidden,
      int steps,
      double rate,
      int warmup,
      double noise,
      long seed) {
    return new TrainingSettings(
        transforms,
        hidden,
        steps,
        batch,
        rate,
        warmup,
        noise,
        evaluateEvery,
        patience,
        optimisation,
        split,
        seed);
  }

  /** All of them by name, for provenance; the seed stands there by itself. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    map.put("transforms", Integer.toString(transforms));
    map.put("hidden", hidden.toString());
    map.put("steps", Integer.toString(steps));
    map.put("batch", Integer.toString(batch));
    map.put("rate", Double.toString(rate));
    map.put("warmup", Integer.toString(warmup));
    map.put("noise", Double.toString(noise));
    map.put("evaluate_every", Integer.toString(evaluateEvery));
    map.put("patience", Integer.toString(patience));
    map.put("weight_decay", Double.toString(optimisation.weightDecay()));
    map.put("gradient_norm", Double.toString(optimisation.gradientNorm()));
    map.put("averaging", Double.toString(optimisation.averaging()));
    map.put(
        "split",
        split.train()
            + " "
            + split.validation()
            + " "
            + split.calibration()
            + " "
            + split.evaluation());
    return map;
  }
}
