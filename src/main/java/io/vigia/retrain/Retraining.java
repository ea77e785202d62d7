package io.vigia.retrain;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vigia.retrain.RetrainDecision.About;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The retraining loop as the desk sees it: samples become windows and drift reports, windows jobs,
 * published candidates verdicts, verdicts activations. Pure: times are passed in, words go to a
 * {@link RetrainingOutlet}. Owned by one thread.
 *
 * <p>One job is in flight at a time; while there is one, the window goes on. A broken channel
 * throws the window away, and nothing trains until it works again. A person's verdict wins: a
 * candidate that a person has judged is not judged here.
 */
public final class Retraining {
  /** A job that nobody says anything of for so long is given up. */
  static final Duration PATIENCE = Duration.ofDays(7);

  private static final ObjectMapper JSON = new ObjectMapper();

  /**
   * A job that is not over.
   *
   * @param lastMillis when something was last said of it
   * @param working state that its worker is in; null before a worker has it
   * @param sequence of the last activation when it was made; 0 where there was none
   */
  public record Flight(
      String id,
      TrainingJob.Cause cause,
      long lastMillis,
      JobProgress.@Nullable State working,
      long sequence) {}

  /** The stored form, without the drift watch's. */
  private record State(
      JsonNode window,
      Map<String, BrokenChannels.Channel> broken,
      Map<String, RetrainInput.Counted> counts,
      @Nullable String model,
      @Nullable Flight flight,
      Candidates.State candidates) {}

  private final RetrainPlan plan;
  private final DriftWatch watch;
  private final RetrainingKnowledge known;
  private final RetrainingOutlet out;
  private final Candidates candidates;
  private final OpenWindow window;
  private final BrokenChannels broken;
  private final Map<String, RetrainInput.Counted> counts = new TreeMap<>();
  private @Nullable String model;
  private @Nullable Flight flight;

  public Retraining(
      RetrainPlan plan, DriftWatch watch, RetrainingKnowledge known, RetrainingOutlet out) {
    this.plan = plan;
    this.watch = watch;
    this.known = known;
    this.out = out;
    this.candidates = new Candidates(new Gate(plan.gate()), known, out);
    this.window = new OpenWindow(plan.window());
    this.broken = new BrokenChannels(plan.features());
  }

  /** All that must be kept between two processes, but what the {@link DriftWatch} keeps. */
  public JsonNode state() {
    return JSON.valueToTree(
        new State(window.state(), broken.state(), counts, model, flight, candidates.state()));
  }

  /**
   * Goes on from a {@link #state()}.
   *
   * @throws IllegalArgumentException where it is none
   */
  public void restore(JsonNode stored) {
    State state;
    try {
      state = JSON.treeToValue(stored, State.class);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the state of the retraining loop belongs to another version of vigia", e);
    }
    window.restore(state.window);
    broken.restore(state.broken);
    counts.putAll(state.counts);
    model = state.model;
    flight = state.flight;
    candidates.restore(state.candidates);
  }

  /** Takes what comes. */
  public void take(RetrainInput input) {
    long now = input.nowMillis();
    if (input.sample() != null) {
      sample(input.sample(), now);
    } else if (input.counted() != null) {
      counted(input.counted(), now);
    } else if (input.progress() != null) {
      progress(input.progress(), now);
    } else if (input.card() != null) {
      card(input.card(), now);
    } else if (input.verdict() != null) {
      candidates.verdict(input.verdict());
    }
  }

  private void sample(Sample sample, long nowMillis) {
    if (!sample.model().equals(model)) {
      window.scoredByAnother();
    }
    model = sample.model();
    if (!sample.schema().equals(plan.schemaSha256())) {
      window.ofOtherSchema(sample.offset());
      return;
    }
    if (!sample.isGood()) {
      window.bad(sample.offset());
      return;
    }
    recover(sample, nowMillis);
    Optional<DriftReport> report = watch.sample(sample);
    if (!broken.isAny()) {
      window.take(sample, nowMillis);
    }
    report.ifPresent(found -> drift(found, nowMillis));
    close(nowMillis);
  }

  private void counted(RetrainInput.Counted counted, long nowMillis) {
    counts.put(counted.partition(), counted);
    if (counted.calibrationRows() > 0) {
      watch.calibrated(counted.model(), counted.calibrationRows());
    }
    watch
        .candidates(
            counts.values().stream().mapToLong(RetrainInput.Counted::candidates).sum(),
            counts.values().stream().mapToLong(RetrainInput.Counted::scored).sum(),
            counted.eventMillis())
        .ifPresent(found -> drift(found, nowMillis));
  }

  private void recover(Sample sample, long nowMillis) {
    for (String feature : broken.take(sample.row())) {
      decide(About.DRIFT, feature, "recovered", List.of("the channel works again"), nowMillis);
    }
  }

  private void drift(DriftReport report, long nowMillis) {
    candidates.endAskedOfAnother(model, nowMillis);
    out.drift(report);
    if (report.kind().isBroken()) {
      broken.reported(report, candidates.lastSequence());
      window.discard();
      decide(
          About.DRIFT,
          report.watch(),
          "broken",
          List.of(report.text(), "a broken channel trains nothing: the window is thrown away"),
          nowMillis);
    } else if (plan.onDrift() && isBeingLearned()) {
      decide(
          About.DRIFT,
          report.watch(),
          "reported",
          List.of(report.text(), "a change before it is being learned"),
          nowMillis);
    } else if (plan.onDrift()) {
      window.changed(report);
      decide(
          About.DRIFT,
          report.watch(),
          "retrain",
          List.of(
              report.text(),
              "a window from the change on closes when it has "
                  + plan.window().minRows()
                  + " samples"),
          nowMillis);
    } else {
      decide(
          About.DRIFT,
          report.watch(),
          "reported",
          List.of(report.text(), "retrain.on-drift is false"),
          nowMillis);
    }
  }

  /** Whether a window of a change is open, or a job of one is not over. */
  private boolean isBeingLearned() {
    return window.isOfChange()
        || (flight != null && flight.cause() == TrainingJob.Cause.DRIFT)
        || candidates.asked() != null;
  }

  private void close(long nowMillis) {
    String parent = candidates.inService(model);
    if (flight != null || broken.isAny() || parent == null) {
      return;
    }
    Optional<TrainingJob.Cause> due = window.due();
    if (due.isEmpty()) {
      return;
    }
    String why = window.why();
    TrainingJob job =
        new TrainingJob(
            plan.topology(),
            window.close(plan.samples(), plan.schemaSha256(), known),
            plan.training(),
            parent,
            plan.warm(),
            plan.trim(),
            plan.seed(),
            why,
            due.get());
    flight = new Flight(job.id(), job.cause(), nowMillis, null, candidates.lastSequence());
    out.job(job);
    decide(About.JOB, job.id(), "created", List.of(why), nowMillis);
  }

  private void progress(JobProgress said, long nowMillis) {
    Flight flying = flight;
    if (flying == null || !flying.id().equals(said.job())) {
      return;
    }
    if (said.state() == JobProgress.State.FAILED) {
      String reason = said.reason();
      flight = null;
      decide(
          About.JOB,
          said.job(),
          "failed",
          List.of(reason == null ? "the worker gives no reason" : reason),
          nowMillis);
    } else {
      flight = new Flight(flying.id(), flying.cause(), nowMillis, said.state(), flying.sequence());
    }
  }

  /** Of cards, the one that the job in flight has made is judged. */
  private void card(ModelCard card, long nowMillis) {
    Flight flying = flight;
    if (flying == null || !flying.id().equals(card.job())) {
      return;
    }
    flight = null;
    candidates.judge(card, flying, model, nowMillis);
  }

  /** Who activates a bundle while a channel is broken takes the channel as it is. */
  private void takeAsItIs(long nowMillis) {
    Activation last = candidates.lastActivation();
    if (!broken.isAny() || last == null || Gate.NAME.equals(last.by())) {
      return;
    }
    String why = last.by() + " activated " + last.name() + "/" + last.version() + " meanwhile";
    for (String feature : broken.before(last.sequence())) {
      decide(About.DRIFT, feature, "recovered", List.of(why), nowMillis);
    }
  }

  /**
   * The clock goes on: a job that nobody says anything of is given up, and so is the question about
   * a candidate where another bundle is in service meanwhile. A channel that was broken when a
   * person activated a bundle is taken as it is.
   */
  public void advance(long nowMillis) {
    candidates.endAskedOfAnother(model, nowMillis);
    takeAsItIs(nowMillis);
    Flight flying = flight;
    if (flying != null && nowMillis - flying.lastMillis() >= PATIENCE.toMillis()) {
      flight = null;
      decide(
          About.JOB,
          flying.id(),
          "abandoned",
          List.of("nothing was said of it for " + PATIENCE.toDays() + " days"),
          nowMillis);
    }
  }

  /** The job that is not over; null where there is none. */
  public @Nullable Flight flight() {
    return flight;
  }

  /** Whether a candidate waits for a person. */
  public boolean isPersonAsked() {
    return candidates.asked() != null;
  }

  /** The candidate that waits for a person; null where none does. */
  Candidates.@Nullable Asked asked() {
    return candidates.asked();
  }

  /** Samples in the open window that may train. */
  public long rows() {
    return window.rows();
  }

  /** Channels that are broken. */
  public List<String> broken() {
    return List.copyOf(broken.state().keySet());
  }

  private void decide(
      About about, String subject, String outcome, List<String> reasons, long nowMillis) {
    out.decision(new RetrainDecision(about, subject, outcome, reasons, "desk", nowMillis));
  }
}
