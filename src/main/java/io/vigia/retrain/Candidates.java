package io.vigia.retrain;

import io.vigia.retrain.RetrainDecision.About;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Candidates for service: judged by the gate, put into service where it promotes, waiting for a
 * person where it asks. A person's word wins: a candidate that a person has judged is not judged
 * here, and no verdict undoes what a person has activated. Owned by one thread.
 */
final class Candidates {
  private static final int PERSONS_WORDS_KEPT = 100;

  /**
   * A candidate that waits for a person.
   *
   * @param inService sha-256 of the bundle that it would replace, hex; null where it is not known
   */
  record Asked(String label, String sha256, @Nullable String inService) {}

  /**
   * The stored form.
   *
   * @param judgedByPersons labels, the oldest first
   * @param activated the last activation that was written here
   */
  record State(
      @Nullable Asked asked, List<String> judgedByPersons, @Nullable Activation activated) {}

  private final Gate gate;
  private final RetrainingKnowledge known;
  private final RetrainingOutlet out;
  private final List<String> judgedByPersons = new ArrayList<>();
  private @Nullable Asked asked;
  private @Nullable Activation activated;

  Candidates(Gate gate, RetrainingKnowledge known, RetrainingOutlet out) {
    this.gate = gate;
    this.known = known;
    this.out = out;
  }

  State state() {
    return new State(asked, List.copyOf(judgedByPersons), activated);
  }

  void restore(State state) {
    asked = state.asked;
    judgedByPersons.clear();
    judgedByPersons.addAll(state.judgedByPersons);
    activated = state.activated;
  }

  /**
   * Judges what a job has made.
   *
   * @param model sha-256 of the bundle that scored the last sample, hex
   */
  void judge(ModelCard card, Retraining.Flight job, @Nullable String model, long nowMillis) {
    if (judgedByPersons.contains(card.label())) {
      return;
    }
    String inService = inService(model);
    GateVerdict verdict = gate.judge(card, job.cause(), inService, activatedSince(job), nowMillis);
    if (asked != null) {
      superseded(asked, card.label() + " is judged, which is newer", nowMillis);
    }
    out.verdict(verdict);
    decide(verdict);
    switch (verdict.outcome()) {
      case PROMOTE -> activate(verdict, nowMillis);
      case ASK -> asked = new Asked(card.label(), card.sha256(), inService);
      case REJECT -> {}
    }
  }

  /** Takes a verdict that stands on the topic of models: a person's is the last word. */
  void verdict(GateVerdict verdict) {
    if (verdict.by().equals(Gate.NAME)) {
      return;
    }
    String label = verdict.name() + "/" + verdict.version();
    judgedByPersons.remove(label);
    judgedByPersons.add(label);
    if (judgedByPersons.size() > PERSONS_WORDS_KEPT) {
      judgedByPersons.remove(0);
    }
    if (asked != null && asked.label().equals(label)) {
      asked = null;
    }
    decide(verdict);
  }

  private void activate(GateVerdict verdict, long nowMillis) {
    Activation activation =
        new Activation(
            lastSequence() + 1,
            verdict.name(),
            verdict.version(),
            verdict.sha256(),
            verdict.by(),
            String.join("; ", verdict.reasons()),
            nowMillis);
    activated = activation;
    out.activation(activation);
  }

  /** The last activation: one that was just written here is not known around it yet. */
  @Nullable Activation lastActivation() {
    Activation last = known.lastActivation();
    Activation own = activated;
    return own != null && (last == null || own.sequence() > last.sequence()) ? own : last;
  }

  /** Of the last activation; 0 where there was none. */
  long lastSequence() {
    Activation last = lastActivation();
    return last == null ? 0 : last.sequence();
  }

  /**
   * SHA-256 of the bundle that scores, or is commanded to; where nothing was ever commanded, of the
   * last sample's. Partitions do not cut over at once, so that the last sample's may be the old
   * one.
   */
  @Nullable String inService(@Nullable String model) {
    Activation last = lastActivation();
    return last == null ? model : last.sha256();
  }

  /** What a person has activated since a job was made: the gate does not undo it. */
  private List<String> activatedSince(Retraining.Flight job) {
    Activation last = lastActivation();
    return last == null || Gate.NAME.equals(last.by()) || last.sequence() <= job.sequence()
        ? List.of()
        : List.of(last.by() + " activated " + last.name() + "/" + last.version() + " meanwhile");
  }

  /** A candidate that waits is no longer asked about when another bundle is in service. */
  void endAskedOfAnother(@Nullable String model, long nowMillis) {
    Asked waiting = asked;
    String inService = inService(model);
    if (waiting == null || waiting.inService() == null || inService == null) {
      return;
    }
    if (inService.equals(waiting.sha256())) {
      asked = null; // a person's activation of it
    } else if (!Objects.equals(inService, waiting.inService())) {
      superseded(
          waiting, "another bundle is in service than the one it was compared with", nowMillis);
    }
  }

  private void superseded(Asked waiting, String why, long nowMillis) {
    asked = null;
    out.decision(
        new RetrainDecision(
            About.MODEL, waiting.label(), "superseded", List.of(why), "desk", nowMillis));
  }

  /** The candidate that waits for a person; null where none does. */
  @Nullable Asked asked() {
    return asked;
  }

  private void decide(GateVerdict verdict) {
    out.decision(
        new RetrainDecision(
            About.MODEL,
            verdict.name() + "/" + verdict.version(),
            verdict.outcome().name().toLowerCase(Locale.ROOT),
            verdict.reasons(),
            verdict.by(),
            verdict.timeMillis()));
  }
}
