package io.vigia.sim;

/**
 * The simulated trigger stream with a fault that begins at one of its events. An event is a pure
 * function of seed and index, as those of {@link DimuonSimulator} are.
 */
public final class FaultyDimuonStream {
  private final DimuonSimulator sound;
  private final DetectorFault fault;
  private final long from;
  private final long growth;

  /**
   * @param fault what happens
   * @param from the first index that it happens to
   * @param growth events over which a new kind of event grows to its share, from 1
   */
  public FaultyDimuonStream(long seed, DetectorFault fault, long from, long growth) {
    if (growth < 1) {
      throw new IllegalArgumentException("a growth over " + growth + " events; allowed: from 1");
    }
    this.sound = DimuonSimulator.of(seed);
    this.fault = fault;
    this.from = from;
    this.growth = growth;
  }

  /**
   * The event of this index.
   *
   * @param timeMillis ms since 1970 UTC
   */
  public SimulatedEvent event(long index, long timeMillis) {
    boolean isSpared = fault == DetectorFault.HALF_STUCK && index % 2 != 0;
    if (index < from || fault == DetectorFault.NONE || isSpared) {
      return sound.event(index, timeMillis);
    }
    if (fault == DetectorFault.NEW_CLASS) {
      double grown = Math.min(1, (index - from + 1) / (double) growth);
      return sound
          .withAnomalies(DimuonProcess.DARK_PHOTON, grown * DetectorFault.NEW_CLASS_SHARE)
          .event(index, timeMillis);
    }
    SimulatedEvent event = sound.event(index, timeMillis);
    boolean isGain = fault == DetectorFault.GAIN;
    return new SimulatedEvent(
        event.run(),
        event.event(),
        event.timeMillis(),
        isGain ? scaled(event.pt1()) : event.pt1(),
        isGain ? event.eta1() : DetectorFault.STUCK_ETA,
        event.phi1(),
        event.q1(),
        isGain ? scaled(event.pt2()) : event.pt2(),
        event.eta2(),
        event.phi2(),
        event.q2(),
        event.truth());
  }

  private static double scaled(double pt) {
    return Math.rint(pt * DetectorFault.GAIN_FACTOR * 1e4) / 1e4;
  }
}
