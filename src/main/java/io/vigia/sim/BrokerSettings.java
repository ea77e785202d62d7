package io.vigia.sim;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.util.Map;
import java.util.Properties;

/** The {@code server.properties} of a single broker that is its own controller. */
final class BrokerSettings {
  private static final String CLIENT_PORT = "vigia.port.client";
  private static final String CONTROLLER_PORT = "vigia.port.controller";

  private BrokerSettings() {}

  static Properties of(BrokerFiles files, BrokerPorts ports, Map<String, String> overrides) {
    String controller = "127.0.0.1:" + ports.controller();
    Properties settings = new Properties();
    settings.putAll(
        Map.of(
            "process.roles", "broker,controller",
            "node.id", "1",
            "listeners", "PLAINTEXT://127.0.0.1:" + ports.client() + ",CONTROLLER://" + controller,
            "controller.listener.names", "CONTROLLER",
            "inter.broker.listener.name", "PLAINTEXT",
            "listener.security.protocol.map", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT",
            "controller.quorum.bootstrap.servers", controller,
            "log.dirs", files.data().toAbsolutePath().toString()));
    // One broker can hold one replica; the defaults ask for three.
    for (String topic :
        new String[] {"offsets.topic", "transaction.state.log", "share.coordinator.state.topic"}) {
      settings.put(topic + ".replication.factor", "1");
      settings.put(topic + ".num.partitions", "4");
    }
    settings.put("transaction.state.log.min.isr", "1");
    settings.put("share.coordinator.state.topic.min.isr", "1");
    settings.put("group.initial.rebalance.delay.ms", "0");
    // A busy machine must not fence its only broker. But after a kill the controller refuses the
    // new broker until the old one's session has run out.
    settings.put("broker.session.timeout.ms", files.endedUncleanly() ? "6000" : "60000");
    // A misspelt topic is an error, not a new topic.
    settings.put("auto.create.topics.enable", "false");
    // The default of 128 MiB is a quarter of the heap.
    settings.put("log.cleaner.dedupe.buffer.size", "33554432");
    settings.putAll(overrides);
    settings.put(CLIENT_PORT, Integer.toString(ports.client()));
    settings.put(CONTROLLER_PORT, Integer.toString(ports.controller()));
    return settings;
  }

  static void write(Properties settings, BrokerFiles files) throws IOException {
    try (Writer out = Files.newBufferedWriter(files.settings())) {
      settings.store(out, "Written anew at each start.");
    }
  }

  static Properties read(BrokerFiles files) throws IOException {
    Properties settings = new Properties();
    try (Reader in = Files.newBufferedReader(files.settings())) {
      settings.load(in);
    }
    return settings;
  }

  /** The ports of the last start in this directory where they are free, else new ones. */
  static BrokerPorts ports(BrokerFiles files) throws IOException {
    if (Files.exists(files.settings())) {
      Properties last = read(files);
      BrokerPorts ports =
          new BrokerPorts(
              Integer.parseInt(last.getProperty(CLIENT_PORT, "0")),
              Integer.parseInt(last.getProperty(CONTROLLER_PORT, "0")));
      if (ports.client() != 0 && ports.controller() != 0 && ports.free()) {
        return ports;
      }
    }
    return BrokerPorts.draw();
  }
}
