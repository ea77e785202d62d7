package io.vigia.app.bench;

import ai.djl.Device;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.density.Density;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.vae.TrainableVae;
import io.vigia.density.vae.VaeArchitecture;
import io.vigia.density.vae.VaeDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.sim.SersicSimulator;
import io.vigia.sim.SersicSimulator.Kind;
import io.vigia.sim.StampMeasures;
import io.vigia.training.DrawnRows;
import io.vigia.training.RankedScores;
import io.vigia.training.RateSchedule;
import io.vigia.training.TrainingLoop;
import io.vigia.training.TrainingProgress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.ToDoubleFunction;

/**
 * The convolutional autoencoder on simulated Sersic stamps: whether its samples have the fluxes,
 * sizes and ellipticities of true ones, and whether mergers and trails, which it never saw, score
 * as rare. A pixel enters as its inverse hyperbolic sine, in units of the sky's noise (Lupton, Gunn
 * and Szalay 1999).
 */
public final class StampsBench {
  private static final int PIXELS = SersicSimulator.SIDE * SersicSimulator.SIDE;
  private static final int BATCH = 64;
  private static final double RATE = 3e-3;

  private static final Map<String, ToDoubleFunction<StampMeasures>> MEASURES = measures();

  private final int stamps;
  private final int steps;
  private final int judged;
  private final long seed;
  private final Device device;
  private final Consumer<String> progress;
  private final SersicSimulator simulator;

  /**
   * @param stamps galaxies to train on, at least 64
   * @param steps of training
   * @param judged stamps of each kind to judge, and to draw
   */
  public StampsBench(
      int stamps, int steps, int judged, long seed, Device device, Consumer<String> progress) {
    if (stamps < BATCH || steps < 1 || judged < 2) {
      throw new IllegalArgumentException(
          "stamps "
              + stamps
              + ", steps "
              + steps
              + ", judged "
              + judged
              + "; allowed: from "
              + BATCH
              + ", from 1, from 2");
    }
    this.stamps = stamps;
    this.steps = steps;
    this.judged = judged;
    this.seed = seed;
    this.device = device;
    this.progress = progress;
    this.simulator = SersicSimulator.of(seed);
  }

  /**
   * The distances of one measure's distributions, in the measure's units.
   *
   * @param sampled samples from truth
   * @param truth truth from truth: what sampling alone gives
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Distances(double sampled, double truth) {}

  /**
   * What was found.
   *
   * @param bound mean of held-out galaxies, nats a stamp of stretched pixels
   * @param boundError the mean of its standard errors, nats
   * @param wasserstein by measure: flux in units of the sky's noise, size in pixels, ellipticity
   * @param auroc of each kind of anomaly against held-out galaxies
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Figures(
      int stamps,
      int steps,
      int judged,
      double simulateS,
      double trainS,
      double judgeS,
      double bound,
      double boundError,
      Map<String, Distances> wasserstein,
      Map<String, Double> auroc) {}

  /** Simulates, trains, samples and judges. */
  public Figures run() {
    long start = System.nanoTime();
    float[] training = stretched(Kind.GALAXY, 0, stamps);
    long simulated = System.nanoTime();
    DensityWeights weights = train(training);
    long trained = System.nanoTime();
    try (VaeDensity density = VaeDensity.open(weights, device)) {
      float[] galaxies = stretched(Kind.GALAXY, stamps, judged);
      double[] ordinary = density.logDensity(galaxies, judged);
      Map<String, Double> auroc = new LinkedHashMap<>();
      for (Kind kind : new Kind[] {Kind.MERGER, Kind.TRAIL}) {
        double[] rare = density.logDensity(stretched(kind, 0, judged), judged);
        auroc.put(kind.name().toLowerCase(Locale.ROOT), auroc(ordinary, rare));
      }
      double error = mean(density.standardError(galaxies, judged));
      Map<String, Distances> distances = distances(density, galaxies);
      return new Figures(
          stamps,
          steps,
          judged,
          seconds(start, simulated),
          seconds(simulated, trained),
          seconds(trained, System.nanoTime()),
          mean(ordinary),
          error,
          distances,
          auroc);
    }
  }

  private DensityWeights train(float[] rows) {
    VaeArchitecture architecture = VaeArchitecture.images(1, SersicSimulator.SIDE, 0);
    float[] scale = new float[PIXELS];
    Arrays.fill(scale, 1);
    TrainingLoop.Pace pace =
        TrainingLoop.Pace.all(steps, BATCH, new RateSchedule(RATE, 0, steps)::at, 100);
    TrainingLoop loop = new TrainingLoop("stamps", seed, pace, this::show);
    try (GradientLearner learner =
        new GradientLearner(
            new TrainableVae(architecture, new float[PIXELS], scale, device),
            Optimisation.DEFAULT,
            seed,
            device)) {
      DrawnRows batches = new DrawnRows(rows, PIXELS, seed);
      return learner.weights(loop.run(learner, batches, null).parameters());
    }
  }

  private void show(TrainingProgress.Point point) {
    progress.accept("step " + point.step() + " of " + steps + ": " + point.loss() + " nats");
  }

  private Map<String, Distances> distances(Density density, float[] galaxies) {
    StampMeasures[] drawn = measured(density.sample(new float[0], judged, seed));
    StampMeasures[] truth = measured(galaxies);
    StampMeasures[] others = measured(stretched(Kind.GALAXY, (long) stamps + judged, judged));
    Map<String, Distances> distances = new LinkedHashMap<>();
    MEASURES.forEach(
        (name, measure) ->
            distances.put(
                name,
                new Distances(
                    Wasserstein.distance(values(drawn, measure), values(truth, measure)),
                    Wasserstein.distance(values(others, measure), values(truth, measure)))));
    return distances;
  }

  /** Stamps as the autoencoder reads them, one after the other. */
  private float[] stretched(Kind kind, long first, int count) {
    float[] rows = new float[count * PIXELS];
    for (int i = 0; i < count; i++) {
      float[] stamp = simulator.stamp(kind, first + i);
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        double p = stamp[pixel];
        rows[i * PIXELS + pixel] =
            (float) Math.copySign(Math.log(Math.abs(p) + Math.sqrt(p * p + 1)), p);
      }
    }
    return rows;
  }

  private static StampMeasures[] measured(float[] rows) {
    StampMeasures[] measures = new StampMeasures[rows.length / PIXELS];
    float[] stamp = new float[PIXELS];
    for (int i = 0; i < measures.length; i++) {
      for (int pixel = 0; pixel < PIXELS; pixel++) {
        stamp[pixel] = (float) Math.sinh(rows[i * PIXELS + pixel]);
      }
      measures[i] = StampMeasures.of(stamp);
    }
    return measures;
  }

  /** A measure of all stamps that have it; a blank sample has no size. */
  private static double[] values(StampMeasures[] stamps, ToDoubleFunction<StampMeasures> measure) {
    double[] values = Arrays.stream(stamps).mapToDouble(measure).filter(Double::isFinite).toArray();
    if (values.length == 0) {
      throw new IllegalArgumentException(
          "all of " + stamps.length + " stamps are blank; raise --steps or --judged");
    }
    return values;
  }

  private static double auroc(double[] ordinary, double[] rare) {
    boolean[] anomaly = new boolean[ordinary.length + rare.length];
    double[] nll = new double[anomaly.length];
    for (int i = 0; i < nll.length; i++) {
      anomaly[i] = i >= ordinary.length;
      nll[i] = -(anomaly[i] ? rare[i - ordinary.length] : ordinary[i]);
    }
    return RankedScores.of(anomaly, nll).auroc();
  }

  private static Map<String, ToDoubleFunction<StampMeasures>> measures() {
    Map<String, ToDoubleFunction<StampMeasures>> measures = new LinkedHashMap<>();
    measures.put("flux", StampMeasures::flux);
    measures.put("size", StampMeasures::size);
    measures.put("ellipticity", StampMeasures::ellipticity);
    return measures;
  }

  private static double mean(double[] values) {
    return Arrays.stream(values).average().orElseThrow();
  }

  private static double seconds(long from, long to) {
    return (to - from) / 1e9;
  }
}
