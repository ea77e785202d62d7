package io.vigia.app;

import io.vigia.calibration.CalibrationGroups;
import io.vigia.calibration.TailMethod;
import io.vigia.model.ModelBundle;
import io.vigia.model.Passed;
import io.vigia.model.Provenance;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.Score;
import io.vigia.scoring.Scorer;
import io.vigia.scoring.ScoringModel;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A new calibration of a bundle's weights, on background that no training saw. For a second level
 * on the rows that its first level lets pass, so that its p-values are {@code P(s2 >= s | p1 <=
 * preCut)}. The groups that are calibrated apart stay the bundle's. An ensemble keeps its
 * combination: it is one fixed function of a row, and the rows here made none of its tables.
 */
final class Recalibration {
  /** With fewer rows the smallest p-value is above a percent. */
  static final int LEAST_ROWS = 100;

  private static final int BATCH = 1024;

  private final TrainingRows rows;
  private final @Nullable ScoringModel firstLevel;
  private final double preCut;
  private double[] statistics = {};
  private int[] groups = {};
  private int size;

  private Recalibration(TrainingRows rows, @Nullable ScoringModel firstLevel, double preCut) {
    this.rows = rows;
    this.firstLevel = firstLevel;
    this.preCut = preCut;
  }

  /** On all rows, for a first level. */
  static Recalibration onAll(TrainingRows rows) {
    return new Recalibration(rows, null, 1);
  }

  /**
   * On the rows that pass, for a second level.
   *
   * @param preCut the first level's p-value at or below which a row passes
   */
  static Recalibration onPassed(TrainingRows rows, ScoringModel firstLevel, double preCut) {
    return new Recalibration(rows, firstLevel, preCut);
  }

  /**
   * Looks that files were not seen by what a bundle was made from.
   *
   * @throws IllegalArgumentException naming one that was
   */
  static void requireUnseen(List<Provenance.Data> files, ModelBundle bundle) {
    Set<String> seen = new HashSet<>();
    bundle.provenance().data().forEach(file -> seen.add(file.sha256()));
    for (Provenance.Data file : files) {
      if (seen.contains(file.sha256())) {
        throw new IllegalArgumentException(
            "--data has "
                + file.file()
                + ", which the bundle "
                + bundle.name()
                + "/"
                + bundle.version()
                + " was made from: rows that a training saw look more usual than new ones, and"
                + " p-values would come out too small; give other files");
      }
    }
  }

  /**
   * Calibrates.
   *
   * @param opened the bundle, ready to score
   * @param tail how p-values beyond the calibration's scores are had
   * @param version of the bundle that comes out
   * @throws IllegalArgumentException where there are too few rows, with how many are needed
   */
  ModelBundle of(
      StoredBundle stored, ScoringModel opened, TailMethod tail, String version, Clock clock) {
    List<String> names = opened.bundle().calibrations().names();
    collect(opened.newScorer(), names);
    if (size < LEAST_ROWS) {
      throw new IllegalArgumentException(tooFew());
    }
    CalibrationGroups calibrations =
        CalibrationGroups.of(
            opened.bundle().calibrations().grouping(),
            Arrays.copyOf(statistics, size),
            Arrays.copyOf(groups, size),
            tail);
    return opened.bundle().recalibrated(version, calibrations, provenance(stored, clock), passed());
  }

  private @Nullable Passed passed() {
    return firstLevel == null ? null : new Passed(preCut, firstLevel.identity().sha256());
  }

  private String tooFew() {
    String all = rows.size() + " rows";
    return firstLevel == null
        ? String.format(
            java.util.Locale.ROOT,
            "of %s of --data %d have a score; at least %d must: give more files of background",
            all,
            size,
            LEAST_ROWS)
        : String.format(
            java.util.Locale.ROOT,
            "%d of %s pass the first level (p <= %s); at least %d must: give about %.0f rows or more",
            size,
            all,
            preCut,
            LEAST_ROWS,
            Math.ceil(LEAST_ROWS / preCut));
  }

  /** How many rows the calibration rests on. */
  int size() {
    return size;
  }

  private void collect(Scorer scorer, List<String> names) {
    statistics = new double[rows.size()];
    groups = new int[rows.size()];
    Scorer first = firstLevel == null ? null : firstLevel.newScorer();
    for (int from = 0; from < rows.size(); from += BATCH) {
      float[] batch = rows.rows(from, Math.min(BATCH, rows.size() - from));
      float[] passed = first == null ? batch : passed(first, batch);
      int inputs = rows.inputs();
      for (@Nullable Score score : scorer.scores(passed, passed.length / inputs)) {
        if (score != null) {
          groups[size] = score.group() == null ? 0 : names.indexOf(score.group());
          statistics[size++] = score.statistic();
        }
      }
    }
  }

  private float[] passed(Scorer first, float[] batch) {
    int inputs = rows.inputs();
    float[] passed = new float[batch.length];
    int length = 0;
    @Nullable Score[] scores = first.scores(batch, batch.length / inputs);
    for (int row = 0; row < scores.length; row++) {
      Score score = scores[row];
      if (score != null && score.pValue() <= preCut) {
        System.arraycopy(batch, row * inputs, passed, length, inputs);
        length += inputs;
      }
    }
    return Arrays.copyOf(passed, length);
  }

  private Provenance provenance(StoredBundle stored, Clock clock) {
    Provenance before = stored.content().provenance();
    List<Provenance.Data> data = new java.util.ArrayList<>(before.data());
    data.addAll(rows.data());
    Map<String, Long> counts = new TreeMap<>(before.rows());
    counts.put("calibration", (long) size);
    counts.put("calibration_read", (long) rows.size());
    Map<String, String> settings = new TreeMap<>(before.settings());
    settings.put("calibrated_from", stored.sha256());
    settings.put("calibrated_at", clock.instant().truncatedTo(ChronoUnit.SECONDS).toString());
    settings.put("calibrated_by", Version.text());
    return new Provenance(
        data,
        counts,
        before.seed(),
        settings,
        before.code(),
        before.jvm(),
        before.device(),
        before.trainedAt());
  }
}
