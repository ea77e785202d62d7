package io.vigia.app.bench;

import ai.djl.Device;
import java.util.function.Consumer;

/** The diffusion model of sets on toy jets and on a simulated galaxy cloud. */
public final class SetsBench {
  private final Size jets;
  private final Size clouds;
  private final long seed;
  private final Device device;
  private final Consumer<String> say;

  /**
   * How much is done.
   *
   * @param sets to train on
   * @param steps of training
   * @param judged held-out sets, and samples
   */
  public record Size(int sets, int steps, int judged) {
    /**
     * @throws IllegalArgumentException where one is too small
     */
    public Size {
      if (sets < 2 || steps < 1 || judged < 2) {
        throw new IllegalArgumentException(
            "sets "
                + sets
                + ", steps "
                + steps
                + ", judged "
                + judged
                + "; allowed: from 2, from 1, from 2");
      }
    }
  }

  /** What was found; see {@link JetsBench.Figures} and {@link CloudsBench.Figures}. */
  public record Figures(Object jets, Object clouds) {}

  public SetsBench(Size jets, Size clouds, long seed, Device device, Consumer<String> say) {
    this.jets = jets;
    this.clouds = clouds;
    this.seed = seed;
    this.device = device;
    this.say = say;
  }

  /** Simulates, trains, samples and judges; jets, then clouds. */
  public Figures run() {
    return new Figures(
        new JetsBench(jets.sets, jets.judged, new SetTraining(jets.steps, 128, seed, device, say))
            .run(),
        new CloudsBench(
                clouds.sets, clouds.judged, new SetTraining(clouds.steps, 32, seed, device, say))
            .run());
  }
}
