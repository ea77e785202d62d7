package io.vigia.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.density.TrainableDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.RowSchema;
import io.vigia.training.TrainingLoop.Pace;
import io.vigia.training.TrainingLoop.Result;
import io.vigia.training.TrainingLoop.Validation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The loop on one parameter, whose loss is its squared distance from the rows. */
class TrainingLoopTest {
  private static final Optimisation AS_IT_STANDS = new Optimisation(0, 1e9, 0);

  @Test
  void theBestOnTheValidationPartIsKept() {
    // From 0 to the training rows' 10, past the held-out rows' 3.
    try (GradientLearner learner = learner()) {
      Result result = loop(Pace.all(200, 4, step -> 0.1, 5)).run(learner, at(10), heldOut(3, 0));
      assertThat(result.parameters()[0]).isCloseTo(3, within(0.5f));
      assertThat(learner.parameters()[0]).isCloseTo(10, within(0.5f));
      assertThat(result.history()).hasSize(40);
      double least =
          result.history().stream()
              .mapToDouble(TrainingProgress.Point::validationNll)
              .min()
              .orElseThrow();
      assertThat(result.history())
          .filteredOn(point -> point.validationNll() == least)
          .extracting(TrainingProgress.Point::step)
          .containsExactly(result.bestStep());
    }
  }

  @Test
  void itStopsWhereTheValidationPartGainsNoMore() {
    try (GradientLearner learner = learner()) {
      Result result =
          loop(new Pace(200, 4, step -> 0.1, 5, 20)).run(learner, at(10), heldOut(3, 0));
      int last = result.history().get(result.history().size() - 1).step();
      assertThat(last).isEqualTo(result.bestStep() + 20).isLessThan(200);
    }
  }

  @Test
  void withoutAValidationPartTheLastParametersAreKept() {
    try (GradientLearner learner = learner()) {
      Result result = loop(Pace.all(23, 4, step -> 0.1, 10)).run(learner, at(10), null);
      assertThat(result.bestStep()).isEqualTo(23);
      assertThat(result.parameters()).isEqualTo(learner.parameters());
      assertThat(result.history())
          .extracting(TrainingProgress.Point::step)
          .containsExactly(10, 20, 23);
      assertThat(result.history()).allMatch(point -> Double.isNaN(point.validationNll()));
    }
  }

  @Test
  void stepsFollowTheRateThatIsAskedFor() {
    List<TrainingProgress.Point> heard = new ArrayList<>();
    try (GradientLearner learner = learner()) {
      Pace pace = Pace.all(3, 4, step -> step == 1 ? 0.5 : 0, 1);
      new TrainingLoop("toy", 7, pace, heard::add).run(learner, at(10), null);
      assertThat(heard).extracting(TrainingProgress.Point::rate).containsExactly(0.0, 0.5, 0.0);
      // AdamW's first move with a gradient is one rate long; the other steps stand still.
      assertThat(heard).extracting(TrainingProgress.Point::loss).startsWith(100.0, 100.0);
      assertThat(heard.get(2).loss()).isBetween(85.0, 99.0);
    }
  }

  @Test
  void whatThePreprocessingCostsIsTakenFromLosses() {
    try (GradientLearner learner = learner()) {
      Result result =
          loop(Pace.all(1, 4, step -> 0.0, 1))
              .run(
                  learner,
                  (batch, step) -> {
                    at(10).fill(batch, step);
                    return 40;
                  },
                  heldOut(3, 2));
      assertThat(result.history().get(0).loss()).isEqualTo(60);
      assertThat(result.history().get(0).validationNll()).isEqualTo(7);
    }
  }

  @Test
  void aLossThatIsNotFiniteEndsItAndSaysWhere() {
    try (GradientLearner learner = learner()) {
      assertThatThrownBy(
              () ->
                  loop(Pace.all(9, 4, step -> 0.1, 9))
                      .run(
                          learner,
                          (batch, step) -> at(step == 5 ? Float.NaN : 1).fill(batch, step),
                          null))
          .isInstanceOf(DivergedException.class)
          .hasMessageStartingWith(
              "training of toy diverged at step 6 of 9: the loss or its gradient is not finite"
                  + " (rate 0.10, seed 7)");
    }
  }

  @Test
  void aValidationPartWithoutALikelihoodEndsIt() {
    try (GradientLearner learner = learner()) {
      assertThatThrownBy(
              () -> loop(Pace.all(9, 4, step -> 0.1, 2)).run(learner, at(1), heldOut(Float.NaN, 0)))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("at step 2 of 9: the validation part's likelihood is NaN");
    }
  }

  @Test
  void aTrainingOfNoStepsIsRefused() {
    assertThatThrownBy(() -> Pace.all(0, 4, step -> 0.1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("steps 0")
        .hasMessageContaining("allowed: from 1");
  }

  @Test
  void drawnRowsAreWholeRowsAndTheSameForASeed() {
    float[] rows = {0, 1, 2, 3, 4, 5, 6, 7};
    float[] batch = new float[40];
    float[] again = new float[40];
    assertThat(new DrawnRows(rows, 2, 3).fill(batch, 0)).isZero();
    new DrawnRows(rows, 2, 3).fill(again, 0);
    assertThat(batch).isEqualTo(again);
    for (int i = 0; i < batch.length; i += 2) {
      assertThat(batch[i] % 2).isZero();
      assertThat(batch[i + 1]).isEqualTo(batch[i] + 1);
    }
    assertThat(batch).contains(0, 2, 4, 6);
    assertThatThrownBy(() -> new DrawnRows(rows, 3, 1))
        .hasMessageContaining("8 numbers are no rows of 3");
  }

  private static GradientLearner learner() {
    return new GradientLearner(new Distance(), AS_IT_STANDS, 1, Device.cpu());
  }

  private static TrainingLoop loop(Pace pace) {
    return new TrainingLoop("toy", 7, pace, TrainingProgress.NONE);
  }

  private static TrainingLoop.BatchSource at(float value) {
    return (batch, step) -> {
      Arrays.fill(batch, value);
      return 0;
    };
  }

  private static Validation heldOut(float value, double volume) {
    return new Validation(new float[] {value, value}, 2, volume);
  }

  /** {@code mean (theta - x)^2}. */
  private static final class Distance implements TrainableDensity {
    @Override
    public RowSchema schema() {
      return RowSchema.coordinates(1, 0);
    }

    @Override
    public float[] initial(long seed) {
      return new float[1];
    }

    @Override
    public NDArray loss(NDArray theta, NDArray rows, NDManager scope, long draw) {
      return rows.sub(theta).square().mean();
    }

    @Override
    public DensityWeights weights(float[] theta) {
      throw new UnsupportedOperationException("a toy is not stored");
    }

    @Override
    public void close() {}
  }
}
