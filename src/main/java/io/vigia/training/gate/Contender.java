package io.vigia.training.gate;

import io.vigia.calibration.Calibration;
import io.vigia.kernel.Meaning;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import org.jspecify.annotations.Nullable;

/**
 * A model to be compared.
 *
 * @param sha256 of the bundle, hex
 * @param isDensity whether its nll is a negative log-density, exactly or by a bound
 * @param calibrationRows what its p-values were counted among
 * @param scoring rows in, scores out
 */
public record Contender(
    String sha256, boolean isDensity, int calibrationRows, BulkScoring scoring) {
  /** Rows in, scores out. */
  @FunctionalInterface
  public interface BulkScoring {
    /**
     * @param rows {@code count} of them, one after the other
     * @return for each its score; null where it has none
     */
    @Nullable Score[] scores(float[] rows, int count);
  }

  /**
   * @throws IllegalArgumentException where no calibration row is given
   */
  public Contender {
    if (calibrationRows < 1) {
      throw new IllegalArgumentException(
          calibrationRows + " calibration rows; at least one is needed");
    }
  }

  /** A bundle whose members are compiled, or stood in for. */
  public static Contender of(ScoringModel model) {
    Scorer scorer = model.newScorer();
    return new Contender(
        model.identity().sha256(),
        model.bundle().members().stream().anyMatch(one -> one.meaning() != Meaning.SCORE),
        model.bundle().calibrations().tables().stream().mapToInt(Calibration::size).sum(),
        scorer::scores);
  }
}
