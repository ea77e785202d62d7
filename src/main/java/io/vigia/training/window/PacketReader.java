package io.vigia.training.window;

import java.util.Optional;

/** Makes rows of packets, as the stream does. */
@FunctionalInterface
public interface PacketReader {
  /** Where samples are rows, so that no packet is to be read. */
  PacketReader NONE = packet -> Optional.empty();

  /**
   * The row of a packet, {@code [features + context]}, a copy; empty where it does not give one.
   */
  Optional<float[]> row(byte[] packet);
}
