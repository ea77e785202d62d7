package io.vigia.telemetry;

import static io.vigia.telemetry.MetricFamilies.children;

import io.prometheus.client.CollectorRegistry;
import io.prometheus.client.Counter;
import io.prometheus.client.Gauge;
import io.prometheus.client.Histogram;
import io.vigia.alert.Outcome;
import io.vigia.alert.Review;
import io.vigia.event.Reason;
import io.vigia.event.Role;
import io.vigia.event.Stage;
import io.vigia.scoring.ModelIdentity;
import io.vigia.topology.RetrainMeter;
import io.vigia.topology.StreamMeter;
import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The stream's measurements as Prometheus metrics. Every label takes its values from a set known at
 * construction; every child is looked up then, so that an event costs additions alone.
 */
public final class PrometheusMeter implements StreamMeter {
  /** The role of an event that left before its role mattered. */
  private static final String NO_ROLE = "none";

  /** Stands for a cut that the topology does not name: the label stays bounded. */
  private static final String OTHER_CUT = "other";

  private static final double NANOS_IN_SECOND = 1e9;
  private static final double MILLIS_IN_SECOND = 1e3;

  private static final double[] NLL_NATS = {
    -100, -50, -20, -10, -5, 0, 5, 10, 15, 20, 25, 30, 40, 50, 75, 100, 200, 500, 1000
  };

  /** From 250 ns to 10 ms. */
  private static final double[] STEP_SECONDS = {
    250e-9, 500e-9, 750e-9, 1e-6, 1.5e-6, 2e-6, 3e-6, 4e-6, 5e-6, 7.5e-6, 10e-6, 20e-6, 50e-6,
    100e-6, 250e-6, 1e-3, 10e-3
  };

  private static final double[] EVENT_TO_SCORE_SECONDS = {
    .001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60, 300, 3600
  };

  private final Counter.Child[] scored;
  private final Counter.Child filtered;
  private final Counter.Child deadLettered;
  private final String[] cuts;
  private final Counter.Child[] filteredByCut;
  private final Counter.Child[][] deadLetters;
  private final Counter.Child[] candidates;
  private final Counter.Child[] alerts;
  private final Counter.Child[] decisions;
  private final Counter subscribed;
  private final Histogram nll;
  private final Histogram decode;
  private final Histogram score;
  private final Histogram eventToScore;
  private final Gauge model;
  private final Counter cutOvers;
  private final ReviewMetrics reviews;
  private final RetrainMetrics retraining;
  private @Nullable ModelIdentity inService;

  /**
   * @param cuts the topology's named cuts
   */
  public PrometheusMeter(CollectorRegistry registry, Collection<String> cuts) {
    MetricFamilies families = new MetricFamilies(registry);
    Counter events =
        families.counter(
            "vigia_events_total",
            "Source events by outcome (scored, filtered, dead_lettered) and, where scored, role.",
            "outcome",
            "role");
    this.scored = children(Role.values(), role -> events.labels("scored", role.label()));
    this.filtered = events.labels("filtered", NO_ROLE);
    this.deadLettered = events.labels("dead_lettered", NO_ROLE);
    this.cuts = cuts.toArray(String[]::new);
    Counter byCut =
        families.counter(
            "vigia_filtered_events_total", "Source events by the named cut they failed.", "cut");
    this.filteredByCut = children(withOther(cuts), byCut::labels);
    this.deadLetters = deadLetters(families);
    Counter candidateCount =
        families.counter(
            "vigia_candidates_total", "Events at or below the pre-cut p-value, by role.", "role");
    this.candidates = children(Role.values(), role -> candidateCount.labels(role.label()));
    Counter alertCount =
        families.counter("vigia_alerts_total", "Alerts published, by the event's role.", "role");
    this.alerts = children(Role.values(), role -> alertCount.labels(role.label()));
    Counter decisionCount =
        families.counter(
            "vigia_decisions_total", "Candidates by what the desk decided.", "outcome");
    this.decisions = children(Outcome.values(), outcome -> decisionCount.labels(outcome.label()));
    this.subscribed =
        families.counter(
            "vigia_subscription_alerts_total",
            "Alerts published for a subscription.",
            "subscription");
    this.nll =
        families.histogram(
            "vigia_nll_nats",
            "Negative log-density of scored physics events, nats; the sum may fall.",
            NLL_NATS);
    this.decode =
        families.histogram(
            "vigia_decode_seconds",
            "From bytes to the feature vector; one event in " + TIMED_SHARE + " is timed.",
            STEP_SECONDS);
    this.score =
        families.histogram(
            "vigia_score_seconds",
            "From the feature vector to its p-value; one event in " + TIMED_SHARE + " is timed.",
            STEP_SECONDS);
    this.eventToScore =
        families.histogram(
            "vigia_event_to_score_seconds",
            "From the source record's timestamp to its score; one event in "
                + TIMED_SHARE
                + " is timed.",
            EVENT_TO_SCORE_SECONDS);
    this.reviews = new ReviewMetrics(families);
    this.retraining = new RetrainMetrics(families);
    this.model =
        families.gauge(
            "vigia_model_info",
            "The model in service; the value is 1.",
            "name",
            "version",
            "sha256",
            "feature_schema_sha256",
            "kernel");
    this.cutOvers =
        families.counter(
            "vigia_cutovers_total",
            "Times that a source partition was given another model, or its first.");
  }

  private static String[] withOther(Collection<String> cuts) {
    return Stream.concat(cuts.stream(), Stream.of(OTHER_CUT)).toArray(String[]::new);
  }

  private static Counter.Child[][] deadLetters(MetricFamilies families) {
    Counter counter =
        families.counter(
            "vigia_dead_letters_total", "Dead letters by stage and reason.", "stage", "reason");
    return Arrays.stream(Stage.values())
        .map(
            stage ->
                children(Reason.values(), reason -> counter.labels(stage.label(), reason.label())))
        .toArray(Counter.Child[][]::new);
  }

  @Override
  public void scored(Role role, double nll, double pValue) {
    scored[role.ordinal()].inc();
    if (role == Role.PHYSICS) {
      this.nll.observe(nll);
    }
  }

  @Override
  public void filtered(String cut) {
    filtered.inc();
    int i = 0;
    while (i < cuts.length && !cuts[i].equals(cut)) {
      i++;
    }
    filteredByCut[i].inc();
  }

  @Override
  public void deadLettered(Stage stage, Reason reason) {
    // What the desk cannot read is not a source event: those have their one outcome already.
    if (stage != Stage.DESK) {
      deadLettered.inc();
    }
    deadLetters[stage.ordinal()][reason.ordinal()].inc();
  }

  @Override
  public void candidate(Role role) {
    candidates[role.ordinal()].inc();
  }

  @Override
  public void alert(Role role) {
    alerts[role.ordinal()].inc();
  }

  @Override
  public void decided(Outcome outcome) {
    decisions[outcome.ordinal()].inc();
  }

  @Override
  public void subscribed(String subscription) {
    subscribed.labels(subscription).inc();
  }

  @Override
  public void decodeNanos(long nanos) {
    decode.observe(nanos / NANOS_IN_SECOND);
  }

  @Override
  public void scoreNanos(long nanos) {
    score.observe(nanos / NANOS_IN_SECOND);
  }

  @Override
  public void eventToScoreMillis(long millis) {
    eventToScore.observe(millis / MILLIS_IN_SECOND);
  }

  @Override
  public void reviewed(Review.Outcome outcome) {
    reviews.reviewed(outcome);
  }

  @Override
  public void reviewBatch(int rows, long nanos) {
    reviews.batch(rows, nanos / NANOS_IN_SECOND);
  }

  @Override
  public void reviewMillis(long millis) {
    reviews.latency(millis / MILLIS_IN_SECOND);
  }

  @Override
  public RetrainMeter retraining() {
    return retraining;
  }

  @Override
  public synchronized void modelInService(ModelIdentity identity) {
    // Every task of the process says so; a scrape in between must not find nothing.
    if (identity.equals(inService)) {
      return;
    }
    inService = identity;
    model.clear();
    model
        .labels(
            identity.name(),
            identity.version(),
            identity.sha256(),
            identity.featureSchemaSha256(),
            identity.kernel())
        .set(1);
  }

  @Override
  public void cutOver() {
    cutOvers.inc();
  }
}
