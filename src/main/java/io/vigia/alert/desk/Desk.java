package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.AlertType;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import io.vigia.event.HashSampling;
import io.vigia.event.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * The desk: each candidate passes the stages in turn until one decides about it. Owned by one
 * thread; all it knows between two calls is in its memory, so that another desk over the same
 * memory goes on where this one stopped.
 *
 * <p>Always, in numbers: candidates = decisions + held.
 */
public final class Desk {
  /** The desk's own channel of alerts. */
  public static final String MAIN = "";

  private static final long PRESCALE_SEED = 3;

  /** A candidate adds up to three entries that are forgotten in time; more than so many pass. */
  private static final int FORGETTING_STEP = 8;

  private static final int FORGETTING_STEP_IDLE = 256;

  private static final Burst NO_BURST = new Burst(List.of(), Duration.ZERO, Integer.MAX_VALUE);

  private final DeskPolicy policy;
  private final DeskKnowledge knowledge;
  private final DeskMemory memory;
  private final DeskOutlet outlet;
  private final EventTime time;
  private final SeenEvents seen;
  private final SentAlerts sent;
  private final Suppressions suppressions;
  private final @Nullable BurstGroups bursts;
  private final HashSampling prescale;
  private final MainAlerts alerts;
  private final Channel main;
  private final Map<Subscriber, Channel> budgeted = new LinkedHashMap<>();

  /** {@link #main}, then those of {@link #budgeted}. */
  private final List<Channel> channels = new ArrayList<>();

  private final Forgetting forgetting;
  private boolean hasTakenUp;

  /**
   * @throws IllegalArgumentException where a catalogue of the policy cannot be read
   */
  public Desk(DeskPolicy policy, DeskKnowledge knowledge, DeskMemory memory, DeskOutlet outlet) {
    this.policy = policy;
    this.knowledge = knowledge;
    this.memory = memory;
    this.outlet = outlet;
    this.time = new EventTime(memory);
    Duration refractory = policy.lifeCycle().refractory();
    Duration longer = refractory.compareTo(policy.remember()) > 0 ? refractory : policy.remember();
    this.seen = new SeenEvents(memory, policy.remember());
    this.sent = new SentAlerts(memory, longer);
    this.suppressions = new Suppressions(policy.suppress(), policy.sky());
    Burst burst = policy.burst();
    this.bursts = burst == null ? null : new BurstGroups(memory, burst, new Grouping());
    this.prescale = new HashSampling(1.0 / policy.prescale(), PRESCALE_SEED);
    AlertRecords records = new AlertRecords(policy.workingPoints(), knowledge);
    List<Subscriber> subscribers =
        policy.subscriptions().stream().map(one -> new Subscriber(one, policy.sky())).toList();
    this.alerts = new MainAlerts(policy, subscribers, records, sent, outlet);
    this.main = channel(MAIN, policy.allocation(), policy.periodField(), alerts);
    channels.add(main);
    for (Subscriber subscriber : subscribers) {
      AllocationFactory budget = subscriber.subscription().budget();
      if (budget != null) {
        Channel channel =
            channel(
                subscriber.name(),
                budget,
                subscriber.subscription().periodField(),
                new SubscribedAlerts(subscriber, records, policy.testCrate(), outlet));
        budgeted.put(subscriber, channel);
        channels.add(channel);
      }
    }
    this.forgetting = new Forgetting(memory);
  }

  private Channel channel(
      String name,
      AllocationFactory allocation,
      @Nullable String periodField,
      Channel.Listener listener) {
    LifeCycle lifeCycle =
        new LifeCycle(name, memory, policy.lifeCycle(), policy.remember(), knowledge::rank);
    return new Channel(
        name,
        memory,
        lifeCycle,
        allocation,
        unit -> unit.offer(knowledge.rank(unit.candidate()), periodField),
        listener);
  }

  /** Takes a candidate. */
  public void candidate(Arrival came) {
    Arrival arrival = time.believed(came);
    Candidate candidate = arrival.candidate();
    if (candidate.role() != Role.PHYSICS) {
      otherRole(arrival);
      return;
    }
    long now = advance(arrival.timeMillis(), FORGETTING_STEP);
    if (waits(candidate.id()) || seen.comesAgain(candidate.id(), now)) {
      comesAgain(arrival);
      return;
    }
    List<String> unsupported = candidate.unsupported();
    if (!unsupported.isEmpty()) {
      String reason = String.join(", ", unsupported) + " outside the range of the training";
      decide(arrival, Decision.of(candidate, Outcome.UNSUPPORTED, reason));
      return;
    }
    String bad = whyNotLive(arrival);
    if (bad != null) {
      decide(arrival, Decision.of(candidate, Outcome.SUPPRESSED, bad).by("segments"));
      return;
    }
    knowledge.counts(candidate);
    Suppressions.Hit hit = suppressions.hit(candidate.record(), arrival.timeMillis());
    if (hit != null) {
      decide(
          arrival, Decision.of(candidate, Outcome.SUPPRESSED, hit.reason()).by(hit.rule().name()));
      return;
    }
    if (bursts == null) {
      unit(Unit.alone(arrival));
    } else {
      bursts.add(arrival, now);
    }
  }

  /** Whether a candidate of that id is still to be decided, however long ago it came. */
  private boolean waits(String id) {
    return BurstGroups.waits(memory, id) || channels.stream().anyMatch(one -> one.holds(id));
  }

  private @Nullable String whyNotLive(Arrival arrival) {
    Candidate candidate = arrival.candidate();
    return candidate.isLive()
        ? knowledge.whyNotLive(candidate, arrival.timeMillis())
        : "segment " + candidate.record().path("segment").asText("none") + " is not good";
  }

  /** Events of other roles are alerts by the fixed threshold and spend nothing. */
  private void otherRole(Arrival arrival) {
    Candidate candidate = arrival.candidate();
    boolean rare = candidate.pValue() <= policy.threshold();
    Verdict verdict =
        new Verdict(
            candidate.id(),
            rare ? Ruling.SEND : Ruling.BELOW,
            null,
            policy.threshold(),
            rare ? "at or below alerts.threshold" : "above alerts.threshold");
    if (rare) {
      alerts.sent(Unit.alone(arrival), AlertType.INITIAL, 1, verdict);
    } else {
      decide(arrival, Decision.of(candidate, Outcome.BELOW, verdict));
    }
  }

  /** The same event again is no other alert; another model's word may take back the first. */
  private void comesAgain(Arrival arrival) {
    Candidate candidate = arrival.candidate();
    String reason = "the event came before";
    SentAlerts.Sent before = sent.of(candidate.id());
    if (before != null
        && !before.arrival().candidate().modelSha256().equals(candidate.modelSha256())
        && candidate.pValue() > before.threshold() * policy.lifeCycle().factor()) {
      String found =
          String.format(
              Locale.ROOT,
              "another model finds it less rare: p %.2g, by model %.12s",
              candidate.pValue(),
              candidate.modelSha256());
      alerts.takeBack(before, main.lifeCycle(), found);
      reason = "the event came before, and " + found + "; its alert is taken back";
    }
    decide(arrival, Decision.of(candidate, Outcome.DUPLICATE, reason));
  }

  private void unit(Unit unit) {
    Candidate candidate = unit.candidate();
    if (prescale.contains(candidate.id())) {
      main.offer(unit);
    } else {
      String reason = "not of the one in " + policy.prescale() + " that is sent";
      decide(unit.arrival(), Decision.of(candidate, Outcome.PRESCALED, reason));
    }
    budgeted.forEach(
        (subscriber, channel) -> {
          if (subscriber.matches(candidate.record(), unit.arrival().timeMillis())) {
            channel.offer(unit);
          }
        });
  }

  private void decide(Arrival arrival, Decision decision) {
    outlet.decided(arrival, decision);
  }

  /**
   * Event time has come so far: closes bursts, ends periods, forgets.
   *
   * @param timeMillis ms since 1970 UTC; time does not go back
   */
  public void advance(long timeMillis) {
    advance(timeMillis, FORGETTING_STEP);
  }

  private long advance(long timeMillis, int forget) {
    long now = time.reach(timeMillis);
    takeUp();
    if (bursts != null) {
      bursts.close(now);
    }
    channels.forEach(channel -> channel.advance(now));
    forgetting.step(now, forget);
    return now;
  }

  /** Once: sees to what is held under rules that are no more. */
  private void takeUp() {
    if (hasTakenUp) {
      return;
    }
    hasTakenUp = true;
    channels.forEach(Channel::takeUp);
    if (bursts == null) {
      new BurstGroups(memory, NO_BURST, new Grouping()).closeAll();
    }
  }

  /**
   * The stream was silent for a while: event time goes on as the clock on the wall does.
   *
   * @param silence since the last call of any method
   */
  public void idle(Duration silence) {
    OptionalLong before = time.now();
    if (before.isPresent()) {
      advance(before.getAsLong() + silence.toMillis(), FORGETTING_STEP_IDLE);
    }
  }

  /** What the bundle in service has seen, see {@link Allocation#exposure}. */
  public void exposure(double liveSeconds, double weightedEvents) {
    channels.forEach(channel -> channel.exposure(liveSeconds, weightedEvents));
  }

  /** What the bundle in service compares with, see {@link Allocation#calibratedOn}. */
  public void calibratedOn(long rows) {
    channels.forEach(channel -> channel.calibratedOn(rows));
  }

  /**
   * Takes back an alert, by an expert's word.
   *
   * @param name the id of its event, or an object, whose last alert is meant
   * @param reason for the readers of the alert
   * @return whether there is such an alert
   */
  public boolean retract(String name, String reason) {
    SentAlerts.Sent alert = sent.of(name);
    if (alert == null) {
      String id = main.lifeCycle().lastAlert(name);
      alert = id == null ? null : sent.of(id);
    }
    if (alert != null) {
      alerts.takeBack(alert, main.lifeCycle(), reason);
    }
    return alert != null;
  }

  /**
   * Another bundle is in service: alerts that are open and that an earlier one judged are taken
   * back where this one finds their event so common that it would be no candidate.
   *
   * @param preCut the largest p-value of a candidate
   * @return how many were taken back
   */
  public int reconsider(OtherModel other, double preCut) {
    int takenBack = 0;
    for (SentAlerts.Sent alert : sent.open(time.now().orElse(Long.MIN_VALUE))) {
      ObjectNode scored = alert.scored();
      if (scored == null || alert.arrival().candidate().modelSha256().equals(other.sha256())) {
        continue;
      }
      double pValue = other.pValue(scored);
      if (pValue > preCut) {
        String reason =
            String.format(
                Locale.ROOT,
                "the model %s, in service now, no longer finds it rare: p %.2g, above the pre-cut"
                    + " %s",
                other.label(),
                pValue,
                preCut);
        alerts.takeBack(alert, main.lifeCycle(), reason);
        takenBack++;
      }
    }
    return takenBack;
  }

  /** How many candidates wait for a decision; looks at each. */
  public int held() {
    return BurstGroups.waiting(memory) + Channel.held(memory, MAIN);
  }

  private final class Grouping implements BurstGroups.Listener {
    @Override
    public void grouped(Arrival member, String inTheNameOf) {
      String reason = "in a burst in the name of " + inTheNameOf;
      decide(member, Decision.of(member.candidate(), Outcome.GROUPED, reason).by(inTheNameOf));
    }

    @Override
    public void unit(Unit unit) {
      Desk.this.unit(unit);
    }
  }
}
