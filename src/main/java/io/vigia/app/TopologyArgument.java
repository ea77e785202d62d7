package io.vigia.app;

import io.vigia.topology.TopologyFile;
import io.vigia.topology.TopologySpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * The topology that a command works on. A client setting is taken from {@code -K}, else from {@code
 * VIGIA_BOOTSTRAP_SERVERS} (for that one setting), else from the file.
 */
final class TopologyArgument {
  private static final String BOOTSTRAP = "bootstrap.servers";

  @Parameters(paramLabel = "TOPOLOGY", description = "The topology's YAML file.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @Option(
      names = {"-K", "--kafka"},
      paramLabel = "KEY=VALUE",
      description =
          "A Kafka client setting in place of the file's, such as bootstrap.servers=host:9092."
              + " $VIGIA_BOOTSTRAP_SERVERS does the same for that setting.")
  private Map<String, String> kafka = new HashMap<>();

  /** The validated topology with the settings of the command line. */
  TopologySpec read() throws IOException {
    Map<String, String> settings = new HashMap<>();
    String bootstrap = System.getenv("VIGIA_BOOTSTRAP_SERVERS");
    if (bootstrap != null && !bootstrap.isBlank()) {
      settings.put(BOOTSTRAP, bootstrap);
    }
    settings.putAll(kafka);
    return TopologyFile.read(file).withKafka(settings);
  }

  Path file() {
    return file;
  }
}
