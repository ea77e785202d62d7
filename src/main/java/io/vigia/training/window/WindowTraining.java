package io.vigia.training.window;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.CompiledDensity;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import io.vigia.model.StoredBundle;
import io.vigia.retrain.TrainingJob;
import io.vigia.scoring.Score;
import io.vigia.scoring.ScoringModel;
import io.vigia.training.BundleTraining;
import io.vigia.training.Checkpoints;
import io.vigia.training.Continuation;
import io.vigia.training.RowLayout;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import io.vigia.training.Trim;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A job and the rows of its window in, a calibrated bundle out. The same job, rows, parent and
 * machine give the same weights, in one go or after interruptions.
 */
public final class WindowTraining {
  private static final int VERSION_DIGITS = 12;

  private WindowTraining() {}

  /** The version of the bundle that a job makes: the first {@value #VERSION_DIGITS} of its id. */
  public static String version(TrainingJob job) {
    return job.id().substring(0, VERSION_DIGITS);
  }

  /**
   * Trains.
   *
   * <p>The split into training, validation, calibration and evaluation part is by group, and each
   * part but the first keeps all its rows. Of the first, the {@link Trim} leaves out the rarest by
   * the parent's p-values; where the parent is not at hand, or no kernel computes it, by those that
   * the samples came with.
   *
   * @param settings of the topology; the seed is the job's
   * @param parent the bundle that the job names; null where there is none or it cannot be had: the
   *     training then starts fresh
   * @param checkpoints of this job
   * @param code version and revision of the program, for provenance
   * @throws io.vigia.training.UnfitDataException where the rows cannot train a model
   * @throws io.vigia.training.DivergedException where the loss stops being finite
   */
  public static TrainedWindow train(
      TrainingJob job,
      WindowRows rows,
      FeatureSchema schema,
      TrainingSettings settings,
      CalibrationSettings calibrated,
      @Nullable ModelBundle parent,
      Checkpoints checkpoints,
      TrainingProgress progress,
      String code,
      Clock clock) {
    TrainingSettings seeded = settings.withSeed(job.seed());
    float[] values = rows.values();
    TrainingSet set = TrainingSet.of(RowLayout.of(schema), values, rows.groups(), rows.labels());
    Continuation from =
        new Continuation(
            job.warm() && parent != null ? parent.members() : List.of(),
            trim(job, rows, values, parent),
            checkpoints);
    BundleTraining.Result result =
        BundleTraining.train(
            job.topology(),
            version(job),
            schema,
            set,
            seeded,
            calibrated,
            List.of(data(rows)),
            code,
            from,
            progress,
            clock);
    return TrainedWindow.of(result, rows, values);
  }

  private static Trim trim(
      TrainingJob job, WindowRows rows, float[] values, @Nullable ModelBundle parent) {
    if (job.trim() == 0) {
      return Trim.NONE;
    }
    double[] pValues = parent == null ? rows.pValues() : pValues(job, rows, values, parent);
    return new Trim(job.trim(), pValues, rows.ids());
  }

  /** By the parent, whichever bundle scored a row in the stream. */
  private static double[] pValues(
      TrainingJob job, WindowRows rows, float[] values, ModelBundle parent) {
    double[] pValues = rows.pValues();
    boolean compiles =
        parent.members().stream()
            .allMatch(member -> CompiledDensity.kinds().contains(member.weights().kind()));
    if (compiles && parent.schema().sha256().equals(rows.window().schemaSha256())) {
      @Nullable Score[] scores =
          ScoringModel.of(new StoredBundle(parent, job.parent()))
              .newScorer()
              .scores(values, pValues.length);
      for (int row = 0; row < pValues.length; row++) {
        Score score = scores[row];
        pValues[row] = score == null ? 0 : score.pValue(); // none rarer than what has no score
      }
    }
    return pValues;
  }

  private static Provenance.Data data(WindowRows rows) {
    String file =
        String.format(
            Locale.ROOT,
            "%s offsets %d to %d",
            rows.window().topic(),
            rows.window().from(),
            rows.window().to() - 1);
    String leftOut = rows.leftOutInWords();
    return new Provenance.Data(
        leftOut.isEmpty() ? file : file + ", left out: " + leftOut, rows.sha256(), rows.size());
  }
}
