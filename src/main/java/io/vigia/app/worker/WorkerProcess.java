package io.vigia.app.worker;

import io.vigia.retrain.TrainingJob;
import io.vigia.telemetry.WorkerMetrics;
import io.vigia.topology.RetrainSpec;
import io.vigia.topology.StreamHealth;
import io.vigia.topology.TopicNames;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;

/** A worker wired up: the one training of a process, by a group's jobs or by a single one. */
public final class WorkerProcess implements StreamHealth, AutoCloseable {
  private final Settings settings;
  private final Map<String, String> kafka;
  private final WorkerMetrics metrics;
  private final StopSignal stop = new StopSignal();
  private final ProgressTopic log;
  private final JobRunner runner;
  private volatile String notReady = "starting";

  /**
   * What a worker is told.
   *
   * @param topology the file that {@code spec} was read from
   * @param device where it trains
   * @param workDirectory for checkpoints and fetched bundles, kept over restarts
   * @param code version and revision of the program, for provenance
   */
  public record Settings(
      Path topology, TopologySpec spec, DeviceInfo device, Path workDirectory, String code) {}

  /**
   * @param opener opens bundles of any members for scoring
   */
  public WorkerProcess(Settings settings, OpenedModel.Opener opener, WorkerMetrics metrics) {
    this.settings = settings;
    this.metrics = metrics;
    TopologySpec spec = settings.spec();
    this.kafka = spec.clientSettings();
    TopicNames names = TopicNames.of(spec);
    Clock clock = Clock.systemUTC();
    CandidateStore store =
        new RegistryStore(
            kafka, names.modelTopics(), settings.workDirectory().resolve("models"), clock);
    this.log = ProgressTopic.open(kafka, names.trainingProgress());
    this.runner =
        new JobRunner(
            WorkerIdentity.ofThisProcess(settings.device().toString()),
            new WindowJobTraining(
                settings.topology(),
                spec,
                kafka,
                store,
                opener,
                settings.device().label(),
                settings.code(),
                clock),
            store,
            log,
            metrics,
            settings.workDirectory().resolve("jobs"),
            retrain(spec).attempts(),
            clock);
    metrics.device(
        settings.device().label(), settings.device().name(), settings.device()::usedBytes);
  }

  private static RetrainSpec retrain(TopologySpec spec) {
    RetrainSpec retrain = spec.retrain();
    return retrain == null ? RetrainSpec.DEFAULT : retrain;
  }

  private TopicNames names() {
    return TopicNames.of(settings.spec());
  }

  /**
   * Takes jobs of the topology's group until it is told to stop.
   *
   * @throws IllegalStateException where broker, topics or rights are not as a group needs them
   */
  public void run() throws InterruptedException {
    WorkerGroup group = WorkerGroup.of(names().trainingJobs());
    int deliveries;
    try (Admin admin = Admin.create(Map.<String, Object>copyOf(kafka))) {
      deliveries = group.prepare(admin);
    }
    try (JobSource source = JobSource.join(kafka, group, deliveries)) {
      notReady = "";
      new Worker(source, runner, metrics, stop).run();
    }
  }

  /**
   * Works on one job, without a group.
   *
   * @param named a file with the job's JSON, or its id on the topic of jobs
   * @throws IllegalArgumentException where there is no such job
   */
  public JobEnd once(String named) throws IOException {
    JobDelivery found = JobLookup.find(named, kafka, names().trainingJobs());
    TrainingJob job = found.job();
    int attempt = Attempts.of(log.of(found.id())).begun() + 1;
    notReady = "";
    return runner.run(job == null ? found : JobDelivery.of(job, attempt), stop);
  }

  /** Ends the work soon; a training keeps what its checkpoint has. */
  public void stop() {
    stop.give();
  }

  @Override
  public List<String> notReady() {
    return notReady.isEmpty() ? List.of() : List.of(notReady);
  }

  @Override
  public List<String> failures() {
    return List.of();
  }

  @Override
  public void close() {
    log.close();
  }
}
