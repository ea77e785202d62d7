package io.vigia.app.bench.calibration;

/** Where scores of background come from. */
interface Background {
  /** Trained for the first time, and once more on a newer window under another seed. */
  enum Training {
    FIRST,
    AGAIN;

    String label() {
      return this == FIRST ? "first" : "again";
    }
  }

  String name();

  /** Whether there is no end of it. */
  boolean isSimulated();

  /** Scores under a seed: the same for the same seed and training. */
  HeldOut heldOut(long seed, Training training);
}
