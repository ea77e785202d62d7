package io.vigia.training;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.PreprocessedDensity;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.training.DensityKind.Learning.AtOnce;
import io.vigia.training.DensityKind.Learning.ByGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The training loop, for every kind of density: AdamW over batches, a rate that warms up and fades,
 * averaged parameters judged on the validation part under noise that stays the same, the best kept.
 */
final class MemberTraining {
  private static final int SCORED_AT_ONCE = 2048;

  private final TrainingSet set;
  private final GroupSplit split;
  private final TrainingSettings settings;
  private final MemberSettings member;
  private final TrainingProgress progress;
  private final Device device;
  private final DensityKind kind;
  private final Preprocessing preprocessing;
  private final RowEncoder encoder;
  private final float[] rows;
  private final int[] classOfRow;
  private final List<TrainingProgress.Point> history = new ArrayList<>();
  private float @Nullable [] best;
  private int bestStep;
  private double bestNll = Double.POSITIVE_INFINITY;

  /**
   * @throws UnfitDataException where the rows are not fit for this kind of density
   */
  MemberTraining(
      TrainingSet set,
      GroupSplit split,
      TrainingSettings settings,
      MemberSettings member,
      Device device,
      TrainingProgress progress) {
    this.set = set;
    this.split = split;
    this.settings = settings;
    this.member = member;
    this.progress = progress;
    this.device = device;
    this.kind = DensityKinds.of(member.kind());
    if (kind.meaning() == Meaning.SCORE && !set.classes().isEmpty()) {
      throw new UnfitDataException(
          "member "
              + member.name()
              + " of kind "
              + kind.name()
              + " gives no density, so it cannot tell classes apart. Leave training.label or this"
              + " member out");
    }
    int[] chosen = split.rows(Part.TRAIN);
    this.preprocessing =
        PreprocessingFit.of(set, chosen, member.coordinates(), kind.meaning(), member.seed());
    this.rows = set.rows(chosen);
    this.classOfRow = set.classesOf(chosen);
    this.encoder = new RowEncoder(preprocessing, rows);
  }

  /**
   * @throws DivergedException where the loss stops being finite
   * @throws UnfitDataException where a held-out row has no finite score
   */
  TrainedMember run() {
    long start = System.nanoTime();
    float[] encoded =
        encoder.encodeAll(rows, classOfRow, member.seed(), new double[classOfRow.length]);
    Standardisation standardisation =
        Standardisation.of(preprocessing.coordinateSchema().features(), encoded, encoder.width());
    DensityKind.Setup setup =
        new DensityKind.Setup(
            preprocessing.coordinates(),
            preprocessing.context(),
            standardisation.mean(),
            standardisation.scale(),
            encoded,
            member.flow(),
            member.seed(),
            device);
    DensityWeights weights =
        kind.learning() instanceof AtOnce atOnce
            ? atOnce.fit().apply(setup)
            : learn((ByGradient) kind.learning(), setup);
    double seconds = (System.nanoTime() - start) / 1e9;
    return new TrainedMember(
        member,
        preprocessing,
        weights,
        kind.meaning(),
        List.copyOf(history),
        bestStep,
        nll(weights, Part.CALIBRATION),
        nll(weights, Part.EVALUATION),
        seconds);
  }

  private DensityWeights learn(ByGradient learning, DensityKind.Setup setup) {
    RateSchedule schedule = settings.schedule(learning.rate());
    double[] noise = new double[setup.scale().length];
    double share = settings.noise(classOfRow.length, noise.length);
    Arrays.setAll(noise, j -> share * setup.scale()[j]);
    Batches batches = new Batches(encoder, rows, classOfRow, noise, member.seed());
    int[] held = split.rows(Part.VALIDATION);
    double[] volumes = new double[held.length];
    float[] validation =
        encoder.encodeAll(set.rows(held), set.classesOf(held), member.seed() + 1, volumes);
    double volume = Arrays.stream(volumes).average().orElseThrow();
    try (GradientLearner learner =
        new GradientLearner(
            learning.density().apply(setup), settings.optimisation(), member.seed(), device)) {
      loop(learner, batches, schedule, validation, volume);
      if (best == null) {
        throw diverged(settings.steps(), settings.rate(), "no parameters gave a finite likelihood");
      }
      return learner.weights(best);
    }
  }

  private void loop(
      GradientLearner learner,
      Batches batches,
      RateSchedule schedule,
      float[] validation,
      double volume) {
    float[] batch = new float[settings.batch() * encoder.width()];
    double sum = 0;
    int summed = 0;
    for (int step = 0; step < settings.steps(); step++) {
      double batchVolume = batches.fill(batch, schedule.fading(step));
      double loss = learner.step(batch, settings.batch(), schedule.at(step));
      if (!Double.isFinite(loss)) {
        throw diverged(step + 1, schedule.at(step), "the loss or its gradient is not finite");
      }
      sum += loss - batchVolume;
      summed++;
      boolean last = step + 1 == settings.steps();
      if (last || (step + 1) % settings.evaluateEvery() == 0) {
        float[] parameters = learner.parameters();
        double nll =
            learner.loss(parameters, validation, validation.length / encoder.width()) - volume;
        look(parameters, nll, step + 1, sum / summed, schedule.at(step));
        sum = 0;
        summed = 0;
        if (step + 1 - bestStep >= settings.patience()) {
          return;
        }
      }
    }
  }

  /** Keeps the averaged parameters where they are the best. */
  private void look(float[] parameters, double nll, int step, double loss, double rate) {
    if (!Double.isFinite(nll)) {
      throw diverged(step, rate, "the validation part's likelihood is " + nll);
    }
    if (nll < bestNll) {
      bestNll = nll;
      bestStep = step;
      best = parameters;
    }
    TrainingProgress.Point point =
        new TrainingProgress.Point(member.name(), step, settings.steps(), loss, nll, rate);
    history.add(point);
    progress.at(point);
  }

  private DivergedException diverged(int step, double rate, String what) {
    return new DivergedException(
        String.format(
            Locale.ROOT,
            "training of %s diverged at step %d of %d: %s (rate %.2g, seed %d). Nothing was written."
                + " Look for values far outside the others and cut them by 'select'; or try another"
                + " seed (--seed), or transform: asinh for the features with the longest tails",
            member.name(),
            step,
            settings.steps(),
            what,
            rate,
            member.seed()));
  }

  /** As the stream computes them, where the density compiles. */
  private double[] nll(DensityWeights weights, Part part) {
    int[] chosen = split.rows(part);
    float[] held = set.rows(chosen);
    double[] nll = new double[chosen.length];
    if (CompiledDensity.kinds().contains(weights.kind())) {
      preprocessing
          .before(CompiledDensity.of(weights, Kernel.selected()))
          .newLogDensity()
          .logDensities(held, nll.length, nll);
    } else {
      try (PreprocessedDensity density =
          new PreprocessedDensity(preprocessing, kind.opener().open(weights, device))) {
        int inputs = set.layout().inputs();
        for (int from = 0; from < nll.length; from += SCORED_AT_ONCE) {
          int count = Math.min(SCORED_AT_ONCE, nll.length - from);
          float[] some = Arrays.copyOfRange(held, from * inputs, (from + count) * inputs);
          System.arraycopy(density.logDensity(some, count), 0, nll, from, count);
        }
      }
    }
    for (int i = 0; i < nll.length; i++) {
      nll[i] = -nll[i];
      if (!Double.isFinite(nll[i])) {
        throw new UnfitDataException(
            "row "
                + chosen[i]
                + " of the "
                + part.key()
                + " part has score "
                + nll[i]
                + ": its values lie too far outside the others, "
                + Arrays.toString(set.rows(new int[] {chosen[i]})));
      }
    }
    return nll;
  }
}
