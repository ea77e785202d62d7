package io.vigia.sim;

import java.util.Arrays;
import java.util.Comparator;
import java.util.SplittableRandom;

/**
 * Toy jets of particles: a shower's rough features without its physics. A jet is a pure function of
 * seed, index and number of prongs.
 *
 * <ul>
 *   <li>The jet's transverse momentum falls as {@code pT^-6} from 500 GeV, cut at 1,000 GeV.
 *   <li>Two prongs are 0.3 to 0.6 apart in (eta, phi), at any angle, and share the momentum 0.3 to
 *       0.7; one prong has it all.
 *   <li>A prong's particles share its momentum unevenly (weights {@code (-log u)^1.5}), and lie
 *       around its axis with a spread of {@code 0.08 / sqrt(n x)}, x the particle's share: the soft
 *       ones farther out.
 *   <li>Angles are relative to the jet's centre, weighted by pT. Particles fall in pT.
 * </ul>
 */
public final class JetSimulator {
  private static final double LEAST_PT = 500;
  private static final double MOST_PT = 1000;

  private final long seed;
  private final int least;
  private final int most;

  /**
   * A massless particle.
   *
   * @param eta pseudorapidity less the jet's
   * @param phi azimuth less the jet's, rad
   * @param pt transverse momentum, GeV
   */
  public record Particle(double eta, double phi, double pt) {}

  private JetSimulator(long seed, int least, int most) {
    this.seed = seed;
    this.least = least;
    this.most = most;
  }

  /** Jets of 8 to 30 particles. */
  public static JetSimulator of(long seed) {
    return of(seed, 8, 30);
  }

  /**
   * Jets of {@code least} to {@code most} particles.
   *
   * @throws IllegalArgumentException where it is not {@code 2 <= least <= most}
   */
  public static JetSimulator of(long seed, int least, int most) {
    if (least < 2 || most < least) {
      throw new IllegalArgumentException(
          "particles are " + least + " to " + most + "; allowed: from 2 up, the least first");
    }
    return new JetSimulator(seed, least, most);
  }

  /**
   * The jet of this index.
   *
   * @param prongs 1 or 2
   */
  public Particle[] jet(long index, int prongs) {
    if (prongs != 1 && prongs != 2) {
      throw new IllegalArgumentException("prongs are " + prongs + "; allowed: 1, 2");
    }
    SplittableRandom random =
        new SplittableRandom(DimuonSimulator.mix(seed + DimuonSimulator.mix(2 * index + prongs)));
    // By inversion of the cut power law.
    double cut = 1 - Math.pow(LEAST_PT / MOST_PT, 5);
    double pt = LEAST_PT * Math.pow(1 - cut * random.nextDouble(), -1 / 5.0);
    int count = least;
    for (int i = least; i < most; i++) {
      count += random.nextDouble() < 0.6 ? 1 : 0;
    }
    Particle[] particles = new Particle[count];
    if (prongs == 1) {
      fragment(particles, 0, count, 0, 0, pt, random);
    } else {
      double share = 0.3 + 0.4 * random.nextDouble();
      double half = (0.3 + 0.3 * random.nextDouble()) / 2;
      double angle = 2 * Math.PI * random.nextDouble();
      double eta = half * Math.cos(angle);
      double phi = half * Math.sin(angle);
      int first = Math.max(1, Math.min(count - 1, (int) Math.round(share * count)));
      fragment(particles, 0, first, eta, phi, share * pt, random);
      fragment(particles, first, count, -eta, -phi, (1 - share) * pt, random);
    }
    return centred(particles, pt);
  }

  /**
   * The invariant mass of massless particles, GeV: {@code m^2 = E^2 - |p|^2}.
   *
   * @param particles with any origin of the angles: the mass does not change under a boost along
   *     the beam or a rotation around it
   */
  public static double mass(Particle[] particles) {
    double e = 0;
    double x = 0;
    double y = 0;
    double z = 0;
    for (Particle one : particles) {
      e += one.pt * Math.cosh(one.eta);
      x += one.pt * Math.cos(one.phi);
      y += one.pt * Math.sin(one.phi);
      z += one.pt * Math.sinh(one.eta);
    }
    return Math.sqrt(Math.max(0, e * e - x * x - y * y - z * z));
  }

  private static void fragment(
      Particle[] out,
      int from,
      int to,
      double eta,
      double phi,
      double pt,
      SplittableRandom random) {
    double[] weights = new double[to - from];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = Math.pow(-Math.log(1 - random.nextDouble()) + 1e-3, 1.5);
    }
    double sum = Arrays.stream(weights).sum();
    for (int i = from; i < to; i++) {
      double share = weights[i - from] / sum;
      double spread = 0.08 / Math.sqrt(Math.max(0.05, weights.length * share));
      out[i] =
          new Particle(
              eta + spread * random.nextGaussian(),
              phi + spread * random.nextGaussian(),
              share * pt);
    }
  }

  private static Particle[] centred(Particle[] particles, double pt) {
    double eta = 0;
    double phi = 0;
    for (Particle one : particles) {
      eta += one.pt * one.eta / pt;
      phi += one.pt * one.phi / pt;
    }
    Particle[] out = new Particle[particles.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = new Particle(particles[i].eta - eta, particles[i].phi - phi, particles[i].pt);
    }
    Arrays.sort(out, Comparator.comparingDouble(Particle::pt).reversed());
    return out;
  }
}
