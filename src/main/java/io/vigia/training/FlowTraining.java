package io.vigia.training;

import io.vigia.density.GradientLearner;
import io.vigia.density.Torch;
import io.vigia.density.flow.TrainableFlow;
import io.vigia.kernel.CompiledFlow;
import io.vigia.kernel.FlowWeights;
import io.vigia.kernel.LogDensity;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The training loop of a flow: maximum likelihood by AdamW over noise-free or noisy batches, a rate
 * that warms up and fades, averaged parameters judged on the validation part, the best kept.
 */
public final class FlowTraining {
  private final TrainingSet set;
  private final TrainingSettings settings;
  private final TrainingProgress progress;
  private final GroupSplit split;
  private final Standardisation standardisation;
  private final List<TrainingProgress.Point> history = new ArrayList<>();
  private float @Nullable [] best;
  private int bestStep;
  private double bestNll = Double.POSITIVE_INFINITY;

  private FlowTraining(TrainingSet set, TrainingSettings settings, TrainingProgress progress) {
    this.set = set;
    this.settings = settings;
    this.progress = progress;
    this.split = GroupSplit.of(set, settings.split(), settings.seed());
    this.standardisation = Standardisation.of(set, set.rows(split.rows(Part.TRAIN)));
  }

  /**
   * Trains a flow on these rows.
   *
   * @throws UnfitDataException where the rows cannot be split or standardised
   * @throws DivergedException where the loss stops being finite
   */
  public static TrainedFlow train(
      TrainingSet set, TrainingSettings settings, TrainingProgress progress) {
    return new FlowTraining(set, settings, progress).run();
  }

  private TrainedFlow run() {
    long start = System.nanoTime();
    FlowWeights weights;
    try (TrainableFlow flow = flow(standardisation.mean(), standardisation.scale());
        GradientLearner learner =
            new GradientLearner(
                standardisedFlow(),
                settings.optimisation(),
                settings.seed(),
                Torch.device("cpu"))) {
      weights = flow.flowWeights(learn(learner));
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    LogDensity density = CompiledFlow.of(weights).newLogDensity();
    return new TrainedFlow(
        weights,
        List.copyOf(history),
        bestStep,
        split.sizes(),
        nll(density, Part.CALIBRATION),
        nll(density, Part.EVALUATION),
        seconds,
        set.warnings());
  }

  /** The flow over standardised rows: batches have their noise in those units. */
  private TrainableFlow standardisedFlow() {
    float[] ones = new float[set.features()];
    Arrays.fill(ones, 1);
    return flow(new float[set.features()], ones);
  }

  private TrainableFlow flow(float[] mean, float[] scale) {
    return new TrainableFlow(
        settings.architecture(set.features()), mean, scale, settings.seed(), Torch.device("cpu"));
  }

  private float[] learn(GradientLearner learner) {
    Batches batches =
        new Batches(standardised(Part.TRAIN), set.features(), settings.noise(), settings.seed());
    float[] validation = standardised(Part.VALIDATION);
    RateSchedule schedule = settings.schedule();
    float[] batch = new float[settings.batch() * set.features()];
    double sum = 0;
    int summed = 0;
    for (int step = 0; step < settings.steps(); step++) {
      batches.fill(batch);
      double loss = learner.step(batch, settings.batch(), schedule.at(step));
      if (!Double.isFinite(loss)) {
        throw diverged(step + 1, schedule.at(step), "the loss or its gradient is not finite");
      }
      sum += loss;
      summed++;
      boolean last = step + 1 == settings.steps();
      if (last || (step + 1) % settings.evaluateEvery() == 0) {
        look(learner, validation, step + 1, sum / summed, schedule.at(step));
        sum = 0;
        summed = 0;
        if (step + 1 - bestStep >= settings.patience()) {
          break;
        }
      }
    }
    if (best == null) {
      throw diverged(settings.steps(), settings.rate(), "no parameters gave a finite likelihood");
    }
    return best;
  }

  /** Judges the averaged parameters and keeps them where they are the best. */
  private void look(
      GradientLearner learner, float[] validation, int step, double loss, double rate) {
    float[] parameters = learner.parameters();
    int rows = validation.length / set.features();
    double volume = standardisation.logVolume();
    double nll = volume + learner.loss(parameters, validation, rows);
    if (!Double.isFinite(nll)) {
      throw diverged(step, rate, "the validation part's likelihood is " + nll);
    }
    if (nll < bestNll) {
      bestNll = nll;
      bestStep = step;
      best = parameters;
    }
    TrainingProgress.Point point =
        new TrainingProgress.Point(step, settings.steps(), loss + volume, nll, rate);
    history.add(point);
    progress.at(point);
  }

  private DivergedException diverged(int step, double rate, String what) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training diverged at step %d of %d: %s (rate %.2g, seed %d). Nothing was written. Try a"
                + " lower rate than %.2g, or look for values far outside the others",
            step,
            settings.steps(),
            what,
            rate,
            settings.seed(),
            settings.rate()));
  }

  private float[] standardised(Part part) {
    return standardisation.apply(set.rows(split.rows(part)));
  }

  private double[] nll(LogDensity density, Part part) {
    float[] rows = set.rows(split.rows(part));
    double[] nll = new double[rows.length / set.features()];
    density.logDensities(rows, nll.length, nll);
    for (int i = 0; i < nll.length; i++) {
      nll[i] = -nll[i];
      if (!Double.isFinite(nll[i])) {
        throw new UnfitDataException(
            "row "
                + split.rows(part)[i]
                + " of the "
                + part.key()
                + " part has score "
                + nll[i]
                + ": its values lie too far outside the others, "
                + Arrays.toString(set.rows(new int[] {split.rows(part)[i]})));
      }
    }
    return nll;
  }
}
