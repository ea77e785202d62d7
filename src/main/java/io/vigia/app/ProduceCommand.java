package io.vigia.app;

import io.vigia.event.BadEventException;
import io.vigia.event.EventFile;
import io.vigia.feature.EventReader;
import io.vigia.sim.Pacing;
import io.vigia.topology.SourceFeed;
import io.vigia.topology.TopologySpec;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code vigia produce}. */
@Command(
    name = "produce",
    mixinStandardHelpOptions = true,
    description = {
      "Replays a file into the source topic of a topology.",
      "The file is CSV with a header, or one JSON object a line, also gzipped. The topic is created",
      "where it does not exist."
    })
final class ProduceCommand implements Callable<Integer> {
  @Mixin private TopologyArgument topology = new TopologyArgument();

  @Parameters(index = "1", paramLabel = "FILE", description = "The events.")
  @SuppressWarnings("NullAway.Init") // by picocli
  private Path file;

  @ArgGroup(multiplicity = "0..1")
  private @Nullable Pace pace;

  @Option(
      names = "--partitions",
      paramLabel = "N",
      description = "Of the source topic, where it is created. Default: ${DEFAULT-VALUE}.")
  private int partitions = 1;

  @CommandLine.Spec
  @SuppressWarnings("NullAway.Init") // by picocli
  private CommandLine.Model.CommandSpec command;

  /** How fast; one or the other. */
  static final class Pace {
    @Option(
        names = "--rate",
        paramLabel = "N",
        required = true,
        description = "Events a second. Default: 1000.")
    private double rate = 1000;

    @Option(
        names = "--as-fast-as-possible",
        required = true,
        description = "No pause between events.")
    private boolean asFastAsPossible;

    double perSecond() {
      return asFastAsPossible ? Double.POSITIVE_INFINITY : rate;
    }
  }

  @Override
  public Integer call() throws Exception {
    double rate = pace == null ? 1000 : pace.perSecond();
    if (!(rate > 0)) {
      throw new IllegalArgumentException("--rate must be above 0 events a second, got " + rate);
    }
    TopologySpec spec = topology.read();
    long sent = 0;
    long start = System.nanoTime();
    try (EventFile events = EventFile.open(file);
        SourceFeed feed = SourceFeed.open(spec, partitions);
        Progress progress = Progress.of("produce", events.size(), "MB", 1 << 20)) {
      Pacing pacing = Pacing.perSecond(rate);
      Keys keys = new Keys(spec);
      for (byte[] event = events.next(); event != null; event = events.next()) {
        pacing.await(sent);
        feed.send(keys.of(event), event, Map.of());
        sent++;
        if ((sent & 255) == 0) {
          progress.to(events.position());
        }
      }
      feed.flush();
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    command
        .commandLine()
        .getErr()
        .printf(
            "%d events to %s in %.1f s (%.0f/s)%n",
            sent, spec.source().topic(), seconds, sent / seconds);
    return 0;
  }

  /** The record keys that the topology's {@code source.keyed-by} promises. */
  private static final class Keys {
    private final TopologySpec.KeyedBy by;
    private final EventReader reader;

    Keys(TopologySpec spec) {
      by = spec.source().keyedBy();
      reader = EventReader.of(spec.source().layout(), spec.roles(), spec.features(), spec.carry());
    }

    byte @Nullable [] of(byte[] event) {
      if (by == TopologySpec.KeyedBy.NONE) {
        return null;
      }
      try {
        reader.read(event);
      } catch (BadEventException e) {
        return null; // The stream decides what becomes of it.
      }
      String key =
          by == TopologySpec.KeyedBy.OBJECT ? reader.event().key() : reader.event().eventId();
      return key.getBytes(StandardCharsets.UTF_8);
    }
  }
}
