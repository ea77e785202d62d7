package io.vigia.scoring;

/**
 * What a model says of one event.
 *
 * @param nll negative log-likelihood, nats over the model's feature space; finite, higher is rarer
 * @param pValue conformal p-value against held-out background, in (0, 1]
 */
public record Score(double nll, double pValue) {
  public Score {
    if (!Double.isFinite(nll) || !(pValue > 0 && pValue <= 1)) {
      throw new IllegalArgumentException("not a score: nll " + nll + ", p-value " + pValue);
    }
  }
}
