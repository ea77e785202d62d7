package io.vigia.app;

import picocli.CommandLine.Option;

/** Where DJL computes. */
final class DeviceOption {
  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description = "Where DJL computes: cpu, gpu, gpu:N or auto. Default: ${DEFAULT-VALUE}.")
  private String name = "cpu";

  String name() {
    return name;
  }
}
