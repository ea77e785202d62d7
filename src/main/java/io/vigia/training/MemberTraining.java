package io.vigia.training;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.PreprocessedDensity;
import io.vigia.density.TrainableDensity;
import io.vigia.feature.FeatureBlock;
import io.vigia.kernel.CompiledDensity;
import io.vigia.kernel.DensityWeights;
import io.vigia.kernel.Kernel;
import io.vigia.kernel.Meaning;
import io.vigia.kernel.Preprocessing;
import io.vigia.model.Member;
import io.vigia.training.DensityKind.Learning.AtOnce;
import io.vigia.training.DensityKind.Learning.ByGradient;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The training of one member, of any kind: its preprocessing fitted, its weights learned by the
 * {@link TrainingLoop} or at once, its held-out rows scored.
 */
final class MemberTraining {
  private static final int SCORED_AT_ONCE = 2048;

  private final TrainingSet set;
  private final GroupSplit split;
  private final TrainingSettings settings;
  private final MemberSettings member;
  private final Continuation from;
  private final @Nullable Member parent;
  private final List<String> notes = new ArrayList<>();
  private final TrainingProgress progress;
  private final Device device;
  private final DensityKind kind;
  private final Preprocessing preprocessing;
  private final RowEncoder encoder;
  private final float[] rows;
  private final int[] classOfRow;
  private TrainingLoop.Result trained = new TrainingLoop.Result(new float[0], 0, List.of());

  /**
   * @throws UnfitDataException where the rows are not fit for this kind of density
   */
  MemberTraining(
      TrainingSet set,
      GroupSplit split,
      TrainingSettings settings,
      MemberSettings member,
      Continuation from,
      Device device,
      TrainingProgress progress) {
    this.set = set;
    this.split = split;
    this.settings = settings;
    this.member = member;
    this.from = from;
    this.parent = from.parentOf(member).orElse(null);
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
    DensityKind.Reads reads = DensityKind.Reads.of(set.layout().block());
    if (kind.reads() != reads) {
      throw new UnfitDataException(
          "member "
              + member.name()
              + " of kind "
              + kind.name()
              + " reads "
              + kind.reads().words()
              + ", but the features are "
              + reads.words()
              + "; kinds that read these: "
              + String.join(", ", DensityKinds.namesReading(reads)));
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
    Standardisation standardisation = standardisation(encoded);
    DensityKind.Setup setup =
        new DensityKind.Setup(
            preprocessing.coordinates(),
            preprocessing.context(),
            standardisation.mean(),
            standardisation.scale(),
            encoded,
            member.flow(),
            set.layout().block(),
            member.seed(),
            parent == null ? null : parent.weights(),
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
        trained.history(),
        trained.bestStep(),
        nll(weights, Part.CALIBRATION),
        nll(weights, Part.EVALUATION),
        standardErrors(weights),
        seconds);
  }

  private Standardisation standardisation(float[] encoded) {
    FeatureBlock block = set.layout().block();
    if (block instanceof FeatureBlock.Pixels pixels) {
      return Standardisation.of(pixels, encoded, encoder.width());
    }
    return block == null
        ? Standardisation.of(preprocessing.coordinateSchema().features(), encoded, encoder.width())
        : Standardisation.none(preprocessing.coordinates());
  }

  private DensityWeights learn(ByGradient learning, DensityKind.Setup setup) {
    TrainableDensity density = learning.density().apply(setup);
    Start start = start(density);
    TrainingSettings paced = start.isWarm() ? from.pace().of(settings) : settings;
    RateSchedule schedule = paced.schedule(learning.rate());
    Batches batches = new Batches(encoder, rows, classOfRow, noise(setup, paced), member.seed());
    TrainingLoop loop =
        new TrainingLoop(
            member.name(), member.seed(), paced.pace(schedule, learning.mostInABatch()), progress);
    TrainingLoop.Validation held = validation();
    try (GradientLearner learner =
        new GradientLearner(density, settings.optimisation(), start.theta(), device)) {
      trained =
          loop.run(
              learner,
              (batch, step) -> batches.fill(batch, schedule.fading(step)),
              held,
              memory(setup, start, held, paced));
      return learner.weights(trained.parameters());
    }
  }

  /** Parameters before the first step. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  private record Start(float[] theta, boolean isWarm) {}

  private Start start(TrainableDensity density) {
    if (parent == null) {
      if (!from.parents().isEmpty()) {
        notes.add(member.name() + ": starts fresh, the parent has none of kind " + kind.name());
      }
      return new Start(density.initial(member.seed()), false);
    }
    try {
      Start warm = new Start(density.parameters(parent.weights()), true);
      notes.add(
          member.name()
              + ": starts from the parent's "
              + parent.name()
              + ", "
              + from.pace().words());
      return warm;
    } catch (IllegalArgumentException e) {
      notes.add(member.name() + ": starts fresh, " + e.getMessage());
      return new Start(density.initial(member.seed()), false);
    }
  }

  private LoopMemory memory(
      DensityKind.Setup setup, Start start, TrainingLoop.Validation held, TrainingSettings paced) {
    if (from.checkpoints() == Checkpoints.NONE) {
      return LoopMemory.NONE;
    }
    String key =
        TrainingKey.of(
            kind.name() + " " + setup.flow() + " " + paced.toMap(),
            setup.mean(),
            setup.scale(),
            setup.rows(),
            held.rows(),
            start.theta());
    return LoopMemory.of(
        from.checkpoints(),
        member.name(),
        key,
        why -> notes.add(member.name() + ": trained from the first step, " + why));
  }

  /** How it began, for people. */
  List<String> notes() {
    return notes;
  }

  /** None on a block: the bandwidth is that of columns, and whether a member is there is exact. */
  private double[] noise(DensityKind.Setup setup, TrainingSettings paced) {
    double[] noise = new double[setup.features()];
    if (setup.block() == null) {
      double share = paced.noise(classOfRow.length, noise.length);
      Arrays.setAll(noise, j -> share * setup.scale()[j]);
    }
    return noise;
  }

  private TrainingLoop.Validation validation() {
    int[] held = split.rows(Part.VALIDATION);
    double[] volumes = new double[held.length];
    float[] encoded =
        encoder.encodeAll(set.rows(held), set.classesOf(held), member.seed() + 1, volumes);
    return new TrainingLoop.Validation(
        encoded, held.length, Arrays.stream(volumes).average().orElseThrow());
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
      nll = onDjl(weights, held, PreprocessedDensity::logDensity);
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

  /** Of the evaluation part: zeros where scores are exact, as those of kernels are. */
  private double[] standardErrors(DensityWeights weights) {
    int[] chosen = split.rows(Part.EVALUATION);
    return CompiledDensity.kinds().contains(weights.kind())
        ? new double[chosen.length]
        : onDjl(weights, set.rows(chosen), PreprocessedDensity::standardError);
  }

  /** What a density says of some rows. */
  private interface Question {
    double[] ask(PreprocessedDensity density, float[] rows, int count);
  }

  private double[] onDjl(DensityWeights weights, float[] rows, Question question) {
    int inputs = set.layout().inputs();
    double[] answers = new double[rows.length / inputs];
    try (PreprocessedDensity density =
        new PreprocessedDensity(preprocessing, kind.opener().open(weights, device))) {
      for (int from = 0; from < answers.length; from += SCORED_AT_ONCE) {
        int count = Math.min(SCORED_AT_ONCE, answers.length - from);
        float[] some = Arrays.copyOfRange(rows, from * inputs, (from + count) * inputs);
        System.arraycopy(question.ask(density, some, count), 0, answers, from, count);
      }
    }
    return answers;
  }
}
