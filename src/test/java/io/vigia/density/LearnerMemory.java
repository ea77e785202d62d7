package io.vigia.density;

import ai.djl.Device;
import io.vigia.density.companion.TimeClassifierArchitecture;
import io.vigia.density.companion.TrainableTimeClassifier;
import io.vigia.density.continuous.ContinuousFlowArchitecture;
import io.vigia.density.continuous.TrainableContinuousFlow;
import io.vigia.density.diffusion.DiffusionArchitecture;
import io.vigia.density.diffusion.TrainableDiffusion;
import io.vigia.density.flow.TrainableFlow;
import io.vigia.density.vae.TrainableVae;
import io.vigia.density.vae.VaeArchitecture;
import io.vigia.kernel.FlowArchitecture;
import io.vigia.kernel.FlowShape;
import io.vigia.kernel.RowSchema;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * By how many bytes the resident memory of a process grows over 2,000 training steps. A process of
 * its own, whose heap is all touched at the start, so that only native memory can grow.
 */
public final class LearnerMemory {
  private static final int ROWS = 16;
  private static final int FEATURES = 4;
  private static final int CONTEXT = 2;
  private static final int STEPS = 2000;

  /** Until the engine's own caches and the compiler's code have their size. */
  private static final int STEPS_BEFORE = 300;

  /** So wide that parameters kept from each step would be far more than what a test allows. */
  private static final List<Integer> HIDDEN = List.of(64, 64, 64);

  private LearnerMemory() {}

  /** Whether a process can read its resident memory here. */
  static boolean isReadable() {
    return Files.exists(Path.of("/proc/self/status"));
  }

  /** The growth in bytes while each of these kinds is trained, in a process for all of them. */
  static Map<String, Long> growth(List<String> kinds) throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("-Xms256m", "-Xmx256m", "-XX:+AlwaysPreTouch"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(LearnerMemory.class.getName());
    command.addAll(kinds);
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("the training of " + kinds + " failed: " + output);
    }
    Map<String, Long> growth = new TreeMap<>();
    output
        .lines()
        .map(line -> line.split(" ", -1))
        .forEach(words -> growth.put(words[0], Long.parseLong(words[1])));
    return growth;
  }

  /** Prints a line for each kind among the arguments. */
  public static void main(String[] kinds) throws IOException {
    for (String kind : kinds) {
      try (GradientLearner learner =
          new GradientLearner(density(kind), Optimisation.DEFAULT, 1, Device.cpu())) {
        float[] rows = new float[ROWS * (FEATURES + CONTEXT)];
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < rows.length; i++) {
          rows[i] = (float) random.nextGaussian();
        }
        steps(learner, rows, STEPS_BEFORE);
        long before = resident();
        steps(learner, rows, STEPS);
        System.out.println(kind + " " + (resident() - before));
      }
    }
  }

  private static TrainableDensity density(String kind) {
    float[] mean = new float[FEATURES];
    float[] scale = new float[FEATURES];
    Arrays.fill(scale, 1);
    Device cpu = Device.cpu();
    return switch (kind) {
      case "vae" ->
          new TrainableVae(
              VaeArchitecture.dense(FEATURES, CONTEXT, 2, HIDDEN, VaeArchitecture.DECODER),
              mean,
              scale,
              cpu);
      case "vdm" ->
          new TrainableDiffusion(
              new DiffusionArchitecture(kind, FEATURES, CONTEXT, HIDDEN, 2, 16, 4),
              RowSchema.coordinates(FEATURES, CONTEXT),
              mean,
              scale,
              cpu);
      case "cnf" ->
          new TrainableContinuousFlow(
              new ContinuousFlowArchitecture(kind, FEATURES, CONTEXT, HIDDEN, 2), mean, scale, cpu);
      case "dte-c" ->
          new TrainableTimeClassifier(
              new TimeClassifierArchitecture(kind, FEATURES, CONTEXT, HIDDEN, 7), mean, scale, cpu);
      default -> new TrainableFlow(flow(kind), mean, scale, 1, cpu);
    };
  }

  /** Residual, mixed and conditional. */
  private static FlowArchitecture flow(String kind) {
    return new FlowShape(1, HIDDEN, true, FlowArchitecture.LINEAR, 8, 4)
        .architecture(kind, FEATURES, CONTEXT);
  }

  private static void steps(GradientLearner learner, float[] rows, int count) {
    for (int i = 0; i < count; i++) {
      learner.step(rows, ROWS, 1e-3);
    }
  }

  private static long resident() throws IOException {
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith("VmRSS:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) * 1024)
        .findFirst()
        .orElseThrow();
  }
}
