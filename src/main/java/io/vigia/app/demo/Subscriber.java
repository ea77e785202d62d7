package io.vigia.app.demo;

import io.vigia.topology.TopicNames;
import io.vigia.topology.TopicTail;
import io.vigia.topology.TopologySpec;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** Reads what anyone may read, scores, alerts and dead letters, into the ledger. */
final class Subscriber implements AutoCloseable {
  private final TopicTail tail;
  private final Ledger ledger;
  private final Thread thread = new Thread(this::read, "demo-subscriber");
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile boolean closing;

  private Subscriber(TopicTail tail, Ledger ledger) {
    this.tail = tail;
    this.ledger = ledger;
    thread.setDaemon(true);
  }

  static Subscriber start(TopologySpec spec, Ledger ledger) {
    TopicNames topics = TopicNames.of(spec);
    TopicTail tail =
        TopicTail.open(
            spec.clientSettings(), List.of(topics.scores(), topics.alerts(), topics.deadLetters()));
    Subscriber subscriber = new Subscriber(tail, ledger);
    subscriber.thread.start();
    return subscriber;
  }

  private void read() {
    try (tail) {
      while (!closing) {
        tail.poll().forEach(ledger::read);
      }
    } catch (RuntimeException e) {
      failure.set(e);
    }
  }

  void throwFailure() {
    RuntimeException cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("the demo's subscriber failed: " + cause.getMessage(), cause);
    }
  }

  @Override
  public void close() {
    closing = true;
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
