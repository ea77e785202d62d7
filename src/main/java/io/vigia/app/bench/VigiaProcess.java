package io.vigia.app.bench;

import io.vigia.app.Vigia;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@code vigia} command in a process of its own, to be killed. */
public final class VigiaProcess implements AutoCloseable {
  private final List<String> command;
  private final Path log;
  private final Thread onExit = new Thread(() -> process().destroyForcibly(), "end-of-process");
  private volatile Process process;

  private VigiaProcess(List<String> command, Path log) throws IOException {
    this.command = command;
    this.log = log;
    this.process = launch();
    Runtime.getRuntime().addShutdownHook(onExit);
  }

  private Process process() {
    return process;
  }

  /**
   * Starts {@code vigia run}.
   *
   * @param arguments behind the command's name
   * @param log where its output goes
   */
  public static VigiaProcess start(List<String> arguments, Path log) throws IOException {
    return start("run", arguments, log);
  }

  /**
   * Starts a command.
   *
   * @param name of the command
   * @param arguments behind its name
   * @param log where its output goes
   */
  public static VigiaProcess start(String name, List<String> arguments, Path log)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(ProcessHandle.current().info().command().orElse("java"));
    command.addAll(List.of("--add-modules", "jdk.incubator.vector", "-Xmx768m", "-cp"));
    command.add(System.getProperty("java.class.path"));
    command.add(Vigia.class.getName());
    command.add(name);
    command.addAll(arguments);
    return new VigiaProcess(command, log);
  }

  private Process launch() throws IOException {
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
        .start();
  }

  /** SIGKILL, and none in its place. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** SIGKILL, and a new one in its place. */
  void killAndRestart() throws IOException, InterruptedException {
    process.destroyForcibly().waitFor();
    process = launch();
  }

  /** Waits for its end; its exit code. */
  public int await() throws InterruptedException {
    return process.waitFor();
  }

  /** Its process id. */
  public long pid() {
    return process.pid();
  }

  /** Whether it has not ended. */
  public boolean running() {
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
