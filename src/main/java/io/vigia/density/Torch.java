package io.vigia.density;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.pytorch.jni.JniUtils;
import java.util.function.Supplier;

/**
 * DJL's PyTorch engine, started once for a JVM without the network: DJL's look-ups and its usage
 * report are switched off before it loads. The native libraries unpack (about 450 MB, once) under
 * the environment variable or system property {@code ENGINE_CACHE_DIR}, else {@code DJL_CACHE_DIR},
 * else {@code .djl.ai} in the home folder.
 */
public final class Torch {
  /** Threads inside one operation. The operations here are too small to gain from more. */
  private static final int DEFAULT_THREADS = 1;

  private Torch() {}

  /** The engine, started by the first call, which takes seconds. */
  public static Engine engine() {
    return Holder.ENGINE;
  }

  /**
   * The result of {@code body}, in which no operation records what a gradient would need. Grad mode
   * belongs to the thread and is on by default except on the thread that loaded the engine.
   */
  public static <T> T withoutGradient(Supplier<T> body) {
    engine();
    boolean before = JniUtils.isGradMode();
    JniUtils.setGradMode(false);
    try {
      return body.get();
    } finally {
      JniUtils.setGradMode(before);
    }
  }

  /**
   * A device by name: {@code cpu}; {@code gpu} or {@code gpu:n}; {@code auto}, the first GPU where
   * there is one.
   *
   * @throws IllegalArgumentException where it is not such a name, or that GPU is not there
   */
  public static Device device(String name) {
    int gpus = name.equals("cpu") ? 0 : engine().getGpuCount();
    if (name.equals("cpu") || (name.equals("auto") && gpus == 0)) {
      return Device.cpu();
    }
    int index = name.equals("auto") || name.equals("gpu") ? 0 : gpuIndex(name);
    if (index >= gpus) {
      throw new IllegalArgumentException(
          "the device is "
              + name
              + ", but PyTorch sees "
              + (gpus == 0 ? "no GPU" : "GPUs 0 to " + (gpus - 1))
              + "; use cpu or auto, or look whether a CUDA build of PyTorch is installed");
    }
    return Device.gpu(index);
  }

  private static int gpuIndex(String name) {
    if (!name.matches("gpu:[0-9]{1,3}")) {
      throw new IllegalArgumentException(
          "the device is '" + name + "'; allowed: cpu, gpu, gpu:N, auto");
    }
    return Integer.parseInt(name.substring("gpu:".length()));
  }

  private static void setDefault(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static final class Holder {
    static final Engine ENGINE = start();

    private static Engine start() {
      setDefault("ai.djl.offline", "true");
      setDefault("OPT_OUT_TRACKING", "true");
      setDefault("ai.djl.pytorch.num_threads", Integer.toString(DEFAULT_THREADS));
      setDefault("ai.djl.pytorch.num_interop_threads", Integer.toString(DEFAULT_THREADS));
      return Engine.getEngine("PyTorch");
    }
  }
}
