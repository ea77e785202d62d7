package io.vigia.app.demo;

import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;

/** Which records of the source have an outcome: a bit a record, so that a long demo fits too. */
final class SeenOffsets {
  private final Map<Integer, BitSet> partitions = new HashMap<>();

  /** Notes one; false where it was noted before. */
  boolean add(int partition, long offset) {
    BitSet seen = partitions.computeIfAbsent(partition, p -> new BitSet());
    int bit = Math.toIntExact(offset);
    boolean first = !seen.get(bit);
    seen.set(bit);
    return first;
  }
}
