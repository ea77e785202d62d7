package io.vigia.density;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The gradient of a density's loss, with something between the passes. */
public final class DifferentiatedLoss {
  private DifferentiatedLoss() {}

  /**
   * The gradient by theta.
   *
   * @param rows one after the other
   * @param between run after the loss is computed, before its gradient is
   */
  public static float[] gradient(
      TrainableDensity density, float[] theta, float[] rows, Runnable between) {
    int inputs = density.schema().inputs();
    try (NDManager scope = Torch.engine().newBaseManager()) {
      NDArray parameters = scope.create(theta);
      parameters.setRequiresGradient(true);
      NDArray batch = scope.create(rows, new Shape(rows.length / inputs, inputs));
      try (GradientCollector collector = Torch.engine().newGradientCollector()) {
        NDArray loss = density.loss(parameters, batch, scope, 1);
        between.run();
        collector.backward(loss);
      }
      return parameters.getGradient().toFloatArray();
    }
  }

  /** Frees what nothing holds on to, and writes over such memory. */
  public static void collectAndOverwrite() {
    for (int round = 0; round < 5; round++) {
      System.gc();
      List<ByteBuffer> taken = new ArrayList<>();
      for (int i = 0; i < 2000; i++) {
        ByteBuffer buffer =
            ByteBuffer.allocateDirect(2 * Float.BYTES).order(ByteOrder.nativeOrder());
        taken.add(buffer.putFloat(Float.NaN).putFloat(Float.NaN));
      }
      Reference.reachabilityFence(taken);
    }
  }
}
