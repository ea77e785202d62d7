package io.vigia.sim;

import java.util.SplittableRandom;

/**
 * Stamps of single galaxies with Sersic profiles as a survey would cut them out, and of two kinds
 * of rare ones. A stamp is a pure function of seed, kind and index. Not a prediction for any
 * survey: the distributions are chosen.
 *
 * <p>Flux log-normal (median 1,600, a quarter of a decade), half-light radius log-normal (median 4
 * pixels, 25 %), index log-normal (median 1.5, 40 %), ellipticity from a normal, the angle uniform,
 * the centre off by up to half a pixel.
 */
public final class SersicSimulator {
  /** The side of a stamp, pixels. */
  public static final int SIDE = Stamp.SIDE;

  /** The standard deviation of the default point-spread function, pixels. */
  public static final double PSF = 1.3;

  /** What is in a stamp. */
  public enum Kind {
    /** One galaxy. */
    GALAXY,
    /** Two galaxies that share the flux of one, 5 to 12 pixels apart. */
    MERGER,
    /** One galaxy and the trail of a satellite, two to six times as bright as the sky's noise. */
    TRAIL
  }

  private final long seed;
  private final double psf;
  private final double noise;

  private SersicSimulator(long seed, double psf, double noise) {
    this.seed = seed;
    this.psf = psf;
    this.noise = noise;
  }

  /** Stamps with a point-spread function of {@value #PSF} pixels and the sky's noise. */
  public static SersicSimulator of(long seed) {
    return new SersicSimulator(seed, PSF, 1);
  }

  /**
   * The same scenes through another instrument.
   *
   * @param psf the standard deviation of the Gaussian point-spread function, pixels; 0 for none
   * @param noise the standard deviation of the Gaussian noise in a pixel; 0 for none
   */
  public SersicSimulator through(double psf, double noise) {
    if (!(psf >= 0 && psf <= 8) || !(noise >= 0 && Double.isFinite(noise))) {
      throw new IllegalArgumentException(
          "psf " + psf + " and noise " + noise + "; allowed: 0 to 8 pixels, and 0 or more");
    }
    return new SersicSimulator(seed, psf, noise);
  }

  /** The galaxy of a {@link Kind#GALAXY} stamp. */
  public SersicProfile profile(long index) {
    return profile(random(Kind.GALAXY, index), 1, 0, 0);
  }

  /**
   * The pixels of a stamp, row by row, in units of the sky's noise.
   *
   * @param index 0 and up
   * @return [{@value #SIDE} * {@value #SIDE}]
   */
  public float[] stamp(Kind kind, long index) {
    SplittableRandom random = random(kind, index);
    Stamp stamp = new Stamp();
    switch (kind) {
      case GALAXY -> stamp.add(profile(random, 1, 0, 0));
      case MERGER -> addMerger(stamp, random);
      case TRAIL -> {
        stamp.add(profile(random, 1, 0, 0));
        double angle = Math.PI * random.nextDouble();
        stamp.addTrail(
            random.nextDouble(2, 6),
            random.nextDouble(0.8, 1.6),
            angle,
            random.nextDouble(-15, 15));
      }
    }
    if (psf > 0) {
      stamp.blur(psf);
    }
    return noisy(stamp.pixels(), random);
  }

  private static void addMerger(Stamp stamp, SplittableRandom random) {
    double share = random.nextDouble(0.3, 0.7);
    double distance = random.nextDouble(5, 12);
    double angle = 2 * Math.PI * random.nextDouble();
    double dx = distance * Math.cos(angle);
    double dy = distance * Math.sin(angle);
    // About their centre of light.
    stamp.add(profile(random, share, -(1 - share) * dx, -(1 - share) * dy));
    stamp.add(profile(random, 1 - share, share * dx, share * dy));
  }

  private static SersicProfile profile(SplittableRandom random, double share, double x, double y) {
    double flux = share * 1600 * Math.pow(10, 0.25 * random.nextGaussian());
    double radius = within(4 * Math.exp(0.25 * random.nextGaussian()), 1.5, 9);
    double index = within(1.5 * Math.exp(0.4 * random.nextGaussian()), 0.5, 5);
    double ellipticity = within(Math.abs(0.3 * random.nextGaussian()), 0, 0.8);
    double angle = Math.PI * random.nextDouble();
    double centreX = x + random.nextDouble() - 0.5;
    double centreY = y + random.nextDouble() - 0.5;
    return new SersicProfile(flux, radius, index, ellipticity, angle, centreX, centreY);
  }

  private float[] noisy(double[] pixels, SplittableRandom random) {
    float[] out = new float[pixels.length];
    for (int i = 0; i < out.length; i++) {
      out[i] = (float) (pixels[i] + (noise > 0 ? noise * random.nextGaussian() : 0));
    }
    return out;
  }

  private SplittableRandom random(Kind kind, long index) {
    long stream = DimuonSimulator.mix(seed + DimuonSimulator.mix(kind.ordinal() + 1L));
    return new SplittableRandom(DimuonSimulator.mix(stream + DimuonSimulator.mix(index + 1)));
  }

  private static double within(double value, double least, double most) {
    return Math.min(most, Math.max(least, value));
  }
}
