package io.vigia.sim;

/**
 * One two-muon event of the simulated trigger stream, the harder muon first.
 *
 * @param run a run has {@link #RUN_LENGTH} events
 * @param event unique; every second one is above 2^53, which a double cannot hold exactly
 * @param timeMillis ms since 1970 UTC
 * @param pt1 GeV, a multiple of 1e-4 as in the JSON
 * @param eta1 pseudorapidity, a multiple of 1e-5
 * @param phi1 rad in [-pi, pi], a multiple of 1e-5
 * @param q1 charge, -1 or +1
 * @param truth what made it; never in the JSON
 */
public record SimulatedEvent(
    int run,
    long event,
    long timeMillis,
    double pt1,
    double eta1,
    double phi1,
    int q1,
    double pt2,
    double eta2,
    double phi2,
    int q2,
    DimuonProcess truth) {

  /** Events in a run. */
  public static final int RUN_LENGTH = 100_000;

  /** The Kafka header that names {@link #truth()}; scoring never sees headers. */
  public static final String TRUTH_HEADER = "vigia-sim-truth";

  static final double MUON_MASS = 0.1056584;

  /** Invariant mass of the pair, GeV. */
  public double mass() {
    double e1 = energy(pt1, eta1);
    double e2 = energy(pt2, eta2);
    double px = pt1 * Math.cos(phi1) + pt2 * Math.cos(phi2);
    double py = pt1 * Math.sin(phi1) + pt2 * Math.sin(phi2);
    double pz = pt1 * Math.sinh(eta1) + pt2 * Math.sinh(eta2);
    return Math.sqrt((e1 + e2) * (e1 + e2) - px * px - py * py - pz * pz);
  }

  private static double energy(double pt, double eta) {
    double p = pt * Math.cosh(eta);
    return Math.sqrt(p * p + MUON_MASS * MUON_MASS);
  }

  /** The event as the trigger would send it: a JSON object, no line end. */
  public byte[] toJson() {
    return json(new JsonBytes()).toByteArray();
  }

  /** The same with a last field {@code label}: 1 for an injected event, else 0. */
  public byte[] toJson(String label) {
    JsonBytes out = new JsonBytes();
    fields(out);
    return out.field(label, truth.injected() ? 1 : 0).end().toByteArray();
  }

  JsonBytes json(JsonBytes out) {
    fields(out);
    return out.end();
  }

  private void fields(JsonBytes out) {
    out.begin()
        .field("run", run)
        .field("event", event)
        .field("t", timeMillis)
        .field("pt1", pt1, 4)
        .field("eta1", eta1, 5)
        .field("phi1", phi1, 5)
        .field("q1", q1)
        .field("pt2", pt2, 4)
        .field("eta2", eta2, 5)
        .field("phi2", phi2, 5)
        .field("q2", q2)
        .field("is_mc", 0);
  }
}
