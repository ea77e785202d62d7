package io.vigia.app.bench;

import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import io.vigia.model.Member;
import io.vigia.sim.DimuonProcess;
import io.vigia.sim.DimuonSimulator;
import io.vigia.sim.SimulatedEvent;
import io.vigia.training.Checkpoints;
import io.vigia.training.Continuation;
import io.vigia.training.DensityTraining;
import io.vigia.training.MemberSettings;
import io.vigia.training.TrainedMember;
import io.vigia.training.TrainingProgress;
import io.vigia.training.TrainingSet;
import io.vigia.training.TrainingSettings;
import io.vigia.training.Trim;
import io.vigia.training.WarmPace;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * A fresh start beside warm ones of several paces. The parent learns muon pairs; then the gain of
 * the leading muon's momentum rises by a tenth and a heavy resonance makes 2 % of the events, and
 * all train on the same window of these.
 */
public final class WarmStartBench {
  /** So close to a fresh start's best is as good, nats. */
  public static final double NEAR = 0.02;

  private static final List<String> FEATURES =
      List.of("log_pt1", "log_pt2", "eta1", "log_dr", "tilt");
  private static final double GAIN = 1.1;
  private static final double NEW_SHARE = 0.02;
  private static final int LOOK_EVERY = 25;
  private static final List<WarmPace> PACES =
      List.of(
          new WarmPace(1, 1, 1),
          new WarmPace(1, 1, 0.5),
          new WarmPace(1, 1, 0),
          new WarmPace(0.5, 1, 1),
          new WarmPace(0.5, 1, 0.5),
          new WarmPace(0.5, 1, 0.25),
          new WarmPace(0.5, 1, 0),
          new WarmPace(0.33, 1, 0.25));

  private final String kind;
  private final int rows;
  private final TrainingSettings settings;
  private final Consumer<String> progress;

  /**
   * @param kind of density
   * @param rows of a window
   * @param steps of a fresh start
   * @param device where it trains
   */
  public WarmStartBench(
      String kind, int rows, int steps, String device, Consumer<String> progress) {
    this.kind = kind;
    this.rows = rows;
    this.progress = progress;
    this.settings = lookedAtOften().withSteps(steps).withDevice(device);
  }

  /**
   * What one start came to: medians over the seeds.
   *
   * @param start in words
   * @param steps at most
   * @param validationNll the best, nats
   * @param beyondFresh that minus a fresh start's
   * @param stepsToFresh until it was within {@link #NEAR} of a fresh start's best; null where the
   *     median seed never was
   * @param seconds that the training took
   */
  @JsonNaming(PropertyNamingStrategies.SnakeCaseStrategy.class)
  public record Figures(
      String start,
      int steps,
      double validationNll,
      double beyondFresh,
      @Nullable Integer stepsToFresh,
      double seconds) {}

  private static TrainingSettings lookedAtOften() {
    TrainingSettings usual = TrainingSettings.DEFAULT;
    return new TrainingSettings(
        usual.members(),
        usual.steps(),
        usual.batch(),
        usual.rate(),
        usual.warmup(),
        usual.noise(),
        LOOK_EVERY,
        usual.patience(),
        usual.optimisation(),
        usual.split(),
        usual.seed(),
        usual.device());
  }

  /** Measures with seeds 1 to {@code seeds}. */
  public List<Figures> measure(int seeds) {
    Map<String, List<Figures>> runs = new LinkedHashMap<>();
    for (int seed = 1; seed <= seeds; seed++) {
      TrainingSet before = window(seed, 1);
      TrainingSet after = window(seed, 2);
      TrainedMember parent = train(before, seed, Continuation.NONE);
      TrainedMember fresh = train(after, 100 + seed, Continuation.NONE);
      add(runs, "fresh", fresh, fresh, settings.steps());
      for (WarmPace pace : PACES) {
        Continuation from =
            new Continuation(List.of(member(parent)), pace, Trim.NONE, Checkpoints.NONE);
        TrainedMember warm = train(after, 100 + seed, from);
        String name = "warm, " + pace.words();
        add(runs, name, warm, fresh, (int) (settings.steps() * pace.steps()));
      }
    }
    return runs.values().stream().map(WarmStartBench::median).toList();
  }

  private void add(
      Map<String, List<Figures>> runs,
      String start,
      TrainedMember trained,
      TrainedMember fresh,
      int steps) {
    double goal = fresh.validationNll() + NEAR;
    Integer reached =
        trained.history().stream()
            .filter(point -> point.validationNll() <= goal)
            .map(TrainingProgress.Point::step)
            .findFirst()
            .orElse(null);
    Figures figures =
        new Figures(
            start,
            steps,
            trained.validationNll(),
            trained.validationNll() - fresh.validationNll(),
            reached,
            trained.seconds());
    progress.accept(figures.toString());
    runs.computeIfAbsent(start, key -> new ArrayList<>()).add(figures);
  }

  private static Figures median(List<Figures> runs) {
    int middle = runs.size() / 2;
    Integer reached =
        runs.stream()
            .map(one -> one.stepsToFresh == null ? Integer.MAX_VALUE : one.stepsToFresh)
            .sorted()
            .toList()
            .get(middle);
    return new Figures(
        runs.get(0).start,
        runs.get(0).steps,
        runs.stream().mapToDouble(Figures::validationNll).sorted().toArray()[middle],
        runs.stream().mapToDouble(Figures::beyondFresh).sorted().toArray()[middle],
        reached == Integer.MAX_VALUE ? null : reached,
        runs.stream().mapToDouble(Figures::seconds).sorted().toArray()[middle]);
  }

  private TrainedMember train(TrainingSet set, long seed, Continuation from) {
    return DensityTraining.train(
            set,
            settings.withMembers(MemberSettings.of(kind, seed)).withSplitSeed(seed),
            List.of(),
            from,
            TrainingProgress.NONE)
        .first();
  }

  private static Member member(TrainedMember trained) {
    return new Member(
        trained.name(),
        trained.preprocessing(),
        trained.weights(),
        trained.meaning(),
        trained.settings().seed());
  }

  /**
   * @param which 1 before the change, 2 after it
   */
  private TrainingSet window(long seed, int which) {
    DimuonSimulator events =
        which == 1
            ? DimuonSimulator.of(seed)
            : DimuonSimulator.of(seed).withAnomalies(DimuonProcess.HEAVY_RESONANCE, NEW_SHARE);
    float[] values = new float[rows * FEATURES.size()];
    for (int i = 0; i < rows; i++) {
      float[] row = row(events.event((long) which * rows + i, 0), which == 1 ? 1 : GAIN);
      System.arraycopy(row, 0, values, i * row.length, row.length);
    }
    return TrainingSet.of(
        FEATURES, values, IntStream.range(0, rows).mapToObj(i -> which + ":" + i).toList());
  }

  private static float[] row(SimulatedEvent event, double gain) {
    double dEta = event.eta1() - event.eta2();
    double dPhi = Math.IEEEremainder(event.phi1() - event.phi2(), 2 * Math.PI);
    double[] row = {
      Math.log(gain * event.pt1()),
      Math.log(event.pt2()),
      event.eta1(),
      Math.log(Math.hypot(dEta, dPhi)),
      Math.atan2(Math.abs(dPhi), Math.abs(dEta))
    };
    float[] floats = new float[row.length];
    for (int j = 0; j < row.length; j++) {
      floats[j] = (float) row[j];
    }
    return floats;
  }
}
