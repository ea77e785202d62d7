package io.vigia.training.window;

import static org.assertj.core.api.Assertions.assertThat;

import io.vigia.calibration.CalibrationSettings;
import io.vigia.model.ModelBundle;
import io.vigia.model.Provenance;
import io.vigia.retrain.TrainingJob;
import io.vigia.retrain.Window;
import io.vigia.training.Checkpoints;
import io.vigia.training.MemberSettings;
import io.vigia.training.Part;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSettings;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class WindowTrainingTest {
  private static final int ROWS = 3000;
  private static final TrainingSettings SETTINGS =
      TrainingSettings.DEFAULT
          .withMembers(MemberSettings.of("maf", 0).withFlow(2, List.of(16)))
          .withSteps(60);

  @SuppressWarnings("NullAway.Init")
  private static WindowRows rows;

  @SuppressWarnings("NullAway.Init")
  private static TrainedWindow first;

  @BeforeAll
  static void train() {
    rows = new WindowRows(job(false, 0, 1).window(), SampleFilter.of(Samples.SCHEMA));
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < ROWS; i++) {
      float x = (float) random.nextGaussian();
      rows.add(
          Samples.physics(
              "e" + i, 1_000 + i, random.nextDouble(), x, (float) (x + random.nextGaussian())));
    }
    rows.add(Samples.physics("late", 5, 0.5, 0, 0));
    first = train(job(false, 0.01, 1), null);
  }

  @Test
  void theBundleSaysWhichOffsetsItIsFromAndWhatWasLeftOut() {
    TrainingJob job = job(false, 0.01, 1);
    ModelBundle bundle = first.bundle();
    assertThat(bundle.name()).isEqualTo("curve");
    assertThat(bundle.version()).isEqualTo(job.id().substring(0, 12));
    assertThat(bundle.provenance().data())
        .containsExactly(
            new Provenance.Data(
                "curve.samples offsets 10 to 4009, left out: 1 too late for the window",
                rows.sha256(),
                ROWS));
    assertThat(bundle.provenance().seed()).isEqualTo(1);
    int whole = bundle.provenance().rows().values().stream().mapToInt(Long::intValue).sum();
    assertThat(bundle.provenance().settings().get("notes"))
        .contains("trimmed: the " + (ROWS - whole) + " rarest of ");
  }

  @Test
  void theEvaluationPartIsUnseenAndItsGroupsAreNotAmongThoseUsed() {
    int evaluation = first.trained().rows().getOrDefault(Part.EVALUATION, 0);
    assertThat(first.evaluation().size()).isEqualTo(evaluation).isPositive();
    assertThat(first.usedGroups()).hasSize(ROWS - evaluation);
    assertThat(first.usedGroups()).doesNotContainAnyElementsOf(first.evaluation().groups());
  }

  @Test
  void aWarmJobStartsFromItsParent() {
    TrainedWindow warm = train(job(true, 0, 2), first.bundle());
    assertThat(warm.trained().warnings())
        .anyMatch(note -> note.startsWith("maf: starts from the parent's maf"));
    TrainedWindow fresh = train(job(false, 0, 2), first.bundle());
    assertThat(fresh.trained().warnings()).noneMatch(note -> note.startsWith("maf: starts"));
    assertThat(warm.bundle().version()).isNotEqualTo(fresh.bundle().version());
  }

  @Test
  void laterRowsOfKnownGroupsAreNoEvidence() {
    LaterRows later = new LaterRows(SampleFilter.of(Samples.SCHEMA), first);
    String used = first.usedGroups().iterator().next();
    later.add(Samples.physics(used, 20_000, 0.5, 1, 2));
    later.add(Samples.physics("new", 20_001, 0.5, 3, 4));
    assertThat(later.leftOut()).containsExactly(java.util.Map.entry(LeftOut.KNOWN_GROUP, 1L));
    assertThat(later.unseen().source())
        .isEqualTo(
            "1 samples after the window's end and "
                + first.evaluation().size()
                + " samples of the window's evaluation part");
    for (int i = 0; i < LaterRows.ENOUGH; i++) {
      later.add(Samples.physics("n" + i, 20_002, 0.5, 3, 4));
    }
    assertThat(later.unseen().source()).isEqualTo("1001 samples after the window's end");
    assertThat(later.unseen().rows()).hasSize(2002).startsWith(3, 4);
  }

  private static TrainedWindow train(TrainingJob job, @Nullable ModelBundle parent) {
    return WindowTraining.train(
        job,
        rows,
        Samples.SCHEMA,
        SETTINGS,
        CalibrationSettings.DEFAULT,
        parent,
        Checkpoints.NONE,
        TrainingProgress.NONE,
        "test",
        Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
  }

  private static TrainingJob job(boolean warm, double trim, long seed) {
    Window window =
        new Window(
            "curve.samples", 10, 4010, ROWS, 1_000, 9_000, Samples.SCHEMA.sha256(), List.of());
    return new TrainingJob(
        "curve", window, null, "ab12", warm, trim, seed, "a test", TrainingJob.Cause.PERSON);
  }
}
