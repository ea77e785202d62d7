package io.vigia.app.bench.retrain;

import io.vigia.sim.DetectorFault;
import java.util.List;
import java.util.Map;

/**
 * Something that happens to a stream, and what the loop must make of it.
 *
 * @param name for figures and topics
 * @param fault what happens
 * @param retrain the topology's section
 * @param training the topology's section
 * @param workers processes
 * @param killsAWorker whether the one that trains is killed halfway
 * @param endsWith what is waited for
 */
record Scenario(
    String name,
    DetectorFault fault,
    Map<String, Object> retrain,
    Map<String, Object> training,
    int workers,
    boolean killsAWorker,
    Ending endsWith) {
  /** What ends a scenario. */
  enum Ending {
    /** The new model scores all partitions. */
    CUT_OVER,
    /** The candidate is judged. */
    VERDICT,
    /** The desk reports a drift. */
    DRIFT
  }

  /** All of them, the whole loop first. */
  static List<Scenario> all() {
    return List.of(
        gain(), worse(), killedWorker(), newClass(), brokenChannel(), halfBrokenChannel());
  }

  /** Real events, run by run: each window trains, and the gate judges. */
  static Scenario runs() {
    return new Scenario(
        "runs",
        DetectorFault.NONE,
        Map.of("count", 8000, "min-rows", 8000, "gate", "auto"),
        Map.of("max-steps", 1500, "seed", 1),
        1,
        false,
        Ending.VERDICT);
  }

  /** A detector gain changes: drift, window, training, promotion, and the rate is right again. */
  private static Scenario gain() {
    return new Scenario(
        "gain",
        DetectorFault.GAIN,
        Map.of("min-rows", 40_000, "gate", Map.of("drift", "auto")),
        Map.of("max-steps", 1200, "seed", 1),
        1,
        false,
        Ending.CUT_OVER);
  }

  /** A candidate that has learned nearly nothing. */
  private static Scenario worse() {
    return new Scenario(
        "worse-candidate",
        DetectorFault.NONE,
        Map.of("count", 8000, "min-rows", 8000, "start", "fresh", "gate", "auto"),
        Map.of("max-steps", 1, "seed", 1),
        1,
        false,
        Ending.VERDICT);
  }

  /** The worker that trains is killed, and another finishes. */
  private static Scenario killedWorker() {
    return new Scenario(
        "killed-worker",
        DetectorFault.NONE,
        Map.of("count", 8000, "min-rows", 8000, "start", "fresh", "gate", "auto"),
        Map.of("max-steps", 1000, "seed", 1),
        2,
        true,
        Ending.VERDICT);
  }

  /** A new class grows to two in a hundred. */
  private static Scenario newClass() {
    return new Scenario(
        "new-class",
        DetectorFault.NEW_CLASS,
        Map.of("min-rows", 8000, "gate", "manual"),
        Map.of("max-steps", 1000, "seed", 1),
        1,
        false,
        Ending.DRIFT);
  }

  /** A channel is stuck while windows close by count. */
  private static Scenario brokenChannel() {
    return broken("broken-channel", DetectorFault.STUCK);
  }

  /** It is stuck in half of the events, and says something else in between. */
  private static Scenario halfBrokenChannel() {
    return broken("half-broken-channel", DetectorFault.HALF_STUCK);
  }

  private static Scenario broken(String name, DetectorFault fault) {
    // A person decides: a promotion would begin a new reference just when the fault comes.
    return new Scenario(
        name,
        fault,
        Map.of("count", 8000, "min-rows", 2000, "gate", "manual"),
        Map.of("max-steps", 100, "seed", 1),
        1,
        false,
        Ending.DRIFT);
  }
}
