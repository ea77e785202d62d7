package io.vigia.web;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.prometheus.client.CollectorRegistry;
import io.vigia.topology.StreamHealth;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP side of a running process: {@code /metrics}, {@code /health} (is it worth keeping?) and
 * {@code /ready} (does it process events right now?). Reads only; no authentication, hence loopback
 * unless told otherwise.
 */
public final class HttpEndpoint implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpEndpoint.class);
  private static final int THREADS = 4;
  private static final int WAITING = 32;

  static {
    // Read once by the JDK's server, in seconds: a client that stalls must not keep a thread.
    System.getProperties().putIfAbsent("sun.net.httpserver.maxReqTime", "10");
    System.getProperties().putIfAbsent("sun.net.httpserver.maxRspTime", "30");
  }

  private final HttpServer server;
  private final ThreadPoolExecutor threads;
  private final Map<String, Page> pages;

  private HttpEndpoint(HttpServer server, Map<String, Page> pages) {
    AtomicInteger number = new AtomicInteger();
    this.server = server;
    this.pages = pages;
    this.threads =
        new ThreadPoolExecutor(
            THREADS,
            THREADS,
            30,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(WAITING),
            task -> {
              Thread thread = new Thread(task, "vigia-http-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
    threads.allowCoreThreadTimeOut(true);
  }

  /**
   * Serves on the loopback interface.
   *
   * @param port 0 for any free one
   */
  public static HttpEndpoint start(int port, CollectorRegistry registry, StreamHealth health)
      throws IOException {
    return start(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), registry, health);
  }

  /**
   * Serves on this address.
   *
   * @throws IOException where the address cannot be bound
   */
  public static HttpEndpoint start(
      InetSocketAddress address, CollectorRegistry registry, StreamHealth health)
      throws IOException {
    HttpServer server;
    try {
      server = HttpServer.create(address, 0);
    } catch (IOException e) {
      throw new IOException(
          "cannot serve HTTP on " + address + " (" + e.getMessage() + "); choose another port", e);
    }
    HttpEndpoint endpoint =
        new HttpEndpoint(
            server,
            Map.of(
                "/metrics", new MetricsPage(registry),
                "/health", new HealthPage(health::failures, health::warnings, "ok", "failed"),
                "/ready",
                    new HealthPage(health::notReady, health::warnings, "ready", "not ready")));
    server.setExecutor(endpoint.threads);
    server.createContext("/", endpoint::handle);
    server.start();
    return endpoint;
  }

  /** Where it serves, with the port that was found for 0. */
  public InetSocketAddress address() {
    return server.getAddress();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      send(exchange, answer(exchange));
    }
  }

  private Answer answer(HttpExchange exchange) {
    Page page = pages.get(exchange.getRequestURI().getPath());
    if (page == null) {
      return Answer.text(404, "not found; there are /metrics, /health and /ready\n");
    }
    String method = exchange.getRequestMethod();
    if (!method.equals("GET") && !method.equals("HEAD")) {
      exchange.getResponseHeaders().set("Allow", "GET, HEAD");
      return Answer.text(405, "only GET and HEAD\n");
    }
    try {
      return page.answer(exchange.getRequestHeaders());
    } catch (IOException | RuntimeException e) {
      LOG.error("{} cannot be answered", exchange.getRequestURI(), e);
      return Answer.text(500, "failed; the log of this process says why\n");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", answer.contentType());
    if (exchange.getRequestMethod().equals("HEAD")) {
      exchange.getResponseHeaders().set("Content-Length", Integer.toString(answer.body().length));
      exchange.sendResponseHeaders(answer.status(), -1);
      return;
    }
    exchange.sendResponseHeaders(answer.status(), answer.body().length);
    try (OutputStream body = exchange.getResponseBody()) {
      body.write(answer.body());
    }
  }
}
