package io.vigia.sim;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.jspecify.annotations.Nullable;

/**
 * A real Kafka broker (KRaft, its own controller) from the Maven jars, in a process of its own, on
 * the loopback interface.
 *
 * <p>It ends with this JVM, however that ends, and is deaf to the terminal's Ctrl-C, so that an
 * application in this JVM can still shut down against it.
 */
public final class Broker implements AutoCloseable {
  private static final int PORT_ATTEMPTS = 3;
  private static final Duration STOP_TIMEOUT = Duration.ofSeconds(30);

  private final BrokerOptions options;
  private final BrokerFiles files;
  private BrokerPorts ports;
  private @Nullable Process process;

  private Broker(BrokerOptions options, BrokerFiles files, BrokerPorts ports) {
    this.options = options;
    this.files = files;
    this.ports = ports;
  }

  /**
   * Starts a broker and returns when it serves.
   *
   * @throws BrokerException with the end of the broker's log
   */
  public static Broker start(BrokerOptions options) {
    try {
      Path given = options.directory();
      Path directory =
          given == null
              ? Files.createTempDirectory("vigia-kafka-")
              : Files.createDirectories(given);
      BrokerFiles files = new BrokerFiles(directory);
      Broker broker = new Broker(options, files, BrokerSettings.ports(files));
      broker.firstStart();
      return broker;
    } catch (IOException e) {
      throw new BrokerException("the broker's directory cannot be prepared: " + e.getMessage(), e);
    }
  }

  public String bootstrapServers() {
    return "127.0.0.1:" + ports.client();
  }

  /** Where its data and {@code kafka.log} lie. */
  public Path directory() {
    return files.directory();
  }

  /** The broker process's id, for a test that looks for it. */
  public synchronized long pid() {
    Process running = process;
    if (running == null) {
      throw new BrokerException("the broker is not running; call restart()");
    }
    return running.pid();
  }

  public synchronized boolean running() {
    Process current = process;
    return current != null && current.isAlive();
  }

  /** Shuts the broker down in order; does nothing where it is not running. */
  public synchronized void stop() {
    end(false);
  }

  /** SIGKILL; does nothing where it is not running. */
  public synchronized void kill() {
    end(true);
  }

  /** Starts it again on the same port and data, stopping it first where it runs. */
  public synchronized void restart() {
    stop();
    launch();
  }

  /** Stops the broker and, unless told to keep them, deletes its files. */
  @Override
  public synchronized void close() {
    stop();
    if (!options.keep() && Files.exists(files.directory())) {
      try {
        files.delete();
      } catch (IOException e) {
        throw new BrokerException("the broker's files cannot be deleted: " + e.getMessage(), e);
      }
    }
  }

  private synchronized void firstStart() throws IOException {
    for (int attempt = 1; ; attempt++) {
      try {
        launch();
        return;
      } catch (BrokerException e) {
        if (attempt == PORT_ATTEMPTS || ports.free()) {
          close();
          throw e;
        }
        ports = BrokerPorts.draw();
      }
    }
  }

  private void launch() {
    long deadline = System.nanoTime() + options.startTimeout().toNanos();
    try {
      BrokerSettings.write(BrokerSettings.of(files, ports, options.settings()), files);
      Process started =
          new ProcessBuilder(command())
              .redirectError(ProcessBuilder.Redirect.appendTo(files.log().toFile()))
              .start();
      process = started;
      awaitReady(started, deadline);
      awaitServing(deadline);
    } catch (IOException | ExecutionException e) {
      kill();
      throw failed("does not start", e);
    } catch (TimeoutException e) {
      kill();
      throw failed("does not serve within " + options.startTimeout().toSeconds() + " s", e);
    } catch (InterruptedException e) {
      kill();
      Thread.currentThread().interrupt();
      throw failed("was interrupted while it started", e);
    }
  }

  private List<String> command() {
    String java =
        ProcessHandle.current()
            .info()
            .command()
            .orElseGet(() -> Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // A JVM born with SIGINT ignored leaves it ignored.
    List<String> command = new ArrayList<>(List.of("sh", "-c", "trap '' INT; exec \"$0\" \"$@\""));
    command.add(java);
    command.addAll(
        List.of(
            "-Xmx" + options.heapMegabytes() + "m",
            "-XX:+UseSerialGC",
            "-Dlog4j2.configurationFile=classpath:io/vigia/sim/broker-log4j2.xml",
            "-cp",
            System.getProperty("java.class.path"),
            BrokerProcess.class.getName(),
            files.directory().toString(),
            options.keep() ? "keep" : "delete"));
    return command;
  }

  private static void awaitReady(Process started, long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    CompletableFuture<@Nullable String> line = new CompletableFuture<>();
    Thread reader =
        new Thread(
            () -> {
              try (BufferedReader out =
                  new BufferedReader(
                      new InputStreamReader(started.getInputStream(), StandardCharsets.UTF_8))) {
                line.complete(out.readLine());
              } catch (IOException e) {
                line.completeExceptionally(e);
              }
            },
            "broker-ready");
    reader.setDaemon(true);
    reader.start();
    if (!BrokerProcess.READY.equals(line.get(left(deadline), TimeUnit.NANOSECONDS))) {
      throw new ExecutionException(new IOException("the process ended before it served"));
    }
  }

  private void awaitServing(long deadline)
      throws InterruptedException, ExecutionException, TimeoutException {
    try (Admin admin =
        Admin.create(
            Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, (Object) bootstrapServers()))) {
      admin.describeCluster().nodes().get(left(deadline), TimeUnit.NANOSECONDS);
    }
  }

  private static long left(long deadline) {
    return Math.max(1, deadline - System.nanoTime());
  }

  private BrokerException failed(String what, Throwable cause) {
    return new BrokerException(
        "the broker in "
            + files.directory()
            + " "
            + what
            + ". The end of its log:\n"
            + files.logTail(),
        cause);
  }

  private void end(boolean forcibly) {
    Process ending = process;
    process = null;
    if (ending == null || !ending.isAlive()) {
      return;
    }
    // Not Process.destroy(): it closes the pipe whose end means that the parent is gone.
    ProcessHandle handle = ending.toHandle();
    if (forcibly) {
      handle.destroyForcibly();
    } else {
      handle.destroy();
    }
    try {
      if (!ending.waitFor(STOP_TIMEOUT.toSeconds(), TimeUnit.SECONDS)) {
        handle.destroyForcibly();
        ending.waitFor();
      }
      ending.getOutputStream().close();
    } catch (InterruptedException e) {
      handle.destroyForcibly();
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new BrokerException("the broker's pipe cannot be closed: " + e.getMessage(), e);
    }
  }
}
