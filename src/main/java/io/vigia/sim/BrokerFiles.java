package io.vigia.sim;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** The three things a broker leaves in its directory; nothing else there is ever touched. */
record BrokerFiles(Path directory) {
  private static final int TAIL_LINES = 30;

  Path data() {
    return directory.resolve("kafka-data");
  }

  Path settings() {
    return directory.resolve("kafka.properties");
  }

  Path log() {
    return directory.resolve("kafka.log");
  }

  boolean formatted() {
    return Files.exists(data().resolve("meta.properties"));
  }

  /** Whether a broker that used this data was killed; Kafka leaves a marker when it was not. */
  boolean endedUncleanly() {
    return formatted() && !Files.exists(data().resolve(".kafka_cleanshutdown"));
  }

  /** Deletes the broker's files, and the directory where that leaves it empty. */
  void delete() throws IOException {
    if (Files.exists(data())) {
      try (Stream<Path> tree = Files.walk(data())) {
        for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
          Files.deleteIfExists(path);
        }
      }
    }
    Files.deleteIfExists(settings());
    Files.deleteIfExists(log());
    try (Stream<Path> rest = Files.list(directory)) {
      if (rest.findAny().isPresent()) {
        return;
      }
    }
    Files.delete(directory);
  }

  /** The log's last lines, for the message of a failed start. */
  String logTail() {
    try {
      List<String> lines = Files.readAllLines(log(), StandardCharsets.UTF_8);
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    } catch (IOException | UncheckedIOException e) {
      return "(" + log() + " cannot be read: " + e.getMessage() + ")";
    }
  }
}
