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
 * Prints by how many bytes the resident memory of this process grew over 2,000 training steps. A
 * process of its own, whose heap is all touched at the start, so that only native memory can grow.
 */
public final class LearnerMemory {
  private static final int ROWS = 256;
  private static final int FEATURES = 8;

  private LearnerMemory() {}

  public static void main(String[] args) throws IOException {
    float[] rows = new float[ROWS * FEATURES];
    SplittableRandom random = new SplittableRandom(1);
    for (int i = 0; i < rows.length; i++) {
      rows[i] = (float) random.nextGaussian();
    }
    FlowArchitecture architecture = FlowArchitecture.maf(FEATURES, 3, List.of(64, 64));
    float[] ones = new float[FEATURES];
    Arrays.fill(ones, 1);
    TrainableFlow flow =
        new TrainableFlow(architecture, new float[FEATURES], ones, 1, Device.cpu());
    try (GradientLearner learner =
        new GradientLearner(flow, Optimisation.DEFAULT, 1, Device.cpu())) {
      steps(learner, rows, 500);
      long before = resident();
      steps(learner, rows, 2000);
      System.out.println(resident() - before);
    }
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
