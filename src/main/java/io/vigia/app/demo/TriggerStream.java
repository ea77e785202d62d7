package io.vigia.app.demo;

import io.vigia.sim.DimuonSimulator;
import io.vigia.sim.Pacing;
import io.vigia.sim.SimulatedEvent;
import io.vigia.topology.SourceFeed;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** The detector of the demo: a thread that sends simulated events at a rate. */
final class TriggerStream {
  private final SourceFeed feed;
  private final DimuonSimulator simulator;
  private final Ledger ledger;
  private final long events;
  private final double rate;
  private final Thread thread = new Thread(this::produce, "demo-producer");
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private volatile boolean stopping;

  /**
   * @param events how many to send, broken ones included
   * @param rate a second
   */
  TriggerStream(
      SourceFeed feed, DimuonSimulator simulator, Ledger ledger, long events, double rate) {
    this.feed = feed;
    this.simulator = simulator;
    this.ledger = ledger;
    this.events = events;
    this.rate = rate;
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean running() {
    return thread.isAlive();
  }

  /** Sends no more; returns when all that was sent is on the topic. */
  void stop() throws InterruptedException {
    stopping = true;
    thread.join();
    throwFailure();
  }

  void throwFailure() {
    Exception cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException(
          "the demo's producer failed: " + cause.getMessage() + "; see the log above", cause);
    }
  }

  private void produce() {
    try {
      Pacing pacing = Pacing.perSecond(rate);
      for (long i = 0; i < events && !stopping; i++) {
        pacing.await(i);
        send(i);
      }
      feed.flush();
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  private void send(long index) {
    SimulatedEvent event = simulator.event(index, System.currentTimeMillis());
    if (BrokenRecord.at(index)) {
      ledger.sentBroken();
      feed.send(null, BrokenRecord.of(event, index), Map.of());
      return;
    }
    // Before it is sent, so that no outcome comes first.
    ledger.sent(event.run() + ":" + event.event(), event.truth().injected());
    feed.send(null, event.toJson(), Map.of(SimulatedEvent.TRUTH_HEADER, event.truth().label()));
  }
}
