package io.vigia.app.demo;

import io.vigia.model.ModelBundle;
import io.vigia.sim.DimuonProcess;
import io.vigia.sim.DimuonSimulator;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The demo on a deployment that runs: sends, reads, tells, counts. */
public final class Demo {
  private static final long TURN_MILLIS = 200;
  private static final Duration LAST_OUTCOMES_WITHIN = Duration.ofSeconds(60);

  private final TopologySpec spec;
  private final DemoSettings settings;
  private final ModelFacts model;
  private final Screen screen;
  private final BooleanSupplier interrupted;
  private final Ledger ledger;

  /**
   * @param spec with the client settings of the broker; of the events of {@link DimuonSimulator}
   * @param bundle in service
   * @param interrupted whether the person wants it to end
   */
  public Demo(
      TopologySpec spec,
      ModelBundle bundle,
      DemoSettings settings,
      Screen screen,
      BooleanSupplier interrupted) {
    this.spec = spec;
    this.settings = settings;
    this.model = ModelFacts.of(bundle, spec.alerts().threshold());
    this.screen = screen;
    this.interrupted = interrupted;
    this.ledger = new Ledger(TopicNames.of(spec), spec.alerts().threshold(), settings.warmUp());
  }

  /** Says what will be seen. */
  public static void introduce(
      TopologySpec spec, ModelBundle bundle, DemoSettings settings, Screen screen) {
    ModelFacts model = ModelFacts.of(bundle, spec.alerts().threshold());
    Narration.introduction(settings, model).forEach(screen::line);
    screen.line("Starting a Kafka broker and the stream ...");
  }

  /**
   * Sends and reads until the duration is over or the person wants it to end, then waits until
   * every record has its outcome.
   *
   * @param feed of the source topic
   * @param http where metrics are served
   * @param startSeconds how long it took to get here
   */
  public Summary run(SourceFeed feed, InetSocketAddress http, double startSeconds)
      throws InterruptedException {
    Narration.running(
            startSeconds,
            String.valueOf(spec.clientSettings().get("bootstrap.servers")),
            TopicNames.of(spec).alerts(),
            http.getAddress().getHostAddress() + ":" + http.getPort())
        .forEach(screen::line);
    DimuonSimulator simulator =
        DimuonSimulator.of(settings.seed())
            .withAnomalies(DimuonProcess.DARK_PHOTON, settings.anomalies());
    TriggerStream stream =
        new TriggerStream(feed, simulator, ledger, settings.events(), settings.rate());
    try (Subscriber subscriber = Subscriber.start(spec, ledger)) {
      stream.start();
      try {
        while (stream.running() && !interrupted.getAsBoolean()) {
          turn(subscriber);
          stream.throwFailure();
        }
      } finally {
        stream.stop();
      }
      long deadline = System.nanoTime() + LAST_OUTCOMES_WITHIN.toNanos();
      while (!ledger.counts().settled() && System.nanoTime() < deadline) {
        turn(subscriber);
      }
    }
    // The subscriber has ended: what is here is all.
    tell();
    Counts counts = ledger.counts();
    Summary summary = new Summary(counts, model.falseAlarms(counts.background()), settings);
    summary.lines().forEach(screen::line);
    Narration.next().forEach(screen::line);
    return summary;
  }

  private void turn(Subscriber subscriber) throws InterruptedException {
    TimeUnit.MILLISECONDS.sleep(TURN_MILLIS);
    subscriber.throwFailure();
    tell();
    Counts counts = ledger.counts();
    screen.status(Narration.status(counts, model.falseAlarms(counts.background())));
  }

  private void tell() {
    for (Notice notice : ledger.notices()) {
      if (notice instanceof Notice.Alert alert && alert.injected()) {
        screen.highlight(Narration.alert(alert));
      } else if (notice instanceof Notice.Alert alert) {
        screen.line(Narration.alert(alert));
      } else if (notice instanceof Notice.FirstDeadLetter letter) {
        Narration.deadLetter(letter).forEach(screen::line);
      }
    }
  }
}
