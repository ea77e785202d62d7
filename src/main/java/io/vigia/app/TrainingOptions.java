package io.vigia.app;

import io.vigia.topology.ModelSpec;
import io.vigia.topology.TrainingSpec;
import java.util.Arrays;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** What the command line says in place of a topology's {@code training} section. */
final class TrainingOptions {
  private static final Pattern DEVICE = Pattern.compile(TrainingSpec.DEVICE_PATTERN);

  @Option(
      names = "--model",
      paramLabel = "FAMILY",
      description =
          "flow, vae, diffusion, conv-vae, set-vdm, dte-c or contraction: alone, in place of the"
              + " topology's.")
  private @Nullable String model;

  @Option(
      names = "--device",
      paramLabel = "NAME",
      description = "cpu, gpu, gpu:N or auto, in place of the topology's.")
  private @Nullable String device;

  @Option(names = "--seed", description = "In place of the topology's.")
  private @Nullable Long seed;

  @Option(names = "--max-steps", paramLabel = "N", description = "In place of the topology's.")
  private @Nullable Integer maxSteps;

  @CommandLine.Spec(CommandLine.Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandSpec command;

  /**
   * The topology's training with these options in place of what it says.
   *
   * @throws ParameterException for a value that is not allowed
   */
  TrainingSpec over(TrainingSpec training) {
    TrainingSpec result = seed == null ? training : training.withSeed(seed);
    if (maxSteps != null) {
      result = result.withMaxSteps(maxSteps);
    }
    if (device != null) {
      if (!DEVICE.matcher(device).matches()) {
        throw refused("--device", device, "cpu, gpu, gpu:N, auto");
      }
      result = result.withDevice(device);
    }
    return model == null ? result : result.withModel(family(model));
  }

  private ModelSpec.Model family(String label) {
    return Arrays.stream(ModelSpec.Model.values())
        .filter(family -> family.label().equals(label.toLowerCase(Locale.ROOT)))
        .findFirst()
        .orElseThrow(
            () ->
                refused(
                    "--model",
                    label,
                    Arrays.stream(ModelSpec.Model.values())
                        .map(ModelSpec.Model::label)
                        .collect(Collectors.joining(", "))));
  }

  private ParameterException refused(String option, String value, String allowed) {
    return new ParameterException(
        command.commandLine(), option + " is '" + value + "'; allowed: " + allowed);
  }
}
