package io.vigia.app.worker;

import io.vigia.event.BadEventException;
import io.vigia.event.Role;
import io.vigia.feature.EventReader;
import io.vigia.topology.TopologySpec;
import io.vigia.training.window.PacketReader;
import java.util.Optional;

/** Rows of whole packets, by the very reader of the stream. */
public final class StreamPackets implements PacketReader {
  private final EventReader reader;

  public StreamPackets(TopologySpec spec) {
    this.reader =
        EventReader.of(spec.source().layout(), spec.roles(), spec.features(), spec.carry());
  }

  @Override
  public Optional<float[]> row(byte[] packet) {
    try {
      return reader.read(packet) == null && reader.role() == Role.PHYSICS
          ? Optional.of(reader.vector().clone())
          : Optional.empty();
    } catch (BadEventException e) {
      return Optional.empty();
    }
  }
}
