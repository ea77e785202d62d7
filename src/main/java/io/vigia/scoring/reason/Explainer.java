package io.vigia.scoring.reason;

import static java.util.stream.Collectors.toSet;

import io.vigia.feature.Feature;
import io.vigia.kernel.FeatureColumn;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Tensor;
import io.vigia.model.Member;
import io.vigia.model.TypicalRows;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Says why a row is rare, by the density that scored it. With S the few features that explain it
 * best (see {@link CulpritSearch}) and G(S) by how many nats the nll would fall, on average, were
 * they drawn anew given the others, a feature's nats are:
 *
 * <ul>
 *   <li>in S: its share of G(S), which is the whole where S is this feature alone;
 *   <li>not in S: {@code G(S and i) - G(S)}, so that a feature that only looks wrong beside a wrong
 *       one is not blamed. It is taken as {@code G(i)} at the row whose S is as expected, but of
 *       the feature that promises most, which is tried.
 * </ul>
 *
 * <p>{@code G(i) = E[log p(x'_i | x_-i)] - log p(x_i | x_-i)}: the conditional surprise of the
 * value, less what is expected of it. No order of the features enters. Expected values and
 * intervals are those of {@code p(x_i | x_-i)} at the row whose S is as expected; where S has two,
 * theirs are those of {@code p(x_i | x_-S)}, since neither says what the other should be. Context
 * columns are given, never blamed; nor are features missing under {@code missing: mask}.
 *
 * <p>Of an ensemble p is the normalised geometric mean of the members that are densities; where
 * none is one, the exponential of minus the mean score stands in for it and the numbers are no
 * nats. Owned by one thread.
 */
public final class Explainer {
  private static final double LOW = 0.05;
  private static final double HIGH = 0.95;

  private final List<Feature> features;
  private final Axis[] axes;
  private final ReferenceDensity density;
  private final CulpritSearch search;
  private final Scorer scorer;
  private final TypicalRows typical;
  private @Nullable TypicalNeighbour neighbours;

  private Explainer(ScoringModel model) {
    this.features = model.bundle().schema().features();
    this.axes = axes(model.bundle().members());
    this.density = new ReferenceDensity(model, axes);
    this.search = new CulpritSearch(axes, density, Correlations.of(axes, model.bundle().typical()));
    this.scorer = model.newScorer();
    this.typical = model.bundle().typical();
  }

  /** An explainer by this model, for one thread. */
  public static Explainer of(ScoringModel model) {
    return new Explainer(model);
  }

  /** By the first member that is a density, else the first. */
  private static Axis[] axes(List<Member> members) {
    Member member =
        members.stream()
            .filter(one -> one.meaning() != Meaning.SCORE)
            .findFirst()
            .orElse(members.get(0));
    List<FeatureColumn> columns = member.preprocessing().features();
    Axis[] axes = new Axis[columns.size()];
    int coordinate = 0;
    for (int j = 0; j < axes.length; j++) {
      double centre = 0;
      double spread = 1;
      if (columns.get(j) instanceof FeatureColumn.Continuous column) {
        centre = standardisation(member, FlowWeights.MEAN, coordinate, column.centre());
        spread = standardisation(member, FlowWeights.SCALE, coordinate, column.spread());
        coordinate++;
      }
      axes[j] = Axis.of(columns.get(j), centre, spread);
    }
    return axes;
  }

  /** What the weights say of a coordinate's mean or scale; else what the preprocessing does. */
  private static double standardisation(Member member, String name, int coordinate, double other) {
    return member.weights().tensors().get(name) instanceof Tensor.Floats floats
            && floats.size() > coordinate
        ? floats.data()[coordinate]
        : other;
  }

  /**
   * Explains a row.
   *
   * @param row features, then context, as it was scored
   * @param pValue that it was given
   */
  public Explanation explain(float[] row, double pValue) {
    int[] open = IntStream.range(0, axes.length).filter(j -> !axes[j].isBeyond(row[j])).toArray();
    CulpritSearch.Found found = search.search(row, open);
    List<Contribution> contributions = new ArrayList<>();
    for (int i = 0; i < open.length; i++) {
      contributions.add(contribution(row, open[i], found.nats()[open[i]], found.conditionals()[i]));
    }
    contributions.sort(Comparator.comparingDouble(one -> -one.nats()));
    Set<String> blamed =
        Arrays.stream(found.set().features()).mapToObj(j -> axes[j].name()).collect(toSet());
    List<String> culprits =
        contributions.stream().map(Contribution::feature).filter(blamed::contains).toList();
    double restored = culprits.isEmpty() ? pValue : pValue(found.set().row());
    return new Explanation(
        contributions,
        culprits,
        found.set().row(),
        restored,
        Sentence.of(contributions, culprits, density.hasDensity(), pValue, restored));
  }

  private double pValue(float[] row) {
    Score score = scorer.score(row);
    return score == null ? Double.NaN : score.pValue();
  }

  /**
   * The typical row that is most like this one, of those that the bundle keeps: ask with an
   * explanation's counterfactual, so that what is wrong with the event does not choose it.
   *
   * @return null where the bundle keeps none
   */
  public float @Nullable [] nearestTypical(float[] row) {
    if (neighbours == null) {
      neighbours = new TypicalNeighbour(axes, density, typical);
    }
    return neighbours.of(row);
  }

  private Contribution contribution(float[] row, int j, double nats, Conditional conditional) {
    return new Contribution(
        axes[j].name(),
        features.get(j).unit(),
        row[j],
        nats,
        conditional.expected(),
        conditional.quantile(LOW),
        conditional.quantile(HIGH),
        conditional.direction(row[j]));
  }
}
