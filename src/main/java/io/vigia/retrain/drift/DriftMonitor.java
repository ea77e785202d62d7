package io.vigia.retrain.drift;

import io.vigia.retrain.DriftReport;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Watches the samples of a stream for drift from what they were when their model came into service,
 * and from what its calibration says. Four tests, each with a quarter of the false-alarm
 * probability: p-values by a test martingale, nll and features by two-sample tests over windows,
 * broken channels among the latter, and the candidate rate.
 *
 * <p>The first samples of a model are the reference. An alarm is followed by a diagnosis of what
 * comes next; then there is a report, and a rest, after which the same reference is watched again,
 * with a new false-alarm probability: who still differs is reported again. A broken channel is
 * reported at once, and again only when it has come back in between; while one is broken nothing
 * else is watched but the other channels.
 *
 * <p>Another model's samples start a new watch once {@value #STREAK} of them came in a row, since
 * partitions change models at different offsets; until then they are left out.
 *
 * <p>State is constant in size. Not thread-safe.
 */
public final class DriftMonitor {
  /** Features that are watched: the first ones. */
  static final int MOST_FEATURES = 128;

  private static final int STREAK = 100;
  private static final int VERSION = 1;

  private final DriftSettings settings;
  private final List<String> features;
  private final int inputs;
  private @Nullable Watch watch;
  private String next = "";
  private int streak;
  private String calibrated = "";
  private long calibrationRows;

  private DriftMonitor(DriftSettings settings, List<String> features, int inputs) {
    this.settings = settings;
    this.features = features.stream().limit(MOST_FEATURES).toList();
    this.inputs = inputs;
    if (features.isEmpty() || inputs < features.size()) {
      throw new IllegalArgumentException(
          features.size() + " features of " + inputs + " inputs; allowed: 1 to all of them");
    }
  }

  /**
   * A monitor that has seen nothing.
   *
   * @param features names of the first values of a row; the first {@value #MOST_FEATURES} are
   *     watched
   * @param inputs values of a row; those behind the features (context, errors) are not watched
   * @throws IllegalArgumentException for no feature, or more than inputs
   */
  public static DriftMonitor of(DriftSettings settings, List<String> features, int inputs) {
    return new DriftMonitor(settings, features, inputs);
  }

  /**
   * The monitor that {@link #state} was taken of. Where settings or features are others now it
   * begins anew.
   *
   * @throws IllegalArgumentException where the bytes are none of a monitor
   */
  public static DriftMonitor restore(
      DriftSettings settings, List<String> features, int inputs, byte[] state) {
    DriftMonitor monitor = new DriftMonitor(settings, features, inputs);
    try (DataInputStream in = new DataInputStream(new ByteArrayInputStream(state))) {
      if (in.readInt() == VERSION && in.readUTF().equals(monitor.digest())) {
        monitor.read(in);
      }
      return monitor;
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "a drift state of " + state.length + " bytes cannot be read; remove it to begin anew", e);
    }
  }

  /** Starts a new watch: the next sample of this model is its first. */
  public void reference(String modelSha) {
    watch = begin(modelSha);
  }

  /**
   * How many rows a model's calibration has. May come before its first sample; what is compared
   * with another number begins anew.
   */
  public void calibrated(String modelSha, long rows) {
    calibrated = modelSha;
    calibrationRows = rows;
    if (watch != null && watch.model().equals(modelSha)) {
      watch.calibrated(rows);
    }
  }

  private Watch begin(String modelSha) {
    next = "";
    streak = 0;
    return new Watch(
        settings,
        features,
        modelSha,
        modelSha.equals(calibrated) ? calibrationRows : settings.calibrationRows());
  }

  /**
   * A scored event of the role physics.
   *
   * @param row [inputs], NaN where missing
   * @param nll nats; NaN where there is none
   * @param pValue in (0, 1]
   * @param offset of {@code samples}
   * @param eventMillis ms since 1970 UTC
   * @param modelSha of the bundle that scored it, hex
   * @throws IllegalArgumentException for another number of inputs, or no p-value
   */
  public Optional<DriftReport> sample(
      float[] row, double nll, double pValue, long offset, long eventMillis, String modelSha) {
    if (row.length != inputs) {
      throw new IllegalArgumentException(
          "a row of "
              + row.length
              + " values; allowed: "
              + inputs
              + ", as the feature schema says");
    }
    if (!(pValue > 0 && pValue <= 1)) {
      throw new IllegalArgumentException(
          "a p-value is " + pValue + "; allowed: above 0, at most 1");
    }
    Watch current = watchOf(modelSha);
    if (current == null) {
      return Optional.empty();
    }
    float[] values = new float[features.size() + 1];
    System.arraycopy(row, 0, values, 0, features.size());
    values[features.size()] = (float) nll;
    return current.sample(new Sample(values, pValue, offset, eventMillis));
  }

  /** Null where the sample is not of the model that is watched. */
  private @Nullable Watch watchOf(String modelSha) {
    if (watch == null) {
      watch = begin(modelSha);
    } else if (watch.model().equals(modelSha)) {
      streak = 0;
    } else {
      streak = next.equals(modelSha) ? streak + 1 : 1;
      next = modelSha;
      if (streak < STREAK) {
        return null;
      }
      watch = begin(modelSha);
    }
    return watch;
  }

  /**
   * Counts of the whole stream up to now, not only of what is sampled.
   *
   * @param candidates p-values at or below the pre-cut, since the stream began
   * @param scored since the stream began
   * @param preCut in (0, 1)
   * @param eventMillis ms since 1970 UTC
   */
  public Optional<DriftReport> candidates(
      long candidates, long scored, double preCut, long eventMillis) {
    if (candidates < 0 || scored < candidates || !(preCut > 0 && preCut < 1)) {
      throw new IllegalArgumentException(
          candidates
              + " candidates of "
              + scored
              + " scored below "
              + preCut
              + "; allowed: counts from 0, a pre-cut in (0, 1)");
    }
    return watch == null
        ? Optional.empty()
        : watch.candidates(candidates, scored, preCut, eventMillis);
  }

  /** How it stands; empty before the first sample. */
  public Optional<DriftStatus> status() {
    return Optional.ofNullable(watch).map(Watch::status);
  }

  /** All it remembers: a few 100 KB at most. */
  public byte[] state() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeInt(VERSION);
      out.writeUTF(digest());
      out.writeUTF(next);
      out.writeInt(streak);
      out.writeUTF(calibrated);
      out.writeLong(calibrationRows);
      out.writeUTF(watch == null ? "" : watch.model());
      if (watch != null) {
        watch.write(out);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("memory cannot be written", e);
    }
    return bytes.toByteArray();
  }

  private void read(DataInputStream in) throws IOException {
    next = in.readUTF();
    streak = in.readInt();
    calibrated = in.readUTF();
    calibrationRows = in.readLong();
    String model = in.readUTF();
    if (!model.isEmpty()) {
      watch = new Watch(settings, features, model, 1);
      watch.read(in);
    }
  }

  /** Of what a state belongs to. */
  private String digest() {
    return org.apache.commons.codec.digest.DigestUtils.sha256Hex(
        settings + " " + features + " " + inputs);
  }
}
