package io.vigia.app;

import io.vigia.topology.ApplicationRole;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Watches the stream of a topology until it is told to stop (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
  @Parameters(paramLabel = "TOPOLOGY", description = "The topology's YAML file.")
  @SuppressWarnings("NullAway.Init")
  private Path topology;

  @Option(
      names = "--roles",
      split = ",",
      description = "What to run in this process: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<ApplicationRole> roles = EnumSet.allOf(ApplicationRole.class);

  @Option(
      names = "--state-dir",
      description = "State of this process, kept over restarts. Default: ${DEFAULT-VALUE}/<name>.")
  private Path stateDirectory = Path.of(".vigia", "state");

  @Option(
      names = "--threads",
      description = "Stream threads of the score role, at most one a partition. Default: 1.")
  private int threads = 1;

  @Override
  public Integer call() throws Exception {
    return 0;
  }
}
