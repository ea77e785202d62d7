package io.vigia.sim;

import java.util.Locale;

/**
 * What made a pair of muons: the processes of the background, and the injected ones.
 *
 * <p>The transverse momentum follows {@code dN/dpT ~ pT / (1 + (pT / p0)^2)^n}, the usual form for
 * quarkonia and a fair one for the Z; {@code p0} grows with the mass where the mass is drawn.
 */
public enum DimuonProcess {
  /** Drell-Yan-like pairs, {@code dN/dm ~ m^-2.5} between 1.5 and 400 GeV. */
  CONTINUUM(0.45, Double.NaN, 0, 2.5, 4.0),
  /** Two muons of two unrelated decays: any angle between them, any charges. */
  COMBINATORIAL(0.15, Double.NaN, 0, 4.0, 3.6),
  JPSI(0.22, 3.0969, 9.3e-5, 5.0, 3.5),
  PSI_2S(0.02, 3.6861, 2.9e-4, 5.5, 3.5),
  UPSILON_1S(0.06, 9.4603, 5.4e-5, 7.0, 3.5),
  UPSILON_2S(0.02, 10.0233, 3.2e-5, 7.0, 3.4),
  UPSILON_3S(0.01, 10.3552, 2.0e-5, 7.0, 3.4),
  Z(0.07, 91.1876, 2.4952, 13.0, 2.4),

  /**
   * Injected: a boosted light resonance of 2 GeV, pT above 80 GeV: two hard, nearly collinear
   * muons, where there is next to no background.
   */
  DARK_PHOTON(0, 2.0, 0, 0, 0),
  /** Injected: a resonance of 900 GeV, far above the continuum: two hard muons back to back. */
  HEAVY_RESONANCE(0, 900, 9, 30, 2.4);

  private final double share;
  private final double mass;
  private final double width;
  private final double p0;
  private final double n;

  DimuonProcess(double share, double mass, double width, double p0, double n) {
    this.share = share;
    this.mass = mass;
    this.width = width;
    this.p0 = p0;
    this.n = n;
  }

  /** Share of the triggered background; 0 for what is injected. */
  public double share() {
    return share;
  }

  /** GeV (PDG); NaN where it is drawn. */
  public double mass() {
    return mass;
  }

  /** Natural width, GeV (PDG). */
  public double width() {
    return width;
  }

  /** Whether it is an anomaly, not background. */
  public boolean injected() {
    return share == 0;
  }

  /** The name on the command line and in the truth header, such as {@code dark-photon}. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The scale of the pT spectrum for a pair of this mass, GeV. */
  double p0(double pairMass) {
    return this == CONTINUUM ? p0 + 0.15 * pairMass : p0;
  }

  /** The power of the pT spectrum. */
  double n() {
    return n;
  }
}
