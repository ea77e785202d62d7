package io.vigia.app.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.density.set.SetArchitecture;
import io.vigia.density.set.SetDiffusionDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.sim.JetSimulator;
import io.vigia.sim.JetSimulator.Particle;
import io.vigia.training.RankedScores;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/**
 * Pooled layers on toy jets of 4 to 8 particles, trained on jets of one prong: whether samples at
 * the transverse momenta of held-out jets have their masses and constituents, and whether jets of
 * two prongs score as rare. A particle enters as (eta, phi, log of its share of the jet's pT); the
 * jet's pT is the context.
 */
final class JetsBench {
  private static final int MOST = 8;
  private static final int NUMBERS = 3;
  private static final SetArchitecture ARCHITECTURE =
      SetArchitecture.pooled(MOST, NUMBERS, 1, 32, 3);
  private static final int ROW = ARCHITECTURE.features();

  private final int jets;
  private final int judged;
  private final SetTraining training;
  private final JetSimulator simulator;

  JetsBench(int jets, int judged, SetTraining training) {
    this.jets = jets;
    this.judged = judged;
    this.training = training;
    this.simulator = JetSimulator.of(training.seed(), 4, MOST);
  }

  /**
   * The 1-Wasserstein distances of one measure, in its units.
   *
   * @param sampled samples from truth
   * @param truth other truth from truth: the scale
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Distances(double sampled, double truth) {}

  /**
   * What was found.
   *
   * @param bound mean over held-out jets, nats a jet
   * @param boundError mean of its standard errors, nats: all jets share the noise, so the mean
   *     bound is off by about this much
   * @param wasserstein by measure: mass and constituents' pT in GeV, eta, phi in rad
   * @param aurocTwoProngs of two prongs against one, by the bound
   * @param aurocByMass the same by the jet's mass alone, for scale
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  record Figures(
      int jets,
      int particles,
      int steps,
      int judged,
      double trainS,
      double judgeS,
      double bound,
      double boundError,
      Map<String, Distances> wasserstein,
      double aurocTwoProngs,
      double aurocByMass) {}

  Figures run() {
    long start = System.nanoTime();
    DensityWeights weights =
        training.train("jets", ARCHITECTURE, rows(simulated(0, jets, 1)), jets);
    long trained = System.nanoTime();
    try (SetDiffusionDensity density = SetDiffusionDensity.open(weights, training.device())) {
      List<Particle[]> truth = simulated(jets, judged, 1);
      List<Particle[]> other = simulated(jets + judged, judged, 1);
      List<Particle[]> twoProngs = simulated(0, judged, 2);
      List<Particle[]> sampled = sampled(density, truth);
      float[] heldOut = rows(truth);
      double[] ordinary = density.logDensity(heldOut, judged);
      double[] rare = density.logDensity(rows(twoProngs), judged);
      double error =
          DoubleStream.of(density.standardError(heldOut, judged)).average().orElseThrow();
      return new Figures(
          jets,
          MOST,
          training.steps(),
          judged,
          (trained - start) / 1e9,
          (System.nanoTime() - trained) / 1e9,
          DoubleStream.of(ordinary).average().orElseThrow(),
          error,
          distances(sampled, truth, other),
          auroc(negative(ordinary), negative(rare)),
          auroc(masses(truth), masses(twoProngs)));
    }
  }

  private List<Particle[]> simulated(int from, int count, int prongs) {
    List<Particle[]> out = new ArrayList<>();
    for (int i = from; i < from + count; i++) {
      out.add(simulator.jet(i, prongs));
    }
    return out;
  }

  private List<Particle[]> sampled(SetDiffusionDensity density, List<Particle[]> like) {
    float[] context = new float[like.size()];
    for (int i = 0; i < context.length; i++) {
      context[i] = context(pt(like.get(i)));
    }
    float[] rows = density.sample(context, context.length, training.seed());
    List<Particle[]> out = new ArrayList<>();
    for (int row = 0; row < context.length; row++) {
      out.add(jet(rows, row * ROW, pt(like.get(row))));
    }
    return out;
  }

  private static Map<String, Distances> distances(
      List<Particle[]> sampled, List<Particle[]> truth, List<Particle[]> other) {
    Map<String, Distances> out = new LinkedHashMap<>();
    out.put(
        "mass",
        new Distances(
            Wasserstein.distance(masses(sampled), masses(truth)),
            Wasserstein.distance(masses(other), masses(truth))));
    Map<String, ToDoubleFunction<Particle>> measures = new LinkedHashMap<>();
    measures.put("pt", Particle::pt);
    measures.put("eta", Particle::eta);
    measures.put("phi", Particle::phi);
    measures.forEach(
        (name, measure) ->
            out.put(
                name,
                new Distances(
                    Wasserstein.distance(each(sampled, measure), each(truth, measure)),
                    Wasserstein.distance(each(other, measure), each(truth, measure)))));
    return out;
  }

  private static double[] masses(List<Particle[]> jets) {
    return jets.stream().mapToDouble(JetSimulator::mass).toArray();
  }

  private static double[] each(List<Particle[]> jets, ToDoubleFunction<Particle> measure) {
    return jets.stream().flatMap(Stream::of).mapToDouble(measure).toArray();
  }

  static double auroc(double[] ordinary, double[] rare) {
    boolean[] anomaly = new boolean[ordinary.length + rare.length];
    Arrays.fill(anomaly, ordinary.length, anomaly.length, true);
    double[] scores = Arrays.copyOf(ordinary, anomaly.length);
    System.arraycopy(rare, 0, scores, ordinary.length, rare.length);
    return RankedScores.of(anomaly, scores).auroc();
  }

  private static double[] negative(double[] logDensities) {
    return DoubleStream.of(logDensities).map(log -> -log).toArray();
  }

  /** Rows as the architecture has them. */
  private static float[] rows(List<Particle[]> jets) {
    int inputs = ARCHITECTURE.inputs();
    float[] rows = new float[jets.size() * inputs];
    for (int row = 0; row < jets.size(); row++) {
      Particle[] jet = jets.get(row);
      double pt = pt(jet);
      int start = row * inputs;
      for (int i = 0; i < jet.length; i++) {
        rows[start + NUMBERS * i] = (float) jet[i].eta();
        rows[start + NUMBERS * i + 1] = (float) jet[i].phi();
        rows[start + NUMBERS * i + 2] = (float) Math.log(jet[i].pt() / pt);
        rows[start + NUMBERS * MOST + i] = 1;
      }
      rows[start + ROW] = context(pt);
    }
    return rows;
  }

  private static Particle[] jet(float[] row, int start, double pt) {
    List<Particle> particles = new ArrayList<>();
    for (int i = 0; i < MOST; i++) {
      if (row[start + NUMBERS * MOST + i] == 1) {
        int from = start + NUMBERS * i;
        particles.add(new Particle(row[from], row[from + 1], pt * Math.exp(row[from + 2])));
      }
    }
    return particles.toArray(Particle[]::new);
  }

  private static double pt(Particle[] jet) {
    return Arrays.stream(jet).mapToDouble(Particle::pt).sum();
  }

  /** The jets' pT is 500 to 1,000 GeV. */
  private static float context(double pt) {
    return (float) ((pt - 600) / 100);
  }
}
