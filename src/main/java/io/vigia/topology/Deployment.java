package io.vigia.topology;

import io.vigia.alert.desk.PolicyNotes;
import io.vigia.scoring.ScoringModel;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The applications of one topology, running in this process. */
public final class Deployment implements StreamHealth, AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Deployment.class);
  private static final Duration CLOSE_WITHIN = Duration.ofSeconds(20);

  /**
   * Nothing can be committed then; the broker aborts what was open, the next start reads it anew.
   */
  private static final Duration CLOSE_WITHOUT_BROKER = Duration.ofSeconds(5);

  /** More failures than these within the window are no passing trouble. */
  private static final int MAX_THREAD_FAILURES = 10;

  private static final Duration FAILURE_WINDOW = Duration.ofMinutes(10);
  private static final Executor CLOSER = task -> new Thread(task, "vigia-close").start();

  private final TopologySpec spec;
  private final ServedModels models;
  private final Settings settings;
  private final StreamMeter meter;
  private final Admin admin;
  private final BrokerWatch broker;
  private final Map<ApplicationRole, KafkaStreams> applications = new ConcurrentSkipListMap<>();
  private final ModelBoard board = new ModelBoard();
  private final List<String> failures = new ArrayList<>();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Deque<Long> threadFailures = new ArrayDeque<>();
  private volatile boolean started;
  private volatile List<String> missing = List.of();

  /**
   * @param roles what to run here
   * @param stateDirectory of this process alone, kept over restarts
   * @param threads of the score application
   */
  public record Settings(Set<ApplicationRole> roles, Path stateDirectory, int threads) {
    public Settings {
      roles = Set.copyOf(roles);
    }
  }

  /** The applications of a topology without a second level, that know no bundle but this. */
  public Deployment(TopologySpec spec, ScoringModel model, Settings settings, StreamMeter meter) {
    this(spec, ServedModels.only(model), null, settings, meter);
  }

  /**
   * The applications of a topology.
   *
   * @param models what may score
   * @param secondLevel opened; null where this process does not run its role
   * @throws IllegalArgumentException where a bundle does not fit the topology
   */
  public Deployment(
      TopologySpec spec,
      ServedModels models,
      @Nullable ScoringModel secondLevel,
      Settings settings,
      StreamMeter meter) {
    ScoringModel model = models.own();
    this.spec = spec;
    this.models = models;
    this.settings = settings;
    this.meter = meter;
    model.requireSchema(spec.features());
    requireFirstLevel(model);
    SecondLevel review =
        secondLevel == null ? null : SecondLevel.of(spec, secondLevel, model.identity());
    BudgetReach.note(spec.alerts(), model.bundle().calibrations()).ifPresent(LOG::info);
    AlertReach.warning(spec.alerts(), model.bundle().calibrations()).ifPresent(LOG::warn);
    if (review != null) {
      AlertReach.ofSecondLevel(spec.alerts(), review.calibrations()).ifPresent(LOG::warn);
    }
    PolicyNotes.of(spec.desk(), Instant.now()).forEach(LOG::warn);
    Properties client = new Properties();
    client.putAll(spec.clientSettings());
    this.admin = Admin.create(client);
    this.broker =
        new BrokerWatch(admin, String.valueOf(spec.clientSettings().get("bootstrap.servers")));
    for (ApplicationRole role : settings.roles()) {
      switch (role) {
        case SCORE ->
            add(role, ScoreTopology.of(spec, () -> models, board, meter), settings.threads());
        case DESK -> add(role, DeskTopology.of(spec, models, meter), 1);
        case REVIEW -> {
          if (review == null) {
            LOG.info("no second level in this topology: the desk reads candidates");
          } else {
            add(role, ReviewTopology.of(spec, review, meter), 1);
          }
        }
      }
    }
  }

  private static void requireFirstLevel(ScoringModel model) {
    if (model.bundle().passed() != null) {
      throw new IllegalArgumentException(
          "model: the bundle "
              + model.identity().name()
              + "/"
              + model.identity().version()
              + " is a second level, calibrated on what passes a first; it cannot score all events."
              + " Name it under review.model, or calibrate it by 'vigia calibrate --level 1'");
    }
  }

  private void add(ApplicationRole role, Topology topology, int threads) {
    Properties properties = StreamsSettings.of(spec, role, settings.stateDirectory(), threads);
    KafkaStreams streams = new KafkaStreams(topology, properties);
    streams.setUncaughtExceptionHandler(failure -> onFailure(role, failure));
    streams.setStateListener(
        (now, before) -> {
          LOG.info("{}: {}", role.label(), now);
          if (now == KafkaStreams.State.ERROR) {
            fail(role.label() + " stopped for good");
          }
        });
    applications.put(role, streams);
  }

  /**
   * Waits, visibly, for the broker and the topics of others; sees to the other topics; starts.
   *
   * @throws TopicSetup.MissingTopicsException under {@code topics: existing}
   * @throws IllegalArgumentException where a subscription matches more alerts than it may
   */
  public void start() throws InterruptedException {
    broker.awaitBroker();
    broker.start();
    TopicSetup topics = new TopicSetup(admin, spec);
    for (int tried = 0; !prepared(topics, tried); tried++) {
      TimeUnit.SECONDS.sleep(1);
    }
    applications.values().forEach(KafkaStreams::start);
    started = true;
  }

  private boolean prepared(TopicSetup topics, int tried) throws InterruptedException {
    try {
      missing = topics.missing();
      if (missing.isEmpty()) {
        topics.ensure();
        KafkaStreams desk = applications.get(ApplicationRole.DESK);
        if (desk != null) {
          SubscriptionGuard.check(spec);
          if (topics.lostItsSecondLevel()) {
            replace(desk, DeskTopology.withoutItsSecondLevel(spec, models, meter));
          }
        }
        return true;
      }
      if (tried % 15 == 0) {
        LOG.warn("{} does not exist: waiting for it", String.join(" and ", missing));
      }
    } catch (RetriableException e) {
      LOG.warn("the topics cannot be looked at yet: {}", e.getMessage());
    }
    return false;
  }

  /** Only the broker tells what the desk has in its stores, and it answers late. */
  private void replace(KafkaStreams desk, Topology topology) {
    LOG.info("there was a second level: candidates that wait for it go on");
    desk.close();
    add(ApplicationRole.DESK, topology, 1);
  }

  /** A thread that fails is replaced, since most causes pass; not endlessly, nor without rights. */
  private StreamThreadExceptionResponse onFailure(ApplicationRole role, Throwable failure) {
    LOG.error("{}: a stream thread failed", role.label(), failure);
    if (isFinal(failure) || (!isWaiting(failure) && countFailure() > MAX_THREAD_FAILURES)) {
      fail(role.label() + ": " + failure);
      return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }
    return StreamThreadExceptionResponse.REPLACE_THREAD;
  }

  private static boolean isFinal(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof AuthenticationException
          || cause instanceof AuthorizationException
          || cause instanceof Error) {
        return true;
      }
    }
    return false;
  }

  /** Whether a bundle is not at hand: that may last, and a person is told of it otherwise. */
  private static boolean isWaiting(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof ModelNotAtHandException) {
        return true;
      }
    }
    return false;
  }

  /** Counts one more failure, and answers how many there were within the window. */
  private synchronized int countFailure() {
    long now = System.nanoTime();
    threadFailures.addLast(now);
    while (now - threadFailures.peekFirst() > FAILURE_WINDOW.toNanos()) {
      threadFailures.removeFirst();
    }
    return threadFailures.size();
  }

  private synchronized void fail(String reason) {
    failures.add(reason);
    ended.countDown();
  }

  /** Blocks until an application stops for good or {@link #close} is called. */
  public void awaitEnd() throws InterruptedException {
    ended.await();
  }

  @Override
  public synchronized List<String> failures() {
    return List.copyOf(failures);
  }

  @Override
  public List<String> notReady() {
    List<String> reasons = new ArrayList<>(failures());
    if (!broker.reachable()) {
      reasons.add("broker " + spec.clientSettings().get("bootstrap.servers") + " does not answer");
    }
    missing.forEach(topic -> reasons.add(topic + " does not exist"));
    reasons.addAll(board.stopped());
    if (!started) {
      reasons.add("starting");
    }
    applications.forEach(
        (role, streams) -> {
          if (streams.state() != KafkaStreams.State.RUNNING) {
            reasons.add(role.label() + " is " + streams.state());
          }
        });
    return reasons;
  }

  @Override
  public List<String> warnings() {
    return board.warnings();
  }

  /** How the source partitions that are scored here stand with their bundles. */
  public List<ModelStatus> models() {
    return board.statuses();
  }

  /** Kafka's own metrics of an application that runs here. */
  public Map<MetricName, ? extends Metric> metrics(ApplicationRole role) {
    KafkaStreams streams = applications.get(role);
    return streams == null ? Map.of() : streams.metrics();
  }

  /** The roles that run in this process. */
  public Set<ApplicationRole> roles() {
    return applications.keySet();
  }

  /** Commits what was processed, leaves the groups so that others take over, and stops. */
  @Override
  public void close() {
    CloseOptions options =
        CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
            .withTimeout(broker.reachable() ? CLOSE_WITHIN : CLOSE_WITHOUT_BROKER);
    // All at once, so that their times do not add up beyond what a supervisor waits.
    CompletableFuture.allOf(
            applications.values().stream()
                .map(streams -> CompletableFuture.runAsync(() -> streams.close(options), CLOSER))
                .toArray(CompletableFuture[]::new))
        .join();
    broker.close();
    admin.close(Duration.ofSeconds(2));
    ended.countDown();
  }
}
