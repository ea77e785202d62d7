package io.vigia.sim;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * The broker's own JVM: formats the storage on first use, starts the server, says {@link #READY} on
 * standard output, and serves until SIGTERM or until its parent is gone, however the parent went.
 */
final class BrokerProcess {
  /** The one line on standard output; everything else goes to standard error, the log. */
  static final String READY = "vigia-broker-ready";

  private static final long SHUTDOWN_MILLIS = 15_000;

  private BrokerProcess() {}

  /**
   * @param args the broker's directory, and {@code keep} or {@code delete} for its files when the
   *     parent is gone
   */
  public static void main(String[] args) {
    PrintStream parent = System.out;
    System.setOut(System.err);
    try {
      serve(new BrokerFiles(Path.of(args[0])), args[1].equals("keep"), parent);
    } catch (IOException | RuntimeException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(1);
    }
  }

  private static void serve(BrokerFiles files, boolean keep, PrintStream parent)
      throws IOException {
    if (!files.formatted()) {
      format(files);
    }
    Properties settings = BrokerSettings.read(files);
    KafkaRaftServer server =
        new KafkaRaftServer(KafkaConfig.fromProps(settings, false), Time.SYSTEM);
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdown, "broker-shutdown"));
    // Not a daemon: when the server has ended, it still has files to delete.
    new Thread(() -> outlive(server, files, keep), "parent-watch").start();
    server.startup();
    parent.println(READY);
    parent.flush();
    server.awaitShutdown();
  }

  private static void format(BrokerFiles files) {
    int status =
        StorageTool.execute(
            new String[] {
              "format",
              "--standalone",
              "-t",
              Uuid.randomUuid().toString(),
              "-c",
              files.settings().toString()
            },
            System.err);
    if (status != 0) {
      throw new BrokerException("formatting " + files.data() + " failed with status " + status);
    }
  }

  /** Waits for the end of standard input, which the kernel closes with the parent. */
  private static void outlive(KafkaRaftServer server, BrokerFiles files, boolean keep) {
    try {
      while (System.in.read() >= 0) {
        // The parent says nothing; only the end counts.
      }
    } catch (IOException e) {
      e.printStackTrace();
    }
    Thread shutdown = new Thread(server::shutdown, "orphan-shutdown");
    shutdown.setDaemon(true);
    shutdown.start();
    try {
      shutdown.join(SHUTDOWN_MILLIS);
      if (!keep) {
        files.delete();
      }
    } catch (IOException | InterruptedException e) {
      e.printStackTrace();
    } finally {
      Runtime.getRuntime().halt(0);
    }
  }
}
