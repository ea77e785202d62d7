package io.vigia.training;

import io.vigia.density.Optimisation;
import io.vigia.kernel.FlowArchitecture;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How densities are trained. With the same rows, settings and machine a training gives the same
 * weights.
 *
 * @param members at least one, named differently
 * @param steps at most, for each
 * @param batch rows in a step; of images and sets fewer, as their kind has it
 * @param rate the peak of the {@link RateSchedule} of a flow; other kinds take a share of it
 * @param warmup steps until the peak
 * @param noise c of the Gaussian noise that each batch gets, at first of standard deviation {@code
 *     c n^(-1 / (D + 4))} in units of a coordinate's own, with n the training rows and D the
 *     coordinates: a density learned so is that of a kernel smoother of this bandwidth (Scott 1992,
 *     equation 6.41; Rothfuss et al. 2019, "Noise Regularization for Conditional Density
 *     Estimation"). It fades to 0 as the rate does, and the validation part, which has none, says
 *     when to stop: few rows are not learned by heart, of many the narrow structure is. 0 for none
 * @param evaluateEvery steps between looks at the validation part
 * @param patience steps without a better validation part after which a training stops
 * @param optimisation clipping, weight decay, averaging
 * @param split shares of the parts
 * @param seed of the split
 * @param device {@code cpu}, {@code gpu}, {@code gpu:N} or {@code auto}
 */
public record TrainingSettings(
    List<MemberSettings> members,
    int steps,
    int batch,
    double rate,
    int warmup,
    double noise,
    int evaluateEvery,
    int patience,
    Optimisation optimisation,
    SplitFractions split,
    long seed,
    String device) {
  public static final TrainingSettings DEFAULT =
      new TrainingSettings(
          List.of(MemberSettings.of(FlowArchitecture.DEFAULT_KIND, 0)),
          1500,
          512,
          2e-3,
          150,
          0.4,
          100,
          2000,
          Optimisation.DEFAULT,
          SplitFractions.DEFAULT,
          0,
          "cpu");

  /**
   * @throws IllegalArgumentException where a value is not among those allowed, with its key
   */
  public TrainingSettings {
    members = List.copyOf(members);
    List<String> names = members.stream().map(MemberSettings::name).toList();
    require(
        "members",
        names,
        !names.isEmpty() && names.stream().distinct().count() == names.size(),
        "one or more, with names that differ");
    require("max-steps", steps, steps >= 1, "1 or more");
    require("batch", batch, batch >= 1, "1 or more");
    require("rate", rate, rate > 0 && rate < 1, "above 0, below 1");
    require("warmup", warmup, warmup >= 0 && warmup < steps, "0 to below training.max-steps");
    require("noise", noise, noise >= 0 && noise < 10, "0 to below 10");
    require("evaluate_every", evaluateEvery, evaluateEvery >= 1, "1 or more");
    require("patience", patience, patience >= evaluateEvery, "training.evaluate_every or more");
  }

  private static void require(String key, Object value, boolean holds, String allowed) {
    if (!holds) {
      throw new IllegalArgumentException(
          "training." + key + " is " + value + "; allowed: " + allowed);
    }
  }

  /** The standard deviation of the noise, in units of a coordinate's own. */
  double noise(int rows, int coordinates) {
    return noise * Math.pow(rows, -1.0 / (coordinates + 4));
  }

  RateSchedule schedule(double share) {
    return new RateSchedule(rate * share, warmup, steps);
  }

  TrainingLoop.Pace pace(RateSchedule schedule, int mostInABatch) {
    int rows = Math.min(batch, mostInABatch);
    return new TrainingLoop.Pace(steps, rows, schedule::at, evaluateEvery, patience);
  }

  public TrainingSettings withMembers(MemberSettings... others) {
    return withMembers(List.of(others));
  }

  public TrainingSettings withMembers(List<MemberSettings> others) {
    return with(others, steps, rate, warmup, noise, patience, seed, device);
  }

  /** With another seed; those of the members move along. */
  public TrainingSettings withSeed(long other) {
    List<MemberSettings> moved =
        members.stream().map(member -> member.withSeed(member.seed() + other - seed)).toList();
    return with(moved, steps, rate, warmup, noise, patience, other, device);
  }

  /** With another seed of the split alone. */
  public TrainingSettings withSplitSeed(long other) {
    return with(members, steps, rate, warmup, noise, patience, other, device);
  }

  /** With other shares of the parts. */
  public TrainingSettings withSplit(SplitFractions other) {
    return new TrainingSettings(
        members,
        steps,
        batch,
        rate,
        warmup,
        noise,
        evaluateEvery,
        patience,
        optimisation,
        other,
        seed,
        device);
  }

  /** With other steps; the warm-up never takes more than a tenth of them. */
  public TrainingSettings withSteps(int other) {
    return with(members, other, rate, Math.min(warmup, other / 10), noise, patience, seed, device);
  }

  public TrainingSettings withRate(double other) {
    return with(members, steps, other, warmup, noise, patience, seed, device);
  }

  public TrainingSettings withNoise(double other) {
    return with(members, steps, rate, warmup, other, patience, seed, device);
  }

  public TrainingSettings withPatience(int other) {
    return with(members, steps, rate, warmup, noise, other, seed, device);
  }

  public TrainingSettings withDevice(String other) {
    return with(members, steps, rate, warmup, noise, patience, seed, other);
  }

  private TrainingSettings with(
      List<MemberSettings> members,
      int steps,
      double rate,
      int warmup,
      double noise,
      int patience,
      long seed,
      String device) {
    return new TrainingSettings(
        members,
        steps,
        batch,
        rate,
        warmup,
        noise,
        evaluateEvery,
        patience,
        optimisation,
        split,
        seed,
        device);
  }

  /** All of them by name, for provenance; the seed and the device stand there by themselves. */
  public Map<String, String> toMap() {
    Map<String, String> map = new TreeMap<>();
    for (MemberSettings member : members) {
      map.put(
          "member." + member.name(),
          member.kind()
              + ", seed "
              + member.seed()
              + ", coordinates "
              + member.coordinates().label());
    }
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
