package io.vigia.app;

import io.vigia.model.BundleDirectory;
import io.vigia.scoring.ScoringModel;
import io.vigia.telemetry.Telemetry;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.Deployment;
import io.vigia.topology.ReviewSpec;
import io.vigia.topology.ServedModels;
import io.vigia.topology.TopologySpec;
import io.vigia.web.HttpEndpoint;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia run}. */
@Command(
    name = "run",
    mixinStandardHelpOptions = true,
    description = "Watches the stream of a topology until told to stop (SIGTERM, Ctrl-C).")
final class RunCommand implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Option(
      names = "--roles",
      split = ",",
      description = "What to run in this process: ${COMPLETION-CANDIDATES}. Default: all.")
  private Set<ApplicationRole> roles = EnumSet.allOf(ApplicationRole.class);

  @Option(
      names = "--state-dir",
      paramLabel = "DIR",
      description =
          "State of this process alone, kept over restarts. Default: .vigia/state/<topology>.")
  private @Nullable Path stateDirectory;

  @Mixin private ModelOption model = new ModelOption();

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Stream threads of the score role, at most one a partition. Default: 1.")
  private int threads = 1;

  @Option(
      names = "--review-device",
      paramLabel = "DEVICE",
      description = "Where the second level's DJL computes: cpu (default), gpu, gpu:N or auto.")
  private String reviewDevice = "cpu";

  @Mixin private HttpOptions http = new HttpOptions();

  @Override
  public Integer call() throws Exception {
    if (threads < 1) {
      throw new IllegalArgumentException("--threads must be at least 1, got " + threads);
    }
    TopologySpec spec = topology.read();
    ScoringModel scoring = model.read(spec);
    try (OfflineModel secondLevel = secondLevel(spec)) {
      return run(spec, scoring, secondLevel == null ? null : secondLevel.scoring());
    }
  }

  private int run(TopologySpec spec, ScoringModel scoring, @Nullable ScoringModel secondLevel)
      throws Exception {
    Telemetry telemetry = new Telemetry(spec.features().cuts().keySet());
    try (ModelsOnTopics models = models(spec, scoring);
        Deployment deployment =
            new Deployment(
                spec,
                models == null ? ServedModels.only(scoring) : models.served(),
                secondLevel,
                settings(spec),
                telemetry.meter());
        HttpEndpoint endpoint = http.open(telemetry.registry(), deployment)) {
      deployment.roles().forEach(role -> telemetry.watch(role, () -> deployment.metrics(role)));
      telemetry.watchModels(deployment::models);
      LOG.info(
          "{} with model {}/{} ({})",
          spec.name(),
          scoring.identity().name(),
          scoring.identity().version(),
          scoring.identity().kernel());
      LOG.info("metrics, health and readiness on http:/{}", endpoint.address());
      Thread onTermination = new Thread(deployment::close, "vigia-shutdown");
      Runtime.getRuntime().addShutdownHook(onTermination);
      deployment.start();
      if (models != null) {
        models.publishOwn();
      }
      deployment.awaitEnd();
      List<String> failures = deployment.failures();
      failures.forEach(failure -> LOG.error("{}", failure));
      return failures.isEmpty() ? 0 : Failures.FAILED;
    }
  }

  /** Only where something is scored or decided by them. */
  private @Nullable ModelsOnTopics models(TopologySpec spec, ScoringModel scoring) {
    return roles.contains(ApplicationRole.SCORE) || roles.contains(ApplicationRole.DESK)
        ? ModelsOnTopics.open(spec, scoring, model.directory(spec), directory(spec))
        : null;
  }

  /** Opened only where it is run: what does not review loads no libtorch. */
  private @Nullable OfflineModel secondLevel(TopologySpec spec) throws IOException {
    ReviewSpec review = spec.review();
    if (review == null || !roles.contains(ApplicationRole.REVIEW)) {
      return null;
    }
    OfflineModel opened = OfflineModel.open(BundleDirectory.read(review.model()), reviewDevice);
    LOG.info(
        "second level {}/{} ({})",
        opened.scoring().identity().name(),
        opened.scoring().identity().version(),
        opened.scoring().identity().kernel());
    return opened;
  }

  private Deployment.Settings settings(TopologySpec spec) {
    return new Deployment.Settings(roles, directory(spec), threads);
  }

  private Path directory(TopologySpec spec) {
    return stateDirectory != null ? stateDirectory : Path.of(".vigia", "state", spec.name());
  }
}
