package io.vigia.scoring;

import io.vigia.calibration.Calibration;
import io.vigia.kernel.LogDensity;
import org.jspecify.annotations.Nullable;

/**
 * Vector in, calibrated score out. Owned by one thread, as its kernel is; density and calibration
 * are those of one bundle, so that a score never meets another model's threshold.
 */
public final class Scorer {
  private final ModelIdentity identity;
  private final LogDensity density;
  private final Calibration calibration;

  Scorer(ModelIdentity identity, LogDensity density, Calibration calibration) {
    this.identity = identity;
    this.density = density;
    this.calibration = calibration;
  }

  public ModelIdentity identity() {
    return identity;
  }

  public Calibration calibration() {
    return calibration;
  }

  /**
   * Scores one vector.
   *
   * @param vector {@code [features]}, every value finite
   * @return null when the density has no finite value there: NaN and infinities are never scores
   */
  public @Nullable Score score(float[] vector) {
    double nll = -density.logDensity(vector, 0);
    return Double.isFinite(nll) ? new Score(nll, calibration.pValue(nll)) : null;
  }
}
