package io.vigia.app.bench.retrain;

import io.vigia.sim.Pacing;
import io.vigia.topology.SourceFeed;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/** Sends events at a rate, from a thread of its own, until it is closed or there are no more. */
final class Load implements AutoCloseable {
  private final SourceFeed feed;
  private final LongFunction<byte @Nullable []> events;
  private final double perSecond;
  private final AtomicLong sent = new AtomicLong();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Thread thread = new Thread(this::produce, "bench-load");
  private volatile boolean ending;

  /**
   * @param events by index; null ends the load
   */
  Load(SourceFeed feed, double perSecond, LongFunction<byte @Nullable []> events) {
    this.feed = feed;
    this.events = events;
    this.perSecond = perSecond;
    thread.setDaemon(true);
    thread.start();
  }

  /** Events sent so far. */
  long sent() {
    return sent.get();
  }

  boolean running() {
    return thread.isAlive();
  }

  private void produce() {
    try {
      Pacing pacing = Pacing.perSecond(perSecond);
      for (long i = 0; !ending; i++) {
        byte[] event = events.apply(i);
        if (event == null) {
          break;
        }
        pacing.await(i);
        feed.send(null, event, Map.of());
        sent.incrementAndGet();
      }
      feed.flush();
    } catch (InterruptedException | RuntimeException e) {
      failure.set(e);
    }
  }

  /** Sends no more; all that was sent is on the topic then. */
  void end() throws InterruptedException {
    ending = true;
    thread.join();
    Exception cause = failure.get();
    if (cause != null) {
      throw new IllegalStateException("the events could not all be sent", cause);
    }
  }

  @Override
  public void close() throws InterruptedException {
    ending = true;
    thread.join();
  }
}
