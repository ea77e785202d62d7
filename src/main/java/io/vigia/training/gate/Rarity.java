package io.vigia.training.gate;

import io.vigia.scoring.Score;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The order in which a model finds events rare: by p-value, and where those are equal, as below the
 * calibration's floor, by the statistic behind them.
 */
final class Rarity {
  private static final Comparator<Score> RAREST_FIRST =
      Comparator.comparingDouble(Score::pValue)
          .thenComparing(Comparator.comparingDouble(Score::statistic).reversed());

  /** The first score that is not among the share above the threshold. */
  private final Score threshold;

  private Rarity(Score threshold) {
    this.threshold = threshold;
  }

  /**
   * The threshold that so large a share of these rows is above.
   *
   * @param scores at least one that is not null
   */
  static Rarity of(@Nullable Score[] scores, double share) {
    Score[] ranked =
        Arrays.stream(scores).filter(Objects::nonNull).sorted(RAREST_FIRST).toArray(Score[]::new);
    int above = Math.min(ranked.length - 1, (int) (share * ranked.length));
    return new Rarity(ranked[above]);
  }

  /** How many of these are above the threshold; what has no score is not. */
  long found(@Nullable Score[] scores) {
    return Arrays.stream(scores)
        .filter(Objects::nonNull)
        .filter(score -> RAREST_FIRST.compare(score, threshold) < 0)
        .count();
  }
}
