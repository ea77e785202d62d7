package io.vigia.training;

import io.vigia.density.GradientLearner;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, the only one: batches into a {@link GradientLearner} at a rate that follows a
 * plan; every so often the averaged parameters are judged on held-out rows, under noise that stays
 * the same, and the best are kept. It stops where they have not gained for long, and as diverged
 * where a loss is not finite.
 */
public final class TrainingLoop {
  private final String name;
  private final long seed;
  private final Pace pace;
  private final TrainingProgress progress;

  /**
   * How long, how fast, how closely watched.
   *
   * @param steps at most, from 1
   * @param batch rows in a step, from 1
   * @param rate of each step, 0 to {@code steps - 1}, such as {@link RateSchedule#at}
   * @param lookEvery steps between looks, from 1; the last step is always looked at
   * @param patience steps without a better validation part after which a training stops
   */
  public record Pace(int steps, int batch, IntToDoubleFunction rate, int lookEvery, int patience) {
    /**
     * @throws IllegalArgumentException where a number is below 1
     */
    public Pace {
      if (steps < 1 || batch < 1 || lookEvery < 1 || patience < 1) {
        throw new IllegalArgumentException(
            String.format(
                Locale.ROOT,
                "steps %d, batch %d, lookEvery %d, patience %d; allowed: from 1",
                steps,
                batch,
                lookEvery,
                patience));
      }
    }

    /** All its steps, whatever comes of them. */
    public static Pace all(int steps, int batch, IntToDoubleFunction rate, int lookEvery) {
      return new Pace(steps, batch, rate, lookEvery, steps);
    }
  }

  /** Where batches come from. */
  @FunctionalInterface
  public interface BatchSource {
    /**
     * Fills {@code batch} with rows for this step, from 0.
     *
     * @return the mean of what to add to the log-density of what was written to have that of the
     *     rows as they are known outside, in nats; 0 where they are the same
     */
    double fill(float[] batch, int step);
  }

  /**
   * Held-out rows.
   *
   * @param rows as the density reads them, one after the other
   * @param count how many
   * @param volume as {@link BatchSource#fill} gives it, of these rows
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Validation(float[] rows, int count, double volume) {}

  /**
   * What a training comes to.
   *
   * @param parameters the best on the validation part; without one the last
   * @param bestStep how many steps had made them
   * @param history of all looks, in order
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  public record Result(float[] parameters, int bestStep, List<TrainingProgress.Point> history) {}

  /**
   * @param name whose training it is, for messages and progress
   * @param seed for messages
   */
  public TrainingLoop(String name, long seed, Pace pace, TrainingProgress progress) {
    this.name = name;
    this.seed = seed;
    this.pace = pace;
    this.progress = progress;
  }

  /**
   * Trains.
   *
   * @param validation null: nothing is held out, {@link TrainingProgress.Point#validationNll} is
   *     NaN and the parameters after the last step are the result
   * @throws DivergedException where a loss, its gradient or the validation part's likelihood stops
   *     being finite
   */
  public Result run(GradientLearner learner, BatchSource source, @Nullable Validation validation) {
    return run(learner, source, validation, LoopMemory.NONE);
  }

  /**
   * Trains, or goes on with a training that was interrupted. Batches that were learned before are
   * drawn again and passed over: so the others are what they would have been, wherever they come
   * from.
   */
  Result run(
      GradientLearner learner,
      BatchSource source,
      @Nullable Validation validation,
      LoopMemory memory) {
    Course course = new Course(learner, validation, memory);
    int before = course.resume();
    float[] batch = new float[pace.batch() * learner.inputs()];
    for (int step = 1; step <= pace.steps() && !course.isOver(before); step++) {
      double volume = source.fill(batch, step - 1);
      if (step <= before) {
        continue;
      }
      double rate = pace.rate().applyAsDouble(step - 1);
      double loss = learner.step(batch, pace.batch(), rate);
      if (!Double.isFinite(loss)) {
        throw diverged(step, rate, "the loss or its gradient is not finite");
      }
      course.took(loss - volume);
      if (step == pace.steps() || step % pace.lookEvery() == 0) {
        course.look(step, rate);
        if (course.isOver(step)) {
          break;
        }
      }
    }
    return new Result(course.best, course.bestStep, List.copyOf(course.history));
  }

  /** What one training has come to so far. */
  private final class Course {
    private final GradientLearner learner;
    private final @Nullable Validation validation;
    private final LoopMemory memory;
    private final List<TrainingProgress.Point> history = new ArrayList<>();
    private float[] best = new float[0];
    private int bestStep;
    private double bestNll = Double.POSITIVE_INFINITY;
    private double lossSum;
    private int losses;

    Course(GradientLearner learner, @Nullable Validation validation, LoopMemory memory) {
      this.learner = learner;
      this.validation = validation;
      this.memory = memory;
    }

    /** Takes up what is remembered; returns the steps that are behind it. */
    int resume() {
      Optional<LoopState> remembered = memory.recall();
      remembered.ifPresent(
          state -> {
            learner.restore(state.learner());
            best = state.best();
            bestStep = state.bestStep();
            bestNll = state.bestNll();
            history.addAll(state.history());
          });
      return remembered.map(LoopState::step).orElse(0);
    }

    void took(double loss) {
      lossSum += loss;
      losses++;
    }

    /** Whether nothing is left to do after the look at this step. */
    boolean isOver(int step) {
      return step == pace.steps() || (step > 0 && step - bestStep >= pace.patience());
    }

    /** Keeps the averaged parameters where they are the best, or where nothing judges them. */
    void look(int step, double rate) {
      float[] parameters = learner.parameters();
      double nll = nll(parameters);
      if (validation != null && !Double.isFinite(nll)) {
        throw diverged(step, rate, "the validation part's likelihood is " + nll);
      }
      if (validation == null || nll < bestNll) {
        best = parameters;
        bestStep = step;
        bestNll = nll;
      }
      TrainingProgress.Point point =
          new TrainingProgress.Point(name, step, pace.steps(), lossSum / losses, nll, rate);
      history.add(point);
      progress.at(point);
      lossSum = 0;
      losses = 0;
      memory.keep(new LoopState(step, learner.state(), best, bestStep, bestNll, history));
    }

    private double nll(float[] parameters) {
      return validation == null
          ? Double.NaN
          : learner.loss(parameters, validation.rows, validation.count) - validation.volume;
    }
  }

  private DivergedException diverged(int step, double rate, String what) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training of %s diverged at step %d of %d: %s (rate %.2g, seed %d). Nothing was written."
                + " Look for values far outside the others and cut them by 'select'; or try another"
                + " seed (--seed), or transform: asinh for the features with the longest tails",
            name,
            step,
            pace.steps(),
            what,
            rate,
            seed));
  }
}
