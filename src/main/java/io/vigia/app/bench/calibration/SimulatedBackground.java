package io.vigia.app.bench.calibration;

import java.util.SplittableRandom;

/** Scores drawn from a law, as many as are wanted. */
record SimulatedBackground(ScoreLaw law, int calibrationSize, int testSize) implements Background {
  @Override
  public String name() {
    return "simulated " + law.label();
  }

  @Override
  public boolean isSimulated() {
    return true;
  }

  @Override
  public HeldOut heldOut(long seed, Training training) {
    SplittableRandom random =
        new SplittableRandom(1000 * seed + 10 * law.ordinal() + training.ordinal());
    return new HeldOut(law.draws(calibrationSize, random), law.draws(testSize, random));
  }
}
