package io.vigia.app.worker;

import ai.djl.Device;
import ai.djl.util.cuda.CudaUtils;
import io.vigia.density.Torch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where a worker trains.
 *
 * @param label {@code cpu} or {@code gpu:n}
 * @param name of the card, as its driver says it; empty for a CPU, or where no driver does
 */
public record DeviceInfo(String label, String name) {
  private static final Logger LOG = LoggerFactory.getLogger(DeviceInfo.class);

  /** The NVIDIA driver on Linux has a folder for each card, in the order of their bus addresses. */
  private static final Path CARDS = Path.of("/proc/driver/nvidia/gpus");

  private static final String MODEL = "Model:";

  /**
   * Looks whether a device is there; this loads libtorch.
   *
   * @param asked {@code cpu}, {@code gpu}, {@code gpu:n} or {@code auto}
   * @throws IllegalArgumentException where it is not
   */
  public static DeviceInfo of(String asked) {
    Device device = Torch.device(asked);
    return device.isGpu()
        ? new DeviceInfo("gpu:" + device.getDeviceId(), card(CARDS, device.getDeviceId()))
        : new DeviceInfo("cpu", "");
  }

  /** The card's name; empty where the driver's folder is not as it is expected. */
  static String card(Path cards, int index) {
    if (!Files.isDirectory(cards)) {
      return "";
    }
    try (Stream<Path> folders = Files.list(cards)) {
      List<Path> sorted = folders.sorted().toList();
      if (index >= sorted.size()) {
        return "";
      }
      return Files.readAllLines(sorted.get(index).resolve("information")).stream()
          .filter(line -> line.startsWith(MODEL))
          .map(line -> line.substring(MODEL.length()).strip())
          .findFirst()
          .orElse("");
    } catch (IOException e) {
      LOG.debug("the card's name is not known", e);
      return "";
    }
  }

  /** Memory in use on the card, by all processes; empty for a CPU, or where CUDA does not tell. */
  public OptionalLong usedBytes() {
    if (label.equals("cpu")) {
      return OptionalLong.empty();
    }
    try {
      Device device = Device.gpu(Integer.parseInt(label.substring(label.indexOf(':') + 1)));
      return OptionalLong.of(CudaUtils.getGpuMemory(device).getCommitted());
    } catch (RuntimeException | LinkageError e) {
      LOG.debug("the card's memory is not known", e);
      return OptionalLong.empty();
    }
  }

  @Override
  public String toString() {
    return name.isEmpty() ? label : label + " (" + name + ")";
  }
}
