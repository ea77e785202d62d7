package io.vigia.density.flow;

import ai.djl.Device;
import io.vigia.density.GradientLearner;
import io.vigia.density.Optimisation;
import io.vigia.kernel.FlowArchitecture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Prints by how many bytes the resident memory of this process grew over 2,000 training steps of a
 * flow, {@code maf}, or {@code nsf-ar} with context and mixing. A process of its own, whose heap is
 * all touched at the start, so that only native memory can grow.
 */
public final class LearnerMemory {
  private static final int ROWS = 64;
  private static final int FEATURES = 4;

  private LearnerMemory() {}

  public static void main(String[] args) throws IOException {
    FlowArchitecture architecture = architecture(args[0]);
    float[] rows = new float[ROWS * architecture.inputs()];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    float[] ones = new float[FEATURES];
    Arrays.fill(ones, 1);
    TrainableFlow flow =
        new TrainableFlow(architecture, new float[FEATURES], ones, 1, Device.cpu());
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Device.cpu())) {
      steps(learner, rows, 500);
      int arrays = flow.nativeArrays();
      long before = resident();
      steps(learner, rows, 2000);
      if (flow.nativeArrays() != arrays) {
        throw new IllegalStateException(
            "native arrays: " + arrays + " before, " + flow.nativeArrays() + " after");
      }
      System.out.println(resident() - before);
    }
  }

  private static FlowArchitecture architecture(String kind) {
    FlowArchitecture plain = FlowArchitecture.of(kind, FEATURES, 0, 3, List.of(64, 64));
    if (!plain.spline()) {
      return plain;
    }
    return new FlowArchitecture(
        kind,
        FEATURES,
        2,
        2,
        plain.hidden(),
        plain.activation(),
        true,
        FlowArchitecture.LINEAR,
        0,
        plain.bins(),
        plain.tailBound());
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
