package io.vigia.topology;

import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.DescribeClusterOptions;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks the broker for a sign of life every few seconds and says, once when it goes, again while it
 * is away and once when it is back, what the clients beneath keep to themselves.
 */
final class BrokerWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerWatch.class);
  private static final Duration EVERY = Duration.ofSeconds(2);
  private static final Duration PATIENCE = Duration.ofSeconds(4);
  private static final Duration SAY_EVERY = Duration.ofSeconds(15);

  private final Admin admin;
  private final String address;
  private final Thread thread;
  private volatile boolean reachable = true;
  private @Nullable AuthenticationException refusal;
  private long lostAt;
  private long saidAt;

  BrokerWatch(Admin admin, String address) {
    this.admin = admin;
    this.address = address;
    this.thread = new Thread(this::watch, "vigia-broker-watch");
    thread.setDaemon(true);
  }

  void start() {
    thread.start();
  }

  boolean reachable() {
    return reachable;
  }

  /**
   * Blocks until the broker answers.
   *
   * @throws KafkaException where it does not know us: waiting would not mend that
   */
  void awaitBroker() throws InterruptedException {
    while (!ask()) {
      AuthenticationException refused = refusal;
      if (refused != null) {
        throw new KafkaException("broker " + address + " does not let us in", refused);
      }
      TimeUnit.MILLISECONDS.sleep(500);
    }
  }

  private void watch() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        ask();
        TimeUnit.MILLISECONDS.sleep(EVERY.toMillis());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ask() throws InterruptedException {
    boolean answered = answers();
    long now = System.nanoTime();
    if (answered && !reachable) {
      LOG.info("broker {} is back after {} s", address, seconds(now - lostAt));
    } else if (!answered && reachable) {
      lostAt = now;
      saidAt = now;
      LOG.warn("broker {} does not answer: waiting for it", address);
    } else if (!answered && now - saidAt > SAY_EVERY.toNanos()) {
      saidAt = now;
      LOG.warn(
          "broker {} has not answered for {} s: still waiting", address, seconds(now - lostAt));
    }
    reachable = answered;
    return answered;
  }

  private boolean answers() throws InterruptedException {
    int timeout = (int) PATIENCE.toMillis();
    try {
      admin
          .describeCluster(new DescribeClusterOptions().timeoutMs(timeout))
          .nodes()
          .get(2L * timeout, TimeUnit.MILLISECONDS);
      return true;
    } catch (ExecutionException | TimeoutException e) {
      refusal = e.getCause() instanceof AuthenticationException refused ? refused : null;
      LOG.debug("no answer from {}", address, e);
      return false;
    }
  }

  private static long seconds(long nanos) {
    return TimeUnit.NANOSECONDS.toSeconds(nanos);
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
