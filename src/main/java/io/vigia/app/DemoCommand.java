package io.vigia.app;

import io.vigia.app.demo.Demo;
import io.vigia.app.demo.DemoSettings;
import io.vigia.app.demo.Screen;
import io.vigia.app.demo.Summary;
import io.vigia.app.demo.TimeSpan;
import io.vigia.model.BundleDirectory;
import io.vigia.scoring.ScoringModel;
import io.vigia.sim.Broker;
import io.vigia.sim.BrokerOptions;
import io.vigia.telemetry.Telemetry;
import io.vigia.topology.ApplicationRole;
import io.vigia.topology.Deployment;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import io.vigia.web.HttpEndpoint;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code vigia demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows vigia at work in a minute, with nothing to set up.",
      "A Kafka broker is started for it, a simulated trigger stream is scored, and alerts, injected",
      "anomalies caught and false alarms are counted. All it started and wrote is gone at the end."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:each record had exactly one outcome",
      "1:something failed, or a record or an alert is missing",
      "2:an option is not allowed",
      "130:ended by Ctrl-C"
    })
final class DemoCommand implements Callable<Integer> {
  private static final Path TOPOLOGY = Path.of("topology", "dimuon.yaml");
  private static final int PARTITIONS = 2;

  @Option(
      names = "--duration",
      paramLabel = "TIME",
      converter = TimeSpan.class,
      defaultValue = "60s",
      description = "How long events are sent, such as 30s, 5m, 1h. Default: ${DEFAULT-VALUE}.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Duration duration;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "Records a second. Default: ${DEFAULT-VALUE}.")
  private double rate = 2000;

  @Option(
      names = "--anomalies",
      paramLabel = "SHARE",
      description = "Share of the events that are anomalies. Default: ${DEFAULT-VALUE}.")
  private double anomalies = 1e-4;

  @Option(
      names = "--seed",
      paramLabel = "SEED",
      description =
          "Seed of the simulation; 1 repeats the events that the model was trained on. Default:"
              + " ${DEFAULT-VALUE}.")
  private long seed = 2026;

  @Option(
      names = "--json",
      description = "One JSON object on standard output; what is told meanwhile, on the other.")
  private boolean json;

  @Mixin private HttpOptions http = new HttpOptions();

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  @Override
  public Integer call() throws Exception {
    DemoSettings settings = new DemoSettings(duration, rate, anomalies, seed);
    Screen screen = screen();
    Path state = Files.createTempDirectory("vigia-demo-");
    try (CtrlC ctrlC = CtrlC.watch()) {
      Summary summary;
      try {
        summary = run(settings, screen, state, ctrlC);
      } finally {
        TemporaryDirectories.delete(state);
      }
      return report(summary);
    }
  }

  private Screen screen() {
    PrintWriter out = json ? command.commandLine().getErr() : command.commandLine().getOut();
    return new Screen(out, !json && System.console() != null);
  }

  private int report(@Nullable Summary summary) {
    if (summary == null) {
      return Failures.FAILED;
    }
    if (json) {
      command.commandLine().getOut().println(summary.json());
      command.commandLine().getOut().flush();
    }
    return summary.balanced() ? 0 : Failures.FAILED;
  }

  /** Null where it was ended before it began. */
  private @Nullable Summary run(DemoSettings settings, Screen screen, Path state, CtrlC ctrlC)
      throws Exception {
    long start = System.nanoTime();
    TopologySpec written = TopologyFile.read(Checkout.resolve(TOPOLOGY));
    ScoringModel model = ScoringModel.of(BundleDirectory.read(written.model()));
    Demo.introduce(written, model.bundle(), settings, screen);
    try (Broker broker = Broker.start(brokerOptions())) {
      TopologySpec spec = written.withKafka(Map.of("bootstrap.servers", broker.bootstrapServers()));
      Telemetry telemetry = new Telemetry(spec.features().cuts().keySet());
      try (SourceFeed feed = SourceFeed.open(spec, PARTITIONS);
          Deployment deployment =
              new Deployment(
                  spec,
                  model,
                  new Deployment.Settings(EnumSet.allOf(ApplicationRole.class), state, 1),
                  telemetry.meter());
          HttpEndpoint endpoint = http.openAnywhere(telemetry.registry(), deployment)) {
        deployment.roles().forEach(role -> telemetry.watch(role, () -> deployment.metrics(role)));
        telemetry.watchModels(deployment::models);
        deployment.start();
        if (!ready(deployment, ctrlC)) {
          return null;
        }
        return new Demo(spec, model.bundle(), settings, screen, ctrlC::asked)
            .run(feed, endpoint.address(), (System.nanoTime() - start) / 1e9);
      }
    }
  }

  /** A long demo must not fill the disk; its subscriber reads as it goes. */
  private static BrokerOptions brokerOptions() {
    return BrokerOptions.temporary()
        .with("log.segment.bytes", "67108864")
        .with("log.retention.bytes", "268435456")
        .with("log.retention.check.interval.ms", "30000");
  }

  private static boolean ready(Deployment deployment, CtrlC ctrlC) throws InterruptedException {
    while (!deployment.notReady().isEmpty() && !ctrlC.asked()) {
      List<String> failures = deployment.failures();
      if (!failures.isEmpty()) {
        throw new IllegalStateException("the stream does not start: " + failures);
      }
      Thread.sleep(50);
    }
    return !ctrlC.asked();
  }
}
