package io.vigia.calibration;

/**
 * For how long a stream was watched: the time that its events cover, or where segments have a
 * length of their own, the sum over segments. The parts of a stream report apart; what they cover
 * together counts once.
 */
public final class LiveTime {
  /** A gap between events up to this length is live, unless a topology says otherwise, s. */
  public static final double MAX_GAP_SECONDS = 60;

  /** All that is kept, for a store. */
  public record State(Coverage.State coverage, SegmentSet.State segments, double excludedSeconds) {}

  private final Coverage coverage;
  private final SegmentSet segments;

  /** Of what was covered and of segments: what did not count when it came. */
  private double excludedSeconds;

  private LiveTime(Coverage coverage, SegmentSet segments, double excludedSeconds) {
    this.coverage = coverage;
    this.segments = segments;
    this.excludedSeconds = excludedSeconds;
  }

  /**
   * @param maxGapSeconds a gap between events up to this length is live
   */
  public static LiveTime withGapsUpTo(double maxGapSeconds) {
    return new LiveTime(new Coverage(Math.round(1000 * maxGapSeconds)), new SegmentSet(), 0);
  }

  /** The live time that a state was made of. */
  public static LiveTime of(State state, double maxGapSeconds) {
    return new LiveTime(
        Coverage.of(state.coverage, Math.round(1000 * maxGapSeconds)),
        SegmentSet.of(state.segments),
        state.excludedSeconds);
  }

  public State state() {
    return new State(coverage.state(), segments.state(), excludedSeconds);
  }

  /**
   * Events came in this span of event time, without a longer gap.
   *
   * @param fromMillis ms since 1970 UTC
   */
  public void covered(long fromMillis, long toMillis) {
    covered(fromMillis, toMillis, new TimeSpans());
  }

  /**
   * As the other, but moments of which it is known now that they are not live never count.
   *
   * @param bad those moments
   */
  public void covered(long fromMillis, long toMillis, TimeSpans bad) {
    excludedSeconds += coverage.add(fromMillis, toMillis, bad) / 1000.0;
  }

  /**
   * Events came in a segment whose length is known.
   *
   * @param seconds 0 or more
   */
  public void segment(String id, double seconds) {
    segments.add(id, seconds);
  }

  /** As {@link #segment}, of one that is not live: it never counts. */
  public void badSegment(String id, double seconds) {
    double before = segments.seconds();
    segments.add(id, seconds);
    excludedSeconds += segments.seconds() - before;
  }

  /** Live seconds so far. */
  public double seconds() {
    return coverage.seconds() + segments.seconds() - excludedSeconds;
  }
}
