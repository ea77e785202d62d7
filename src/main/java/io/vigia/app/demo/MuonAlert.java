package io.vigia.app.demo;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * What an alert record of the demo's topology says of its event.
 *
 * @param pValue in (0, 1]
 * @param farHz NaN while the rate of the stream is not yet known
 * @param pt1 transverse momentum of the harder muon, GeV
 * @param eta1 its pseudorapidity
 * @param phi1 its azimuth, rad
 */
record MuonAlert(
    double pValue,
    double farHz,
    double pt1,
    double eta1,
    double phi1,
    double pt2,
    double eta2,
    double phi2) {

  static MuonAlert of(JsonNode alert) {
    JsonNode carried = alert.path("carried");
    return new MuonAlert(
        alert.path("p_value").doubleValue(),
        alert.path("far").asDouble(Double.NaN),
        carried.path("pt1").doubleValue(),
        carried.path("eta1").doubleValue(),
        carried.path("phi1").doubleValue(),
        carried.path("pt2").doubleValue(),
        carried.path("eta2").doubleValue(),
        carried.path("phi2").doubleValue());
  }

  /**
   * Invariant mass of the pair, GeV, its muons' own masses neglected: {@code m^2 = 2 pt1 pt2
   * (cosh(eta1 - eta2) - cos(phi1 - phi2))}.
   */
  double mass() {
    return Math.sqrt(2 * pt1 * pt2 * (Math.cosh(eta1 - eta2) - Math.cos(phi1 - phi2)));
  }

  /** Distance of the muons, {@code sqrt(deta^2 + dphi^2)}. */
  double distance() {
    return Math.hypot(eta1 - eta2, Math.IEEEremainder(phi1 - phi2, 2 * Math.PI));
  }
}
