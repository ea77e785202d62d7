package io.vigia.scoring.reason;

import java.util.List;

/**
 * Why a row is rare.
 *
 * @param contributions of its features, most nats first
 * @param culprits the few features that make it rare, most nats first; none where no few do
 * @param counterfactual the row with the culprits as the other features let expect: the row itself
 *     where there are none. Not copied
 * @param counterfactualPValue of that row; NaN where it has none
 * @param sentence for a person
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Explanation(
    List<Contribution> contributions,
    List<String> culprits,
    float[] counterfactual,
    double counterfactualPValue,
    String sentence) {
  public Explanation {
    contributions = List.copyOf(contributions);
    culprits = List.copyOf(culprits);
  }
}
