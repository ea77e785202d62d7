package io.vigia.app.bench;

import io.vigia.app.Vigia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** {@code vigia run} in a process of its own, to be killed. */
final class ScorerProcess implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private final Thread onExit = new Thread(() -> process().destroyForcibly(), "end-of-scorer");
  private volatile Process process;

  private ScorerProcess(List<String> command, Path log) throws IOException {
    this.command = command;
    this.log = log;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  private Process process() {
    return process;
  }

  /**
   * @param arguments of {@code vigia run}
   * @param log where its output goes
   */
  static ScorerProcess start(List<String> arguments, Path log) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx768m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Vigia.class.getName());
    command.add("run");
    command.addAll(arguments);
    return new ScorerProcess(command, log);
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** SIGKILL, and a new one in its place. */
  void killAndRestart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch();
  }

  long pid() {
    return process.pid();
  }

  boolean running() {
    return process.isAlive();
  }

  /** SIGTERM, and SIGKILL where that does not help. */
  @Override
  public void close() throws InterruptedException {
    process.destroy();
    if (!process.waitFor(30, TimeUnit.SECONDS)) {
      process.destroyForcibly().waitFor();
    }
  }
}
