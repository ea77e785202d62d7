package io.vigia.training.gate;

import io.vigia.feature.FeatureSchema;
import io.vigia.retrain.GateEvidence;
import io.vigia.retrain.GateEvidence.Recovery;
import io.vigia.scoring.Score;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A candidate model beside the champion, on the same rows: what a gate decides by. */
public final class GateComparison {
  private final Contender champion;
  private final Contender candidate;
  private final GateSettings settings;
  private final UnseenRows unseen;
  private final @Nullable Score[] byChampion;
  private final @Nullable Score[] byCandidate;

  /** Rows that both score. */
  private final int[] both;

  private GateComparison(
      Contender champion, Contender candidate, UnseenRows unseen, GateSettings settings) {
    this.champion = champion;
    this.candidate = candidate;
    this.settings = settings;
    this.unseen = unseen;
    this.byChampion = champion.scoring().scores(unseen.rows(), unseen.size());
    this.byCandidate = candidate.scoring().scores(unseen.rows(), unseen.size());
    this.both =
        IntStream.range(0, unseen.size())
            .filter(row -> byChampion[row] != null && byCandidate[row] != null)
            .toArray();
    if (both.length == 0) {
      throw new IllegalArgumentException(
          "of "
              + unseen.size()
              + " unseen rows there is none that both models score; nothing can be compared");
    }
  }

  /**
   * Compares.
   *
   * @param schema of the rows: which features injections may change
   * @param past candidates; such as not both models score are left out
   * @param extra further injections by kind, rows one after the other, such as a simulator's
   * @throws IllegalArgumentException where there is no row that both score
   */
  public static GateEvidence of(
      Contender champion,
      Contender candidate,
      FeatureSchema schema,
      UnseenRows unseen,
      List<PastCandidate> past,
      Map<String, float[]> extra,
      GateSettings settings) {
    Map<String, float[]> injected =
        new LinkedHashMap<>(Injections.of(schema, unseen, settings.injections(), settings.seed()));
    injected.putAll(extra);
    return new GateComparison(champion, candidate, unseen, settings).evidence(past, injected);
  }

  private GateEvidence evidence(List<PastCandidate> past, Map<String, float[]> injected) {
    List<String> groups = Arrays.stream(both).mapToObj(unseen.groups()::get).toList();
    double[] championP = ofBoth(byChampion, Score::pValue);
    double[] candidateP = ofBoth(byCandidate, Score::pValue);
    PairedDifference nll = nllDifference(groups);
    boolean comparable = champion.isDensity() && candidate.isDensity();
    PastAlerts alerts = PastAlerts.of(past, champion, candidate, settings.alertP());
    return new GateEvidence(
        champion.sha256(),
        candidate.sha256(),
        both.length,
        source(),
        comparable ? nll.mean() : null,
        comparable && Double.isFinite(nll.error()) ? nll.error() : null,
        PValueUniformity.of(championP, groups, champion.calibrationRows()),
        PValueUniformity.of(candidateP, groups, candidate.calibrationRows()),
        recovery(injected),
        settings.alertP(),
        alertShare(championP),
        alertShare(candidateP),
        alerts.count(),
        first(alerts.lost()),
        alerts.lost().size(),
        first(alerts.gained()),
        alerts.gained().size());
  }

  private String source() {
    int without = unseen.size() - both.length;
    return without == 0
        ? unseen.source()
        : unseen.source() + "; " + without + " that not both score are left out";
  }

  private PairedDifference nllDifference(List<String> groups) {
    double[] differences = ofBoth(byCandidate, Score::nll);
    double[] before = ofBoth(byChampion, Score::nll);
    Arrays.setAll(differences, i -> differences[i] - before[i]);
    return PairedDifference.of(differences, groups);
  }

  private double[] ofBoth(@Nullable Score[] scores, ToDoubleFunction<Score> figure) {
    return Arrays.stream(both)
        .mapToObj(row -> scores[row])
        .mapToDouble(score -> score == null ? Double.NaN : figure.applyAsDouble(score))
        .toArray();
  }

  private double alertShare(double[] pValues) {
    return Arrays.stream(pValues).filter(p -> p <= settings.alertP()).count()
        / (double) pValues.length;
  }

  private Map<String, Recovery> recovery(Map<String, float[]> injected) {
    Rarity byOne = Rarity.of(byChampion, settings.falseAlarms());
    Rarity byOther = Rarity.of(byCandidate, settings.falseAlarms());
    Map<String, Recovery> recovery = new LinkedHashMap<>();
    injected.forEach(
        (kind, rows) -> {
          int count = rows.length / unseen.inputs();
          recovery.put(
              kind,
              new Recovery(
                  settings.falseAlarms(),
                  count,
                  byOne.found(champion.scoring().scores(rows, count)),
                  byOther.found(candidate.scoring().scores(rows, count))));
        });
    return recovery;
  }

  private static List<String> first(List<String> ids) {
    return new ArrayList<>(ids.subList(0, Math.min(GateEvidence.MOST_IDS, ids.size())));
  }
}
