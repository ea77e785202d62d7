package io.vigia.alert.desk;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vigia.alert.Candidate;
import io.vigia.alert.Decision;
import io.vigia.alert.Outcome;
import io.vigia.alert.budget.FixedThreshold;
import io.vigia.alert.selection.SkyFields;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A desk over a map, what it said, and candidates for it. */
final class DeskHarness implements DeskKnowledge, DeskOutlet {
  static final Instant START = Instant.parse("2026-11-24T00:00:00Z");
  static final double THRESHOLD = 1e-4;

  /** A policy to change in one place. */
  static final class PolicyBuilder {
    AllocationFactory allocation =
        AllocationFactory.of("threshold", state -> FixedThreshold.of(THRESHOLD));
    final Map<String, Double> workingPoints = new LinkedHashMap<>();
    int prescale = 1;
    boolean testCrate;
    Duration remember = DeskPolicy.REMEMBER;
    LifeCycleRule lifeCycle = LifeCycleRule.DEFAULT;
    @Nullable Burst burst;
    List<Suppression> suppress = List.of();
    List<Subscription> subscriptions = List.of();

    DeskPolicy policy() {
      return new DeskPolicy(
          THRESHOLD,
          allocation,
          null,
          workingPoints,
          prescale,
          testCrate,
          remember,
          lifeCycle,
          burst,
          suppress,
          subscriptions,
          new SkyFields("ra", "dec"));
    }
  }

  final MapMemory memory = new MapMemory();
  final List<Decision> decisions = new ArrayList<>();
  final Map<String, List<ObjectNode>> alerts = new HashMap<>();
  int candidates;

  /** What experts heard of adds to the rank of an event, by its id. */
  final Map<String, Double> interest = new HashMap<>();

  private DeskPolicy policy;
  private Desk desk;

  DeskHarness(PolicyBuilder builder) {
    this.policy = builder.policy();
    this.desk = new Desk(policy, this, memory, this);
  }

  DeskHarness() {
    this(new PolicyBuilder());
  }

  /** One that holds the candidates of an hour for its end. */
  static DeskHarness holding() {
    PolicyBuilder builder = new PolicyBuilder();
    builder.allocation = HoldingAllocation.FACTORY;
    return new DeskHarness(builder);
  }

  Desk desk() {
    return desk;
  }

  /** Another desk over the same memory, as after a restart. */
  void restart() {
    desk = new Desk(policy, this, memory, this);
  }

  /** Another desk over the same memory with another policy, as after a change of the topology. */
  void restart(PolicyBuilder changed) {
    policy = changed.policy();
    restart();
  }

  /** A candidate; more fields by {@link #with}. */
  static ObjectNode record(String id, double pValue, Duration after) {
    ObjectNode record = JsonNodeFactory.instance.objectNode();
    record.put("id", id).put("trigger_time", START.plus(after).toString());
    return record.put("nll", 20).put("p_value", pValue).put("role", "physics");
  }

  static ObjectNode of(String object, ObjectNode record) {
    return record.put("event_name", object);
  }

  static ObjectNode with(ObjectNode record, String carried, Object value) {
    ObjectNode fields = record.withObjectProperty("carried");
    if (value instanceof Number number) {
      fields.put(carried, number.doubleValue());
    } else {
      fields.put(carried, value.toString());
    }
    return record;
  }

  void send(ObjectNode record) {
    candidates++;
    desk.candidate(
        new Arrival(
            Candidate.of(record),
            record.path("event_name").asText(record.path("id").asText()),
            Candidate.timeMillis(record).orElse(START.toEpochMilli())));
  }

  /** A candidate whose record came at another time than its event. */
  void send(ObjectNode record, Instant recordTime) {
    candidates++;
    desk.candidate(
        new Arrival(Candidate.of(record), record.path("id").asText(), recordTime.toEpochMilli()));
  }

  @Nullable Outcome outcome(String id) {
    return decisions.stream()
        .filter(decision -> decision.candidate().id().equals(id))
        .map(Decision::outcome)
        .findFirst()
        .orElse(null);
  }

  List<ObjectNode> alerts() {
    return alerts(Desk.MAIN);
  }

  List<ObjectNode> alerts(String subscription) {
    return alerts.getOrDefault(subscription, List.of());
  }

  static List<String> texts(List<ObjectNode> records, String field) {
    return records.stream().map(record -> record.path(field)).map(JsonNode::asText).toList();
  }

  @Override
  public Instant now() {
    return START;
  }

  @Override
  public double rank(Candidate candidate) {
    return -Math.log(candidate.pValue()) + interest.getOrDefault(candidate.id(), 0.0);
  }

  @Override
  public void addRates(Candidate candidate, ObjectNode alert) {
    alert.put("far", candidate.pValue() * 100);
  }

  @Override
  public void decided(Arrival arrival, Decision decision) {
    decisions.add(decision);
  }

  @Override
  public void alert(String subscription, Arrival arrival, ObjectNode alert) {
    alerts.computeIfAbsent(subscription, name -> new ArrayList<>()).add(alert);
  }
}
