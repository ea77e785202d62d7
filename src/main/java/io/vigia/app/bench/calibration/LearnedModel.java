package io.vigia.app.bench.calibration;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.event.EventLayout;
import io.vigia.feature.Feature;
import io.vigia.feature.FeatureSchema;
import io.vigia.kernel.RowSchema;
import io.vigia.model.StoredBundle;
import io.vigia.scoring.ScoringModel;
import io.vigia.training.BundleTraining;
import io.vigia.training.RowLayout;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A bundle trained on rows of a benchmark as {@code vigia train} does it. */
final class LearnedModel {
  private static final int LEAST_ROWS = 300;

  private LearnedModel() {}

  /**
   * Trains.
   *
   * @param features how many columns the rows have; they are named {@code x0, x1, ...}
   * @param rows one after the other
   */
  static ScoringModel of(int features, float[] rows, TrainingSettings settings) {
    List<String> names = IntStream.range(0, features).mapToObj(j -> "x" + j).toList();
    FeatureSchema schema =
        new FeatureSchema(
            names.stream().map(name -> new EventLayout.Field(name, "/" + name, null)).toList(),
            Map.of(),
            names.stream()
                .map(name -> new Feature(name, name, "1", Feature.Missing.REJECT))
                .toList());
    TrainingSet set =
        TrainingSet.of(
            RowLayout.auto(new RowSchema(names, List.of())),
            rows,
            IntStream.range(0, rows.length / features).mapToObj(String::valueOf).toList(),
            List.of(),
            LEAST_ROWS);
    return ScoringModel.of(
        new StoredBundle(
            BundleTraining.train(
                    "bench",
                    "1",
                    schema,
                    set,
                    settings,
                    CalibrationSettings.DEFAULT,
                    List.of(),
                    "bench",
                    TrainingProgress.NONE,
                    Clock.fixed(Instant.EPOCH, ZoneOffset.UTC))
                .bundle(),
            "0"));
  }
}
