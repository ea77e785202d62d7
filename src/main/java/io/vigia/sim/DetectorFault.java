package io.vigia.sim;

/** What may happen to the detector of the simulated trigger stream, or to the world before it. */
public enum DetectorFault {
  /** Nothing. */
  NONE,
  /** The momentum scale changes: both momenta are measured too high, by {@link #GAIN_FACTOR}. */
  GAIN,
  /** A new kind of event appears and grows to {@link #NEW_CLASS_SHARE} of all. */
  NEW_CLASS,
  /** The harder muon's eta is one value again and again. */
  STUCK,
  /** The same in every second event. */
  HALF_STUCK;

  /** How much too high momenta are. */
  public static final double GAIN_FACTOR = 1.3;

  /** Share of the new kind at last. */
  public static final double NEW_CLASS_SHARE = 0.02;

  /** Whether a channel is broken. */
  public boolean isBroken() {
    return this == STUCK || this == HALF_STUCK;
  }

  /** What a stuck channel says. */
  static final double STUCK_ETA = 0.5;
}
