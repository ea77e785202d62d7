package io.vigia.app;

import io.vigia.app.bench.StampsBench;
import io.vigia.density.Torch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench stamps}. */
@Command(
    name = "stamps",
    mixinStandardHelpOptions = true,
    description = {
      "The convolutional autoencoder on simulated galaxy stamps of 63 x 63 pixels:",
      "its samples against true stamps, and mergers and trails found by its bound."
    })
final class BenchStampsCommand implements Callable<Integer> {
  @Option(names = "--stamps", description = "To train on. Default: ${DEFAULT-VALUE}.")
  private int stamps = 4000;

  @Option(names = "--steps", description = "Of training. Default: ${DEFAULT-VALUE}.")
  private int steps = 1500;

  @Option(
      names = "--judged",
      description = "Stamps of each kind, and samples. Default: ${DEFAULT-VALUE}.")
  private int judged = 500;

  @Option(names = "--seed", description = "Of all that is random. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    StampsBench bench =
        new StampsBench(stamps, steps, judged, seed, Torch.device(device.name()), report::progress);
    report.print(bench.run());
    return 0;
  }
}
