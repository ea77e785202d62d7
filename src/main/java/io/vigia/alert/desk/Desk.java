package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Alert;
import io.vigia.alert.AlertType;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.Allocation;
import io.vigia.alert.budget.Allocation.Offer;
import io.vigia.alert.budget.Allocation.Ruling;
import io.vigia.alert.budget.Allocation.Verdict;
import io.vigia.alert.selection.RecordFields;
import io.vigia.event.HashSampling;
import io.vigia.event.Role;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

  /** The entry that says how far event time has come. */
  static final String TIME = "time";

  private static final long PRESCALE_SEED = 3;

  /** An event time further ahead of its record is a clock gone wrong, and moves nothing. */
  private static final long AHEAD_MILLIS = Duration.ofDays(1).toMillis();

  /** A candidate adds up to three entries that are forgotten in time; more than so many pass. */
  private static final int FORGETTING_STEP = 8;

  private static final int FORGETTING_STEP_IDLE = 256;

  private static final Burst NO_BURST = new Burst(List.of(), Duration.ZERO, Integer.MAX_VALUE);

  private final DeskPolicy policy;
  private final DeskKnowledge knowledge;
  private final DeskMemory memory;
  private final DeskOutlet outlet;
  private final SeenEvents seen;
  private final SentAlerts sent;
  private final Suppressions suppressions;
  private final @Nullable BurstGroups bursts;
  private final HashSampling prescale;
  private final Channel main;
  private final List<Subscriber> subscribers = new ArrayList<>();
  private final Map<String, Channel> budgeted = new LinkedHashMap<>();
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
    Duration refractory = policy.lifeCycle().refractory();
    Duration longer = refractory.compareTo(policy.remember()) > 0 ? refractory : policy.remember();
    this.seen = new SeenEvents(memory, policy.remember());
    this.sent = new SentAlerts(memory, longer);
    this.suppressions = new Suppressions(policy.suppress(), policy.sky());
    Burst burst = policy.burst();
    this.bursts = burst == null ? null : new BurstGroups(memory, burst, new Grouping());
    this.prescale = new HashSampling(1.0 / policy.prescale(), PRESCALE_SEED);
    this.main = channel(MAIN, policy.allocation(), policy.periodField(), new MainAlerts());
    for (Subscription subscription : policy.subscriptions()) {
      Subscriber subscriber = new Subscriber(subscription, policy.sky());
      subscribers.add(subscriber);
      AllocationFactory budget = subscription.budget();
      if (budget != null) {
        String name = subscription.name();
        SubscribedAlerts alerts = new SubscribedAlerts(subscriber);
        budgeted.put(name, channel(name, budget, subscription.periodField(), alerts));
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
        name, memory, lifeCycle, allocation, unit -> offer(unit, periodField), listener);
  }

  private Offer offer(Unit unit, @Nullable String periodField) {
    return unit.offer(
        unit.arrival().timeMillis(), knowledge.rank(unit.candidate()), period(unit, periodField));
  }

  /** Takes a candidate. */
  public void candidate(Arrival came) {
    Arrival arrival = believed(came);
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
    if (!candidate.isLive()) {
      String segment = candidate.record().path("segment").asText("none");
      String reason = "segment " + segment + " is not good";
      decide(arrival, Decision.of(candidate, Outcome.SUPPRESSED, reason).by("segments"));
      return;
    }
    String bad = knowledge.whyNotLive(candidate, arrival.timeMillis());
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
    return BurstGroups.waits(memory, id)
        || main.holds(id)
        || budgeted.values().stream().anyMatch(channel -> channel.holds(id));
  }

  /** Judged by its event time, or where that cannot be as of now. */
  private Arrival believed(Arrival arrival) {
    return arrival.timeMillis() <= arrival.timestamp() + AHEAD_MILLIS
        ? arrival
        : arrival.asOf(now(arrival.timestamp()));
  }

  /** How far event time has come; what is given where it has not begun. */
  private long now(long otherwise) {
    ObjectNode stored = memory.get(TIME);
    return stored == null ? otherwise : stored.path("time").asLong();
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
      publish(Unit.alone(arrival), AlertType.INITIAL, 1, verdict);
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
      takeBack(before, found);
      reason = "the event came before, and " + found + "; its alert is taken back";
    }
    decide(arrival, Decision.of(candidate, Outcome.DUPLICATE, reason));
  }

  private void unit(Unit unit) {
    Candidate candidate = unit.candidate();
    long time = unit.arrival().timeMillis();
    if (prescale.contains(candidate.id())) {
      main.offer(unit);
    } else {
      String reason = "not of the one in " + policy.prescale() + " that is sent";
      decide(unit.arrival(), Decision.of(candidate, Outcome.PRESCALED, reason));
    }
    for (Subscriber subscriber : subscribers) {
      Channel channel = budgeted.get(subscriber.subscription().name());
      if (channel != null && subscriber.matches(candidate.record(), time)) {
        channel.offer(unit);
      }
    }
  }

  private static @Nullable String period(Unit unit, @Nullable String field) {
    if (field == null) {
      return null;
    }
    JsonNode value = RecordFields.value(unit.candidate().record(), field);
    return value == null || value.isNull() ? null : value.asText();
  }

  /** Makes the alert of a unit and sends it, unless the desk only tries. */
  private void publish(Unit unit, AlertType type, int number, Verdict verdict) {
    Candidate candidate = unit.candidate();
    ObjectNode alert = alert(unit, type, number, verdict);
    if (policy.prescale() > 1 && candidate.role() == Role.PHYSICS) {
      alert.put("prescale", policy.prescale());
    }
    if (policy.testCrate()) {
      String reason = verdict.reason() + "; not sent: alerts.test-crate";
      decide(
          unit.arrival(),
          new Decision(candidate, Outcome.TEST_CRATE, reason, null, verdict, alert));
      return;
    }
    outlet.alert(MAIN, unit.arrival(), alert);
    List<String> names = new ArrayList<>();
    for (Subscriber subscriber : subscribers) {
      String name = subscriber.subscription().name();
      if (!budgeted.containsKey(name) && subscriber.matches(alert, unit.arrival().timeMillis())) {
        outlet.alert(name, unit.arrival(), subscriber.shown(alert));
        names.add(name);
      }
    }
    if (candidate.role() == Role.PHYSICS) {
      sent.remember(unit, number, verdict, names);
    }
    decide(unit.arrival(), Decision.of(candidate, Outcome.SENT, verdict));
  }

  private ObjectNode alert(Unit unit, AlertType type, int number, Verdict verdict) {
    Candidate candidate = unit.candidate();
    ObjectNode alert = Alert.record(candidate, knowledge.now(), type, number);
    knowledge.addRates(candidate, alert);
    alert.put("p_value_threshold", verdict.threshold());
    if (verdict.period() != null) {
      alert.put("period", verdict.period());
    }
    if (!policy.workingPoints().isEmpty()) {
      ArrayNode passed = alert.putArray("working_points");
      policy
          .workingPoints()
          .forEach((name, pValue) -> addWhere(candidate.pValue() <= pValue, passed, name));
    }
    if (unit.burst() != null) {
      alert.set("burst", unit.burst());
    }
    return alert;
  }

  private static void addWhere(boolean holds, ArrayNode names, String name) {
    if (holds) {
      names.add(name);
    }
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
    long known = now(Long.MIN_VALUE);
    long now = Math.max(known, timeMillis);
    if (now > known) {
      memory.put(TIME, JsonNodeFactory.instance.objectNode().put("time", now));
    }
    takeUp();
    if (bursts != null) {
      bursts.close(now);
    }
    main.advance(now);
    budgeted.values().forEach(channel -> channel.advance(now));
    forgetting.step(now, forget);
    return now;
  }

  /** Once: sees to what is held under rules that are no more. */
  private void takeUp() {
    if (hasTakenUp) {
      return;
    }
    hasTakenUp = true;
    main.takeUp();
    budgeted.values().forEach(Channel::takeUp);
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
    ObjectNode before = memory.get(TIME);
    if (before != null) {
      advance(before.path("time").asLong() + silence.toMillis(), FORGETTING_STEP_IDLE);
    }
  }

  /** What the bundle in service has seen, see {@link Allocation#exposure}. */
  public void exposure(double liveSeconds, double weightedEvents) {
    main.exposure(liveSeconds, weightedEvents);
    budgeted.values().forEach(channel -> channel.exposure(liveSeconds, weightedEvents));
  }

  /** What the bundle in service compares with, see {@link Allocation#calibratedOn}. */
  public void calibratedOn(long rows) {
    main.calibratedOn(rows);
    budgeted.values().forEach(channel -> channel.calibratedOn(rows));
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
      takeBack(alert, reason);
    }
    return alert != null;
  }

  private void takeBack(SentAlerts.Sent alert, String reason) {
    Candidate candidate = alert.arrival().candidate();
    int number = main.lifeCycle().retracted(candidate.objectId(), alert.number());
    ObjectNode retraction = Alert.retraction(candidate, knowledge.now(), number, reason);
    outlet.alert(MAIN, alert.arrival(), retraction);
    for (Subscriber subscriber : subscribers) {
      if (alert.subscriptions().contains(subscriber.subscription().name())) {
        outlet.alert(
            subscriber.subscription().name(), alert.arrival(), subscriber.shown(retraction));
      }
    }
    sent.forget(candidate.id());
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

  private final class MainAlerts implements Channel.Listener {
    @Override
    public void sent(Unit unit, LifeCycle.Standing standing, Verdict verdict) {
      AlertType type = standing.type() == null ? AlertType.INITIAL : standing.type();
      publish(unit, type, standing.recordNumber(), verdict);
    }

    @Override
    public void kept(Unit unit, Outcome outcome, String reason, @Nullable Verdict verdict) {
      decide(unit.arrival(), new Decision(unit.candidate(), outcome, reason, null, verdict, null));
    }
  }

  /** The alerts of a subscription with a budget: its own threshold, nothing on decisions. */
  private final class SubscribedAlerts implements Channel.Listener {
    private final Subscriber subscriber;

    SubscribedAlerts(Subscriber subscriber) {
      this.subscriber = subscriber;
    }

    @Override
    public void sent(Unit unit, LifeCycle.Standing standing, Verdict verdict) {
      AlertType type = standing.type() == null ? AlertType.INITIAL : standing.type();
      ObjectNode alert = alert(unit, type, standing.recordNumber(), verdict);
      if (!policy.testCrate()) {
        outlet.alert(subscriber.subscription().name(), unit.arrival(), subscriber.shown(alert));
      }
    }

    @Override
    public void kept(Unit unit, Outcome outcome, String reason, @Nullable Verdict verdict) {
      // The desk's own decision about the candidate is the one on record.
    }
  }
}
