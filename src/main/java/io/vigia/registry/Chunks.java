package io.vigia.registry;

/**
 * How a file of a bundle is cut for the topic {@code model-bytes}: pieces of {@value #BYTES} bytes,
 * the last one shorter, keyed by the file's digest and the piece's index from 0.
 */
final class Chunks {
  /** Of one chunk: half of what a broker takes in a record by default. */
  static final int BYTES = 512 * 1024;

  private Chunks() {}

  /** How many pieces a file of this many bytes is cut into. */
  static int count(long bytes) {
    return Math.toIntExact((bytes + BYTES - 1) / BYTES);
  }

  /** How many bytes a piece of a file of this many bytes has. */
  static int length(long bytes, int index) {
    return (int) Math.min(BYTES, bytes - (long) index * BYTES);
  }

  /** The key of a piece. */
  static String key(String sha256, int index) {
    return sha256 + "/" + index;
  }
}
