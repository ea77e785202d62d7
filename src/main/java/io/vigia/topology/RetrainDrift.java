package io.vigia.topology;

import io.vigia.feature.FeatureSchema;
import io.vigia.retrain.DriftReport;
import io.vigia.retrain.DriftWatch;
import io.vigia.retrain.Sample;
import io.vigia.retrain.drift.DriftMonitor;
import io.vigia.retrain.drift.DriftSettings;
import io.vigia.retrain.drift.DriftStatus;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The drift monitor of a topology's samples. */
final class RetrainDrift implements DriftWatch {
  private final DriftMonitor monitor;
  private final double preCut;

  private RetrainDrift(DriftMonitor monitor, double preCut) {
    this.monitor = monitor;
    this.preCut = preCut;
  }

  /**
   * @param stored a {@link #state}; null at the first start
   */
  static RetrainDrift of(TopologySpec spec, RetrainSpec.Drift drift, byte @Nullable [] stored) {
    DriftSettings settings = drift.settings();
    FeatureSchema schema = spec.features();
    DriftMonitor monitor =
        stored == null
            ? DriftMonitor.of(settings, schema.featureNames(), schema.inputs())
            : DriftMonitor.restore(settings, schema.featureNames(), schema.inputs(), stored);
    return new RetrainDrift(monitor, spec.alerts().preCut());
  }

  @Override
  public Optional<DriftReport> sample(Sample sample) {
    return monitor.sample(
        sample.row(),
        sample.nll(),
        sample.pValue(),
        sample.offset(),
        sample.eventMillis(),
        sample.model());
  }

  @Override
  public void calibrated(String modelSha256, long rows) {
    monitor.calibrated(modelSha256, rows);
  }

  @Override
  public Optional<DriftReport> candidates(long candidates, long scored, long eventMillis) {
    // At a pre-cut of 1 every event is a candidate, and their rate tells nothing.
    return preCut < 1
        ? monitor.candidates(candidates, scored, preCut, eventMillis)
        : Optional.empty();
  }

  @Override
  public byte[] state() {
    return monitor.state();
  }

  Optional<DriftStatus> status() {
    return monitor.status();
  }
}
