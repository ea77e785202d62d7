package io.vigia.app;

import io.vigia.app.bench.SetsBench;
import io.vigia.density.Torch;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia bench sets}. */
@Command(
    name = "sets",
    mixinStandardHelpOptions = true,
    description = {
      "The diffusion model of sets on toy jets and on a simulated galaxy cloud:",
      "samples against truth, and two-prong jets found by the bound."
    })
final class BenchSetsCommand implements Callable<Integer> {
  @Option(names = "--jets", description = "To train on. Default: ${DEFAULT-VALUE}.")
  private int jets = 2000;

  @Option(names = "--jet-steps", description = "Of training. Default: ${DEFAULT-VALUE}.")
  private int jetSteps = 4000;

  @Option(names = "--clouds", description = "To train on. Default: ${DEFAULT-VALUE}.")
  private int clouds = 2000;

  @Option(names = "--cloud-steps", description = "Of training. Default: ${DEFAULT-VALUE}.")
  private int cloudSteps = 2000;

  @Option(
      names = "--judged",
      description = "Held-out jets, and samples; of clouds a quarter. Default: ${DEFAULT-VALUE}.")
  private int judged = 1000;

  @Option(names = "--seed", description = "Of all that is random. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Mixin private DeviceOption device = new DeviceOption();

  @Mixin private FiguresReport report = new FiguresReport();

  @Override
  public Integer call() throws Exception {
    SetsBench bench =
        new SetsBench(
            new SetsBench.Size(jets, jetSteps, judged),
            new SetsBench.Size(clouds, cloudSteps, judged / 4),
            seed,
            Torch.device(device.name()),
            report::progress);
    report.print(bench.run());
    return 0;
  }
}
