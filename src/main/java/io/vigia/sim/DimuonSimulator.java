package io.vigia.sim;

import java.util.SplittableRandom;

/**
 * A trigger stream of two-muon events: continuum, resonances, unrelated pairs, and now and then an
 * injected anomaly. Muons pass if |eta| is below 2.4 and pt above 3 GeV.
 *
 * <p>An event is a pure function of seed and index: any number of producers may share the work. Not
 * a prediction for any experiment: shapes are the textbook's, shares are chosen.
 */
public final class DimuonSimulator {
  /** Collision energy of the rapidity range, GeV. */
  private static final double COLLISION_ENERGY = 7000;

  private static final double CONTINUUM_MIN = 1.5;
  private static final double CONTINUUM_MAX = 400;
  private static final double CONTINUUM_POWER = 2.5;
  private static final double DARK_PHOTON_MIN_PT = 80;
  private static final double DARK_PHOTON_PT_SCALE = 25;

  /** What makes an id larger than a double can hold exactly. */
  static final long LARGE_ID = 1L << 60;

  private static final DimuonProcess[] PROCESSES = DimuonProcess.values();

  private final long seed;
  private final DimuonProcess anomaly;
  private final double rate;

  private DimuonSimulator(long seed, DimuonProcess anomaly, double rate) {
    this.seed = seed;
    this.anomaly = anomaly;
    this.rate = rate;
  }

  /** Background alone. */
  public static DimuonSimulator of(long seed) {
    return new DimuonSimulator(seed, DimuonProcess.DARK_PHOTON, 0);
  }

  /**
   * The same events, a share of which is replaced by anomalies.
   *
   * @param anomaly an injected process
   * @param rate share of all events, 0 to 1
   */
  public DimuonSimulator withAnomalies(DimuonProcess anomaly, double rate) {
    if (!anomaly.injected()) {
      throw new IllegalArgumentException(anomaly.label() + " is background, not an anomaly");
    }
    if (!(rate >= 0 && rate <= 1)) {
      throw new IllegalArgumentException("the anomaly rate is " + rate + "; it must be 0 to 1");
    }
    return new DimuonSimulator(seed, anomaly, rate);
  }

  /**
   * The event of this index.
   *
   * @param index 0 and up
   * @param timeMillis ms since 1970 UTC
   */
  public SimulatedEvent event(long index, long timeMillis) {
    SplittableRandom random = new SplittableRandom(mix(seed + mix(index + 1)));
    DimuonProcess process = injected(index) ? anomaly : background(random);
    MuonPair pair = new MuonPair();
    MeasuredMuon first = new MeasuredMuon();
    MeasuredMuon second = new MeasuredMuon();
    do {
      do {
        generate(process, pair, random);
      } while (!pair.plausible());
      pair.measure(first, second, random);
    } while (!first.accepted() || !second.accepted());
    int charge = random.nextBoolean() ? 1 : -1;
    boolean sameSign = process == DimuonProcess.COMBINATORIAL && random.nextBoolean();
    boolean ordered = first.pt >= second.pt;
    MeasuredMuon a = ordered ? first : second;
    MeasuredMuon b = ordered ? second : first;
    return new SimulatedEvent(
        1 + (int) (index / SimulatedEvent.RUN_LENGTH),
        index % 2 == 0 ? index : LARGE_ID + index,
        timeMillis,
        a.pt,
        a.eta,
        a.phi,
        charge,
        b.pt,
        b.eta,
        b.phi,
        sameSign ? charge : -charge,
        process);
  }

  /** Decided apart from the event's own random numbers: the background stays what it was. */
  private boolean injected(long index) {
    return (mix(mix(seed) + index) >>> 11) * 0x1p-53 < rate;
  }

  private static DimuonProcess background(SplittableRandom random) {
    double left = random.nextDouble();
    for (DimuonProcess process : PROCESSES) {
      left -= process.share();
      if (left < 0) {
        return process;
      }
    }
    return DimuonProcess.CONTINUUM;
  }

  private static void generate(DimuonProcess process, MuonPair pair, SplittableRandom random) {
    if (process == DimuonProcess.COMBINATORIAL) {
      pair.independent(
          transverseMomentum(process, 0, MuonPair.MIN_TRUE_PT, random),
          MeasuredMuon.MAX_ETA * (2 * random.nextDouble() - 1),
          transverseMomentum(process, 0, MuonPair.MIN_TRUE_PT, random),
          MeasuredMuon.MAX_ETA * (2 * random.nextDouble() - 1),
          random);
      return;
    }
    double mass = mass(process, random);
    double pt =
        process == DimuonProcess.DARK_PHOTON
            ? DARK_PHOTON_MIN_PT + DARK_PHOTON_PT_SCALE * random.nextExponential()
            : transverseMomentum(process, mass, leastPairPt(mass), random);
    double rapidity = 0.25 * Math.log(COLLISION_ENERGY / mass) * random.nextGaussian();
    pair.decay(mass, pt, rapidity, random);
  }

  /** Breit-Wigner for a resonance, cut at ten widths; a power law for the continuum. */
  private static double mass(DimuonProcess process, SplittableRandom random) {
    if (process == DimuonProcess.CONTINUUM) {
      double power = 1 - CONTINUUM_POWER;
      double low = Math.pow(CONTINUUM_MIN, power);
      double high = Math.pow(CONTINUUM_MAX, power);
      return Math.pow(low + random.nextDouble() * (high - low), 1 / power);
    }
    double offset = 0.5 * Math.tan(Math.PI * (random.nextDouble() - 0.5));
    return process.mass() + process.width() * Math.max(-10, Math.min(10, offset));
  }

  /**
   * Below this pair pT no decay gives two muons above the trigger's threshold: the most balanced
   * one gives both {@code sqrt(pT^2 + m^2) / 2}.
   */
  private static double leastPairPt(double mass) {
    double both = 2 * MuonPair.MIN_TRUE_PT;
    return Math.sqrt(Math.max(0, both * both - mass * mass));
  }

  /** Inverse of {@code F(pT) = 1 - (1 + (pT / p0)^2)^(1 - n)}, above {@code least}. */
  private static double transverseMomentum(
      DimuonProcess process, double mass, double least, SplittableRandom random) {
    double p0 = process.p0(mass);
    double power = 1 - process.n();
    double survival = (1 - random.nextDouble()) * Math.pow(1 + least * least / (p0 * p0), power);
    return p0 * Math.sqrt(Math.pow(survival, 1 / power) - 1);
  }

  /** The finaliser of MurmurHash3 (Stafford's mix 13). */
  static long mix(long z) {
    z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
    z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
    return z ^ (z >>> 31);
  }
}
