package io.vigia.sim;

import java.util.SplittableRandom;

/**
 * A stream of events with {@value #FEATURES} correlated, non-Gaussian numbers {@code x0} to {@code
 * x15}, about 310 bytes of JSON each: the load of {@code bench stream}.
 *
 * <p>With z standard normal: {@code y_j = 0.6 y_(j-1) + 0.8 z_j}, then {@code x_j = y_j + 0.3
 * (y_(j-1)^2 - 1)} for even j and {@code x_j = sinh(0.7 y_j) + 0.3 y_(j-1)} for odd j. An event is
 * a pure function of seed and index.
 */
public final class VectorSimulator {
  public static final int FEATURES = 16;

  private static final int DECIMALS = 6;
  private static final String[] NAMES = new String[FEATURES];

  static {
    for (int j = 0; j < FEATURES; j++) {
      NAMES[j] = "x" + j;
    }
  }

  private final long seed;

  private VectorSimulator(long seed) {
    this.seed = seed;
  }

  public static VectorSimulator of(long seed) {
    return new VectorSimulator(seed);
  }

  /** The numbers of the event of this index, as in the JSON up to its rounding to 1e-6. */
  public double[] vector(long index) {
    SplittableRandom random =
        new SplittableRandom(DimuonSimulator.mix(seed + DimuonSimulator.mix(index + 1)));
    double[] x = new double[FEATURES];
    double before = random.nextGaussian();
    for (int j = 0; j < FEATURES; j++) {
      double y = 0.6 * before + 0.8 * random.nextGaussian();
      x[j] = j % 2 == 0 ? y + 0.3 * (before * before - 1) : Math.sinh(0.7 * y) + 0.3 * before;
      before = y;
    }
    return x;
  }

  /**
   * The event of this index as JSON, no line end: {@code run}, {@code event}, {@code t}, x0 to x15,
   * {@code is_mc}.
   *
   * @param timeMillis ms since 1970 UTC
   */
  public byte[] json(long index, long timeMillis) {
    double[] x = vector(index);
    JsonBytes out =
        new JsonBytes()
            .begin()
            .field("run", 1 + index / SimulatedEvent.RUN_LENGTH)
            .field("event", DimuonSimulator.LARGE_ID + index)
            .field("t", timeMillis);
    for (int j = 0; j < FEATURES; j++) {
      out.field(NAMES[j], x[j], DECIMALS);
    }
    return out.field("is_mc", 0).end().toByteArray();
  }
}
